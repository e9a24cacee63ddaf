package slash80.check.scope;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import slash80.aws.Account;
import slash80.aws.Placement;
import slash80.check.event.Change;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.Instance;
import slash80.facts.NetworkInterface;
import slash80.facts.Vpc;
import slash80.network.Scope;

/// Resolves changes that only touch instances, interfaces or security groups to the clusters and
/// nodes to check again.
final class ScopedResolver {
  private final Account account;
  private final LedgerContents ledgers;
  private final Fact<Map<String, Placement>> placements;

  /// @param placements of the resources that the changes touch, by their ids
  ScopedResolver(Account account, LedgerContents ledgers, Fact<Map<String, Placement>> placements) {
    this.account = account;
    this.ledgers = ledgers;
    this.placements = placements;
  }

  /// Lists the clusters that these changes may touch, as they were at `since` or later. A deleted
  /// resource may have belonged to any cluster, unless the change names its VPC.
  Account.Listing list(Collection<Change> changes, Instant since) {
    return switch (placements) {
      case Unread<Map<String, Placement>> _ -> account.listing(since);
      case Known<Map<String, Placement>>(var places) -> {
        var near = new ArrayList<Placement>();
        for (var change : changes) {
          for (var id : change.narrowTo()) {
            near.add(
                Optional.ofNullable(places.get(id))
                    .filter(ScopedResolver::isKnown)
                    .orElse(namedBy(change)));
          }
        }
        yield near.stream().allMatch(ScopedResolver::isKnown)
            ? account.listingAt(near, since)
            : account.listing(since);
      }
    };
  }

  /// The placement of a deleted resource, as far as its change names it.
  private static Placement namedBy(Change change) {
    return new Placement(change.impact().vpcs(), Scope.whole(), Set.of());
  }

  private static boolean isKnown(Placement place) {
    return !place.vpcs().isEmpty() || !place.clusters().isEmpty();
  }

  /// The clusters that a change touches, and how much of them.
  ///
  /// @param vpcs the VPCs of the resources
  /// @param named the clusters that the resources belong to; empty if one of them does not say
  /// @param gone the resources that AWS does not know
  record Touched(
      List<Cluster> clusters, Set<Vpc.Id> vpcs, Set<String> named, Set<String> gone, Scope scope) {}

  /// Resolves one change. A deleted resource was in the VPCs that the change names. If it names
  /// none, as state changes do, the change concerns the clusters whose ledgers mention the
  /// resource: no other cluster has a finding about it to close. The message about an instance that
  /// AWS does not know yet is delivered again by the delay queue.
  Fact<Touched> of(Change change, Set<Vpc.Id> named, List<Cluster> clusters) {
    return switch (placements) {
      case Unread<Map<String, Placement>>(var why) -> Fact.unread(why);
      case Known<Map<String, Placement>>(var places) ->
          Fact.known(touched(change.narrowTo(), places, named, clusters));
    };
  }

  private Touched touched(
      Set<String> ids, Map<String, Placement> places, Set<Vpc.Id> named, List<Cluster> clusters) {
    var there = new ArrayList<Placement>();
    var gone = new TreeSet<String>();
    var scopes = new ArrayList<Scope>();
    for (var id : new TreeSet<>(ids)) {
      var place = Optional.ofNullable(places.get(id)).filter(at -> !at.vpcs().isEmpty());
      place.ifPresent(there::add);
      place.map(Placement::scope).or(() -> ofGone(id)).ifPresent(scopes::add);
      if (place.isEmpty()) {
        gone.add(id);
      }
    }
    if (!gone.isEmpty()) {
      there.add(new Placement(named, Scope.whole(), Set.of()));
    }
    var concerned =
        clusters.stream()
            .filter(Cluster::maySpeakIpv6)
            .filter(
                cluster ->
                    there.stream().anyMatch(place -> place.mayBeOf(cluster))
                        || isKnownTo(cluster, gone, named))
            .toList();
    return new Touched(
        concerned,
        union(there, Placement::vpcs),
        there.stream().anyMatch(place -> place.clusters().isEmpty())
            ? Set.of()
            : union(there, Placement::clusters),
        gone,
        Scope.covering(scopes));
  }

  private static <T> Set<T> union(List<Placement> places, Function<Placement, Set<T>> members) {
    var union = new LinkedHashSet<T>();
    places.forEach(place -> union.addAll(members.apply(place)));
    return union;
  }

  private boolean isKnownTo(Cluster cluster, Set<String> gone, Set<Vpc.Id> named) {
    return !gone.isEmpty() && named.isEmpty() && ledgers.mayMention(gone, cluster);
  }

  /// The scope of a deleted resource. A deleted security group guards nothing, so it has none.
  private static Optional<Scope> ofGone(String id) {
    if (id.startsWith("i-")) {
      return Optional.of(Scope.of(new Instance.Id(id)));
    }
    return id.startsWith("eni-")
        ? Optional.of(Scope.of(new NetworkInterface.Id(id)))
        : Optional.empty();
  }
}
