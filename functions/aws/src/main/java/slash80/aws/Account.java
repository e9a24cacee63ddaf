package slash80.aws;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Network;
import slash80.facts.Vpc;

/// One account and region that clusters can be read from: live ([LiveAccount]) or on disk
/// ([Snapshot]).
public interface Account {

  /// Every EKS cluster in it, by name. Throws when they cannot be listed.
  List<Cluster> clusters();

  /// The clusters that can be told of, and those that cannot: one of them keeps nobody from judging
  /// the others.
  default Listing listing() {
    return new Listing(clusters(), Map.of());
  }

  /// @param clusters by name
  /// @param unread why a cluster cannot be told of, by its name
  record Listing(List<Cluster> clusters, Map<String, String> unread) {
    public Listing {
      clusters = List.copyOf(clusters);
      unread = Collections.unmodifiableMap(new TreeMap<>(unread));
    }
  }

  /// Reads everything that the rules ask about one cluster. What a call was refused stands as
  /// unread; a snapshot throws [BadInput] for what cannot be.
  Network.Facts read(Cluster cluster, Instant at);

  /// The VPCs that things stand in: instances, interfaces, subnets, groups, ACLs, tables, gateways,
  /// prefix lists (where groups or routes name them), addresses, load balancers and target groups,
  /// by id or ARN. Unread when one of the ids cannot be tied to a VPC, with the reason.
  Fact<Set<Vpc.Id>> vpcsOf(Collection<String> ids);
}
