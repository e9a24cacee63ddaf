package slash80.check;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import slash80.check.event.Change;
import slash80.check.event.Change.Impact;
import slash80.check.event.EventReader;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.Facts;
import slash80.facts.Vpc;
import slash80.ledger.SharedVpc;
import slash80.ledger.Site;

/// Changes of an account that shares VPCs, as the accounts with clusters in these VPCs meet them.
/// Route tables, network ACLs, gateways and block public access of a shared VPC belong to its
/// owner, so the events about them come from the owner's account
/// (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html).
final class SharedChanges {
  private SharedChanges() {}

  /// Whether a change may concern VPCs beyond the nodes and clusters of its own account.
  static boolean mayConcernOthers(Change change) {
    if (EventReader.isSweep(change) || EventReader.isReview(change)) {
      return false;
    }
    return switch (change.impact()) {
      case Impact.None _ -> false;
      case Impact.WholeRegion _ -> true;
      case Impact.Resources(var ids, var vpcs, _) ->
          !(ids.isEmpty() && vpcs.isEmpty()) && !isOfNodes(change);
    };
  }

  /// The nodes of a cluster belong to the account of the cluster.
  private static boolean isOfNodes(Change change) {
    return !change.narrowTo().isEmpty()
        && change.narrowTo().stream().noneMatch(id -> id.startsWith("sg-"));
  }

  /// The change as each account with clusters in a VPC that it may concern meets it.
  ///
  /// @param shared the shared VPCs of the account that the change happened in
  /// @param within the VPCs of the resources that the change names; unread if they are not known,
  ///   and then it may concern all shared VPCs
  static Map<Site, Change> of(
      Change change, Collection<SharedVpc> shared, Fact<Set<Vpc.Id>> within) {
    var concerned = new TreeMap<Site, Set<Vpc.Id>>();
    for (var vpc : shared) {
      if (mayConcernOthers(change) && mayConcern(vpc.vpc(), change.impact(), within)) {
        concerned.computeIfAbsent(vpc.participant(), _ -> new HashSet<>()).add(vpc.vpc());
      }
    }
    var changes = new LinkedHashMap<Site, Change>();
    concerned.forEach((site, vpcs) -> changes.put(site, at(site, change, vpcs)));
    return changes;
  }

  private static boolean mayConcern(Vpc.Id vpc, Impact impact, Fact<Set<Vpc.Id>> within) {
    return switch (impact) {
      case Impact.None _ -> false;
      case Impact.WholeRegion _ -> true;
      case Impact.Resources(var ids, var vpcs, _) ->
          vpcs.contains(vpc)
              || (!ids.isEmpty()
                  && switch (within) {
                    case Known<Set<Vpc.Id>>(var found) -> found.contains(vpc);
                    case Unread<Set<Vpc.Id>> _ -> true;
                  });
    };
  }

  private static Change at(Site site, Change change, Set<Vpc.Id> vpcs) {
    return new Change(
        change.origin(),
        site.account(),
        site.region(),
        new Impact.Resources(Set.of(), vpcs, Set.of()),
        Set.of(),
        change.expected());
  }

  /// The shared VPC of a cluster, if another account owns it.
  static Optional<SharedVpc> vpcOf(Cluster cluster, Facts facts, Instant at) {
    return facts.layers().subnets().asKnown().stream()
        .flatMap(Collection::stream)
        .filter(subnet -> subnet.vpc().equals(cluster.vpc()))
        .flatMap(subnet -> subnet.owner().stream())
        .filter(owner -> !owner.equals(cluster.account()))
        .findFirst()
        .map(
            owner ->
                new SharedVpc(
                    owner, new Site(cluster.account(), cluster.region()), cluster.vpc(), at));
  }
}
