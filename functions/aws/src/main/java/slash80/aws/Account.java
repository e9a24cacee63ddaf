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
import slash80.facts.Vpc;
import slash80.network.Scope;

/// One account and region whose clusters can be read: live ([LiveAccount]) or from disk
/// ([Snapshot]).
public interface Account {

  /// Every EKS cluster, by name. Throws when the clusters cannot be listed.
  List<Cluster> clusters();

  /// The clusters of these names that exist, as they are now. Throws when one of them cannot be
  /// described.
  default List<Cluster> clusters(Set<String> names) {
    return clusters().stream().filter(cluster -> names.contains(cluster.name())).toList();
  }

  /// The names of all clusters, in order. Throws when the clusters cannot be listed.
  default List<String> names() {
    return clusters().stream().map(Cluster::name).toList();
  }

  /// All clusters, as they were at `since` or later. A cluster that cannot be described does not
  /// keep the others from being judged. A listing that was made at `since` or later is used again.
  default Listing listing(Instant since) {
    return new Listing(clusters(), Map.of());
  }

  /// Like [#listing(Instant)], limited to the clusters of these names that exist.
  default Listing listing(Set<String> names, Instant since) {
    return new Listing(clusters(names), Map.of());
  }

  /// Like [#listing(Instant)], limited to clusters that could own these resources; may include
  /// others.
  default Listing listingAt(Collection<Placement> places, Instant since) {
    return listing(since);
  }

  /// @param clusters by name
  /// @param unread the reason why a cluster could not be described, by its name
  /// @param refused the denied call, for those of them that nobody may describe until somebody
  ///   grants the permission
  record Listing(List<Cluster> clusters, Map<String, String> unread, Map<String, String> refused) {
    public Listing {
      clusters = List.copyOf(clusters);
      unread = Collections.unmodifiableMap(new TreeMap<>(unread));
      refused = Collections.unmodifiableMap(new TreeMap<>(refused));
    }

    public Listing(List<Cluster> clusters, Map<String, String> unread) {
      this(clusters, unread, Map.of());
    }
  }

  /// Reads everything that the rules need about one cluster. Where AWS refuses a call, the fact is
  /// unread; where a snapshot is invalid, [BadInput] gives the reason.
  Facts read(Cluster cluster, Instant at);

  /// Reads what the rules need about a part of one cluster; the facts may cover more.
  default ScopedFacts read(Cluster cluster, Scope scope, Instant at) {
    return new ScopedFacts(read(cluster, at), scope);
  }

  /// The same, but what only calls of its own kind change, the reservations in subnets, may be as
  /// old as `steady`. In a time still to come, it is asked for and not remembered.
  default ScopedFacts read(Cluster cluster, Scope scope, Instant at, Instant steady) {
    return read(cluster, scope, at);
  }

  /// The facts about a part of a cluster.
  ///
  /// @param scope the part that these facts suffice to judge
  record ScopedFacts(Facts facts, Scope scope) {}

  /// Whether a second read may show something else. A snapshot never changes.
  default boolean isLive() {
    return true;
  }

  /// Whether calls of this batch failed only for lack of time or of request quota, so that they may
  /// succeed with more time.
  default boolean isCutShort() {
    return false;
  }

  /// The calls to AWS so far; none for a snapshot.
  default CallCounts callCounts() {
    return CallCounts.none();
  }

  /// The VPCs and clusters of instances, interfaces and security groups, by id, as they were at
  /// `since` or later. A deleted resource has no entry. Unread when AWS refuses the call.
  default Fact<Map<String, Placement>> placements(Collection<String> ids, Instant since) {
    var places = new TreeMap<String, Placement>();
    for (var id : ids) {
      vpcsOf(List.of(id))
          .asKnown()
          .ifPresent(vpcs -> places.put(id, new Placement(vpcs, Placement.scopeOf(id), Set.of())));
    }
    return Fact.known(places);
  }

  /// The VPCs of resources, by id or ARN: instances, interfaces, subnets, security groups, ACLs,
  /// route tables, gateways, prefix lists (the VPCs whose groups or routes name them), addresses,
  /// load balancers and target groups. Unread, with the reason, when one of them cannot be tied to
  /// a VPC.
  Fact<Set<Vpc.Id>> vpcsOf(Collection<String> ids);
}
