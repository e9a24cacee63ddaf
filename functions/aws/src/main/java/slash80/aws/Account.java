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
import slash80.facts.Facts;
import slash80.facts.Instance;
import slash80.facts.NetworkInterface;
import slash80.facts.Scope;
import slash80.facts.SecurityGroup;
import slash80.facts.Vpc;

/// One account and region that clusters can be read from: live ([LiveAccount]) or on disk
/// ([Snapshot]).
public interface Account {

  /// Every EKS cluster in it, by name. Throws when they cannot be listed.
  List<Cluster> clusters();

  /// Those of these names that are there, as they are now. Throws when one cannot be told of.
  default List<Cluster> clusters(Set<String> names) {
    return clusters().stream().filter(cluster -> names.contains(cluster.name())).toList();
  }

  /// The names of all clusters, in order. Throws when they cannot be listed.
  default List<String> names() {
    return clusters().stream().map(Cluster::name).toList();
  }

  /// The clusters that can be told of, and those that cannot: one of them keeps nobody from judging
  /// the others. As they were at `since` or later: what was listed by then is not listed again.
  default Listing listing(Instant since) {
    return new Listing(clusters(), Map.of());
  }

  /// The same of those of these names that are there.
  default Listing listing(Set<String> names, Instant since) {
    return new Listing(clusters(names), Map.of());
  }

  /// The same of those that something at these places may be of; it may hold others.
  default Listing listingAt(Collection<Whereabouts> places, Instant since) {
    return listing(since);
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
  Facts read(Cluster cluster, Instant at);

  /// Reads what the rules ask about a part of one cluster; it may say more.
  default Taken take(Cluster cluster, Scope scope, Instant at) {
    return new Taken(read(cluster, at), scope);
  }

  /// What was read of a part.
  ///
  /// @param scope as much of it as can be judged by what was read
  record Taken(Facts facts, Scope scope) {}

  /// Whether it may show something else when it is read again; a snapshot stands still.
  default boolean isLive() {
    return true;
  }

  /// The calls that were made so far; none where nothing is called.
  default Reads reads() {
    return Reads.none();
  }

  /// Where instances, interfaces and groups stand, by id, as they were at `since` or later. What is
  /// gone has no place. Unread when AWS refuses to say.
  default Fact<Map<String, Whereabouts>> placesOf(Collection<String> ids, Instant since) {
    var places = new TreeMap<String, Whereabouts>();
    for (var id : ids) {
      vpcsOf(List.of(id))
          .asKnown()
          .ifPresent(vpcs -> places.put(id, new Whereabouts(vpcs, scope(id), Set.of())));
    }
    return Fact.known(places);
  }

  private static Scope scope(String id) {
    return switch (Ids.kind(id)) {
      case "i" -> Scope.of(new Instance.Id(id));
      case "eni" -> Scope.of(new NetworkInterface.Id(id));
      case "sg" -> Scope.of(new SecurityGroup.Id(id));
      default -> Scope.whole();
    };
  }

  /// The VPCs that things stand in: instances, interfaces, subnets, groups, ACLs, tables, gateways,
  /// prefix lists (where groups or routes name them), addresses, load balancers and target groups,
  /// by id or ARN. Unread when one of the ids cannot be tied to a VPC, with the reason.
  Fact<Set<Vpc.Id>> vpcsOf(Collection<String> ids);
}
