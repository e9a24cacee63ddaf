package slash80.check.scope;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import slash80.aws.Account;
import slash80.aws.BadInput;
import slash80.check.event.Change;
import slash80.check.event.Change.Impact;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.Vpc;

/// Resolves the changes of one batch to the clusters that they affect. The account's clusters are
/// listed once; a cluster that cannot be described does not keep the others from being judged. The
/// VPCs of resources are looked up for each change, or for all changes at once when there are many:
/// a node group of 500 instances costs one query, not 500.
public final class ClusterResolver {
  /// Up to so many different queries are sent one by one, so that each change gets its own answer.
  private static final int FEW = 10;

  /// The properties of a cluster that matter to its nodes are changed by calls that name the
  /// cluster, and for such calls it is listed anew.
  private static final Duration KNOWN = Duration.ofMinutes(5);

  private final Account account;
  private final ScopedResolver scoped;
  private final List<Cluster> clusters;
  private final Undescribed undescribed;
  private final Set<String> burst;
  private final Map<Set<String>, Fact<Set<Vpc.Id>>> vpcsByQuery = new HashMap<>();
  private Optional<Fact<Set<Vpc.Id>>> vpcsOfBurst = Optional.empty();

  private ClusterResolver(
      Account account, ScopedResolver scoped, Account.Listing listing, Set<String> burst) {
    this.account = account;
    this.scoped = scoped;
    this.clusters = listing.clusters();
    this.undescribed = Undescribed.of(listing);
    this.burst = burst;
  }

  /// Asks AWS where the resources of these changes are, and which clusters there are.
  ///
  /// @param began when the batch was received
  public static ClusterResolver resolve(
      Account account,
      LedgerContents ledgers,
      PlacementLookup lookup,
      Collection<Change> changes,
      Instant began) {
    var scoped = new ScopedResolver(account, ledgers, lookup.find(changes, began));
    var listing = list(account, scoped, changes, began);
    return new ClusterResolver(account, scoped, listing, burst(changes));
  }

  /// The resources of all changes, if they are too many for a query each; else empty.
  private static Set<String> burst(Collection<Change> changes) {
    var queries =
        changes.stream()
            .filter(change -> change.narrowTo().isEmpty())
            .map(change -> change.impact().ids())
            .filter(ids -> !ids.isEmpty())
            .distinct()
            .toList();
    var union = new TreeSet<String>();
    if (queries.size() > FEW) {
      queries.forEach(union::addAll);
    }
    return union;
  }

  private static Account.Listing list(
      Account account, ScopedResolver scoped, Collection<Change> changes, Instant began) {
    var concerning = changes.stream().filter(ClusterResolver::concernsAny).toList();
    if (concerning.isEmpty()) {
      return new Account.Listing(List.of(), Map.of());
    }
    if (concerning.stream().allMatch(change -> namesOnlyClusters(change.impact()))) {
      return account.listing(named(concerning), began);
    }
    boolean areNarrow = concerning.stream().noneMatch(change -> change.narrowTo().isEmpty());
    return areNarrow ? scoped.list(concerning, began.minus(KNOWN)) : account.listing(began);
  }

  /// Whether a change names clusters and nothing else, as the messages of a sweep do: of 500
  /// clusters only the named ones are described, and a failure to describe others does not matter.
  private static boolean namesOnlyClusters(Impact impact) {
    return impact.ids().isEmpty() && impact.vpcs().isEmpty() && !impact.clusters().isEmpty();
  }

  private static Set<String> named(List<Change> changes) {
    var names = new TreeSet<String>();
    changes.forEach(change -> names.addAll(change.impact().clusters()));
    return names;
  }

  private static boolean concernsAny(Change change) {
    return switch (change.impact()) {
      case Impact.Resources _, Impact.WholeRegion _ -> true;
      case Impact.None _ -> false;
    };
  }

  /// The clusters that a change affects. BadInput when it happened in another account or region
  /// than the clusters: this function cannot read that account.
  public AffectedClusters of(Change change) {
    return switch (change.impact()) {
      case Impact.None(var because) -> AffectedClusters.none(because);
      case Impact.WholeRegion(var because) -> everything(change, because).without(undescribed);
      case Impact.Resources resources ->
          change.narrowTo().isEmpty()
              ? named(change, resources)
                  .without(
                      namesOnlyClusters(resources)
                          ? undescribed.of(resources.clusters())
                          : undescribed)
              : touching(change, resources.vpcs());
    };
  }

  /// The VPC of a cluster that could not be described is not known, so a change that does not name
  /// its clusters may affect it.
  private AffectedClusters touching(Change change, Set<Vpc.Id> named) {
    refuseElsewhere(change);
    return switch (scoped.of(change, named, clusters)) {
      case Unread<ScopedResolver.Touched>(var why) ->
          everything(change, "it cannot be tied to a VPC: " + why).without(undescribed);
      case Known<ScopedResolver.Touched>(var touched) ->
          AffectedClusters.part(touched.clusters(), touched.scope(), because(change, touched))
              .without(touched.named().isEmpty() ? undescribed : undescribed.of(touched.named()));
    };
  }

