package slash80.check.scope;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.aws.Account;
import slash80.aws.BadInput;
import slash80.check.Check;
import slash80.check.event.Change;
import slash80.check.event.Change.Concern;
import slash80.check.scope.PartScopes.Pause;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.Vpc;

/// Finds the clusters that the changes of one batch concern. The account is asked for its clusters
/// once; one that cannot be told of keeps nobody from judging the others. Which VPCs things stand
/// in is asked for each change, or, in a burst, for all at once: a node group of 500 that comes up
/// costs one question, not 500.
public final class Scopes {
  /// So many different questions are asked one by one: then each change has its own answer.
  private static final int FEW = 10;

  /// What a cluster is to its nodes changes by calls that name it; those have it listed anew.
  private static final Duration KNOWN = Duration.ofMinutes(5);

  /// The clusters that a change concerns.
  ///
  /// @param howMuch of each has to be judged
  /// @param gone clusters that it names and that are not there
  /// @param unread why clusters that it may concern too could not be told of
  /// @param because why these, or why none
  public record Scope(
      List<Cluster> clusters,
      slash80.facts.Scope howMuch,
      List<Cluster.Id> gone,
      List<String> unread,
      String because) {
    public Scope {
      clusters = List.copyOf(clusters);
      gone = List.copyOf(gone);
      unread = List.copyOf(unread);
    }

    /// What is proven to concern nobody.
    public static Scope nobody(String because) {
      return of(List.of(), List.of(), because);
    }

    private static Scope of(List<Cluster> clusters, List<Cluster.Id> gone, String because) {
      return new Scope(clusters, slash80.facts.Scope.whole(), gone, List.of(), because);
    }

    private Scope unread(Collection<String> unread) {
      return new Scope(clusters, howMuch, gone, List.copyOf(unread), because);
    }
  }

  private final Account account;
  private final List<Cluster> clusters;
  private final Map<String, String> unread;
  private final Map<Set<String>, Fact<Set<Vpc.Id>>> vpcs = new HashMap<>();
  private final Set<String> burst;
  private final PartScopes parts;

  /// @param began when the batch came
  public Scopes(Check.Tools tools, Collection<Change> changes, Instant began, Pause pause) {
    this.account = tools.account();
    this.parts = new PartScopes(tools, changes, began, pause);
    var listing = listing(changes, began);
    this.clusters = listing.clusters();
    this.unread = listing.unread();
    var questions =
        changes.stream()
            .filter(change -> change.parts().isEmpty())
            .flatMap(change -> idsOf(change.concern()))
            .filter(ids -> !ids.isEmpty())
            .distinct()
            .toList();
    this.burst = questions.size() > FEW ? union(questions) : Set.of();
  }

  private Account.Listing listing(Collection<Change> changes, Instant began) {
    var concerning = changes.stream().filter(Scopes::concernsAny).toList();
    if (concerning.isEmpty()) {
      return new Account.Listing(List.of(), Map.of());
    }
    if (concerning.stream().allMatch(change -> namesOnlyClusters(change.concern()))) {
      return account.listing(named(concerning), began);
    }
    boolean areParts = concerning.stream().noneMatch(change -> change.parts().isEmpty());
    return areParts ? parts.listing(concerning, began.minus(KNOWN)) : account.listing(began);
  }

  /// Whether a change names clusters and nothing else, as those of a sweep do: of 500 clusters only
  /// these are asked for, and what becomes of the others does not matter.
  private static boolean namesOnlyClusters(Concern concern) {
    return switch (concern) {
      case Concern.Things(var ids, var vpcs, var clusters) ->
          ids.isEmpty() && vpcs.isEmpty() && !clusters.isEmpty();
      case Concern.Everything _, Concern.Nothing _ -> false;
    };
  }

  private static Set<String> named(List<Change> changes) {
    var names = new TreeSet<String>();
    changes.forEach(change -> names.addAll(named(change.concern())));
    return names;
  }

  private static Set<String> named(Concern concern) {
    return switch (concern) {
      case Concern.Things(_, _, var clusters) -> clusters;
      case Concern.Everything _, Concern.Nothing _ -> Set.of();
    };
  }

  private static boolean concernsAny(Change change) {
    return switch (change.concern()) {
      case Concern.Things _, Concern.Everything _ -> true;
      case Concern.Nothing _ -> false;
    };
  }

  private static Stream<Set<String>> idsOf(Concern concern) {
    return switch (concern) {
      case Concern.Things(var ids, _, _) -> Stream.of(ids);
      case Concern.Everything _, Concern.Nothing _ -> Stream.empty();
    };
  }

  private static Set<String> union(List<Set<String>> questions) {
    var union = new TreeSet<String>();
    questions.forEach(union::addAll);
    return union;
  }

