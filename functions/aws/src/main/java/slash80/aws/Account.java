package slash80.aws;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Network;
import slash80.facts.Vpc;

/// One account and region that clusters can be read from: live ([LiveAccount]) or on disk
/// ([Snapshot]).
public interface Account {

  /// Every EKS cluster in it, by name. Throws when they cannot be listed.
  List<Cluster> clusters();

  /// Reads everything that the rules ask about one cluster. What a call was refused stands as
  /// unread; a snapshot throws [BadInput] for what cannot be.
  Network.Facts read(Cluster cluster, Instant at);

  /// The VPCs that things stand in: instances, interfaces, subnets, groups, ACLs, tables, gateways,
  /// prefix lists (where groups or routes name them), addresses, load balancers and target groups,
  /// by id or ARN. Unread when one of the ids cannot be tied to a VPC, with the reason.
  Fact<Set<Vpc.Id>> vpcsOf(Collection<String> ids);
}