  private static String because(Change change, ScopedResolver.Touched touched) {
    if (!touched.gone().isEmpty() && touched.vpcs().isEmpty()) {
      return "no VPC holds %s, and no ledger mentions it"
          .formatted(String.join(", ", touched.gone()));
    }
    if (touched.vpcs().isEmpty()) {
      return "nothing in any VPC uses " + String.join(", ", new TreeSet<>(change.narrowTo()));
    }
    var vpcs = String.join(", ", sorted(touched.vpcs()));
    return touched.named().isEmpty()
        ? "no IPv6 cluster is in " + vpcs
        : "no IPv6 cluster named %s is in %s"
            .formatted(String.join(", ", new TreeSet<>(touched.named())), vpcs);
  }

  private AffectedClusters everything(Change change, String because) {
    refuseElsewhere(change);
    return AffectedClusters.whole(
        clusters,
        List.of(),
        clusters.isEmpty() ? "there is no cluster in the account and region" : because);
  }

  private AffectedClusters named(Change change, Impact.Resources resources) {
    refuseElsewhere(change);
    var gone = gone(change, resources);
    if (clusters.isEmpty() && resources.clusters().isEmpty()) {
      return AffectedClusters.whole(
          List.of(), gone, "there is no cluster in the account and region");
    }
    return switch (vpcsOf(resources.ids())) {
      case Unread<Set<Vpc.Id>>(var why) ->
          AffectedClusters.whole(clusters, gone, "it cannot be tied to a VPC: " + why);
      case Known<Set<Vpc.Id>>(var found) -> within(resources, found, gone);
    };
  }

  /// The clusters that a change names and that do not exist. An event that does not say in which
  /// account and region it happened does not close a ledger.
  private List<Cluster.Id> gone(Change change, Impact.Resources resources) {
    if (change.account().isEmpty() || change.region().isEmpty()) {
      return List.of();
    }
    var there = clusters.stream().map(Cluster::name).collect(Collectors.toSet());
    return resources.clusters().stream()
        .filter(name -> !there.contains(name) && !undescribed.contains(name))
        .sorted()
        .map(name -> new Cluster.Id(change.account(), change.region(), name))
        .toList();
  }

  /// Only IPv6 clusters are judged by their network. A cluster that the change names is judged too
  /// if it is an IPv4 cluster, as that is a finding.
  private AffectedClusters within(
      Impact.Resources resources, Set<Vpc.Id> found, List<Cluster.Id> gone) {
    var vpcs = new LinkedHashSet<>(resources.vpcs());
    vpcs.addAll(found);
    var concerned = new ArrayList<Cluster>();
    for (Cluster cluster : clusters) {
      boolean inVpc = cluster.maySpeakIpv6() && vpcs.contains(cluster.vpc());
      if (inVpc || resources.clusters().contains(cluster.name())) {
        concerned.add(cluster);
      }
    }
    return AffectedClusters.whole(concerned, gone, because(resources, vpcs));
  }

  private static String because(Impact.Resources resources, Set<Vpc.Id> vpcs) {
    if (!resources.clusters().isEmpty() && vpcs.isEmpty()) {
      return "there is no cluster " + String.join(", ", new TreeSet<>(resources.clusters()));
    }
    return vpcs.isEmpty()
        ? "nothing in any VPC uses " + String.join(", ", new TreeSet<>(resources.ids()))
        : "no IPv6 cluster is in " + String.join(", ", sorted(vpcs));
  }

  private static Set<String> sorted(Set<Vpc.Id> vpcs) {
    var sorted = new TreeSet<String>();
    vpcs.forEach(vpc -> sorted.add(vpc.value()));
    return sorted;
  }

  private Fact<Set<Vpc.Id>> vpcsOf(Set<String> ids) {
    if (ids.isEmpty()) {
      return Fact.known(Set.of());
    }
    return burst.isEmpty() ? vpcsByQuery.computeIfAbsent(ids, account::vpcsOf) : vpcsOfBurst();
  }

  private Fact<Set<Vpc.Id>> vpcsOfBurst() {
    if (vpcsOfBurst.isEmpty()) {
      vpcsOfBurst = Optional.of(account.vpcsOf(burst));
    }
    return vpcsOfBurst.get();
  }

  private void refuseElsewhere(Change change) {
    for (Cluster cluster : clusters) {
      if (isElsewhere(change.account(), cluster.account())
          || isElsewhere(change.region(), cluster.region())) {
        throw new BadInput(
            "it happened in account %s, region %s; this function checks account %s, region %s"
                .formatted(change.account(), change.region(), cluster.account(), cluster.region()));
      }
    }
  }

  private static boolean isElsewhere(String change, String own) {
    return !change.isEmpty() && !change.equals(own);
  }
}