  /// BadInput when the change happened in another account or region than the clusters' own: those
  /// have a function of their own, and here nobody could judge it.
  public Scope of(Change change) {
    return switch (change.concern()) {
      case Concern.Nothing(var because) -> Scope.nobody(because);
      case Concern.Everything(var because) -> everything(change, because).unread(unread.values());
      case Concern.Things things ->
          change.parts().isEmpty()
              ? named(change, things)
                  .unread(unread(namesOnlyClusters(things) ? things.clusters() : unread.keySet()))
              : touching(change, things.vpcs());
    };
  }

  /// Nobody knows which VPC a cluster stands in that could not be told of: it may be concerned by
  /// whatever does not name its clusters.
  private List<String> unread(Set<String> names) {
    return unread.keySet().stream().filter(names::contains).map(unread::get).toList();
  }

  private Scope touching(Change change, Set<Vpc.Id> named) {
    refuseElsewhere(change);
    return switch (parts.of(change, named, clusters)) {
      case Unread<PartScopes.Touched>(var why) ->
          everything(change, "it cannot be tied to a VPC: " + why).unread(unread.values());
      case Known<PartScopes.Touched>(var touched) ->
          new Scope(
              touched.clusters(),
              touched.scope(),
              List.of(),
              unread(touched.named().isEmpty() ? unread.keySet() : touched.named()),
              because(change, touched));
    };
  }

  private static String because(Change change, PartScopes.Touched touched) {
    if (!touched.gone().isEmpty() && touched.vpcs().isEmpty()) {
      return "no VPC holds %s, and no ledger speaks of it"
          .formatted(String.join(", ", touched.gone()));
    }
    if (touched.vpcs().isEmpty()) {
      return "nothing in any VPC uses " + String.join(", ", new TreeSet<>(change.parts()));
    }
    var vpcs = String.join(", ", sorted(touched.vpcs()));
    return touched.named().isEmpty()
        ? "no IPv6 cluster stands in " + vpcs
        : "no IPv6 cluster named %s stands in %s"
            .formatted(String.join(", ", new TreeSet<>(touched.named())), vpcs);
  }

  private Scope everything(Change change, String because) {
    refuseElsewhere(change);
    return Scope.of(
        clusters,
        List.of(),
        clusters.isEmpty() ? "there is no cluster in the account and region" : because);
  }

  private Scope named(Change change, Concern.Things things) {
    refuseElsewhere(change);
    var gone = gone(change, things);
    if (clusters.isEmpty() && things.clusters().isEmpty()) {
      return Scope.of(List.of(), gone, "there is no cluster in the account and region");
    }
    return switch (vpcsOf(things.ids())) {
      case Unread<Set<Vpc.Id>>(var why) ->
          Scope.of(clusters, gone, "it cannot be tied to a VPC: " + why);
      case Known<Set<Vpc.Id>>(var found) -> within(things, found, gone);
    };
  }

  /// The clusters that a change names and that are not there. An event that does not say where it
  /// happened ends no ledger.
  private List<Cluster.Id> gone(Change change, Concern.Things things) {
    if (change.account().isEmpty() || change.region().isEmpty()) {
      return List.of();
    }
    var there = clusters.stream().map(Cluster::name).collect(Collectors.toSet());
    return things.clusters().stream()
        .filter(name -> !there.contains(name) && !unread.containsKey(name))
        .sorted()
        .map(name -> new Cluster.Id(change.account(), change.region(), name))
        .toList();
  }

  /// Only IPv6 clusters are judged by their network; a cluster that is named is judged for being
  /// none.
  private Scope within(Concern.Things things, Set<Vpc.Id> found, List<Cluster.Id> gone) {
    var all = new LinkedHashSet<>(things.vpcs());
    all.addAll(found);
    var concerned = new ArrayList<Cluster>();
    for (Cluster cluster : clusters) {
      boolean inVpc = cluster.maySpeakIpv6() && all.contains(cluster.vpc());
      if (inVpc || things.clusters().contains(cluster.name())) {
        concerned.add(cluster);
      }
    }
    return Scope.of(concerned, gone, because(things, all));
  }

  private static String because(Concern.Things things, Set<Vpc.Id> vpcs) {
    if (!things.clusters().isEmpty() && vpcs.isEmpty()) {
      return "there is no cluster " + String.join(", ", new TreeSet<>(things.clusters()));
    }
    return vpcs.isEmpty()
        ? "nothing in any VPC uses " + String.join(", ", new TreeSet<>(things.ids()))
        : "no IPv6 cluster stands in " + String.join(", ", sorted(vpcs));
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
    var question = burst.isEmpty() ? ids : burst;
    return vpcs.computeIfAbsent(question, account::vpcsOf);
  }

  private void refuseElsewhere(Change change) {
    for (Cluster cluster : clusters) {
      if (isElsewhere(change.account(), cluster.account())
          || isElsewhere(change.region(), cluster.region())) {
        throw new BadInput(
            "it happened in account %s, region %s; this function judges account %s, region %s"
                .formatted(change.account(), change.region(), cluster.account(), cluster.region()));
      }
    }
  }

  private static boolean isElsewhere(String change, String own) {
    return !change.isEmpty() && !change.equals(own);
  }
}
