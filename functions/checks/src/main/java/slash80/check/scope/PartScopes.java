package slash80.check.scope;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import slash80.aws.Account;
import slash80.aws.Whereabouts;
import slash80.check.Check;
import slash80.check.event.Change;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.Instance;
import slash80.facts.NetworkInterface;
import slash80.facts.Scope;
import slash80.facts.Vpc;

/// What of which clusters the changes of one batch touch that touch instances, interfaces and
/// groups only. Where those stand is asked once for all of them.
public final class PartScopes {

  /// EC2 may not know yet what an event speaks of
  /// (https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html): what is missing
  /// is asked for again, as long as its event is young.
  private static final List<Duration> PATIENCE =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

  public static final Duration YOUNG = Duration.ofMinutes(1);

  /// In the words of events that end things.
  private static final String ENDING = ".*(Terminat|shutting-down|Delete|terminated).*";

  /// Waits for a while.
  public interface Pause {
    void last(Duration time);
  }

  private final Account account;
  private final Ledgers ledgers;
  private final InstantSource clock;
  private final Pause pause;
  private final Fact<Map<String, Whereabouts>> found;

  /// @param began what was seen by then is not asked again
  public PartScopes(Check.Tools tools, Collection<Change> changes, Instant began, Pause pause) {
    this.account = tools.account();
    this.ledgers = new Ledgers(tools.store());
    this.clock = tools.clock();
    this.pause = pause;
    var ids = new TreeSet<String>();
    changes.forEach(change -> ids.addAll(change.parts()));
    this.found = ids.isEmpty() ? Fact.known(Map.of()) : withLate(began, ids, fresh(changes, began));
  }

  private Fact<Map<String, Whereabouts>> withLate(
      Instant began, Set<String> ids, Set<String> fresh) {
    var all = account.placesOf(ids, began);
    for (var wait : PATIENCE) {
      var missing = missing(all, fresh);
      if (missing.isEmpty()) {
        return all;
      }
      pause.last(wait);
      var late = account.placesOf(missing, clock.instant());
      all = all.flatMap(seen -> late.map(more -> union(seen, more)));
    }
    return all;
  }

  private static Set<String> missing(Fact<Map<String, Whereabouts>> seen, Set<String> wanted) {
    var missing = new TreeSet<>(wanted);
    missing.removeAll(seen.map(Map::keySet).asKnown().orElse(wanted));
    return missing;
  }

  private static Map<String, Whereabouts> union(
      Map<String, Whereabouts> some, Map<String, Whereabouts> more) {
    var union = new HashMap<>(some);
    union.putAll(more);
    return union;
  }

  private static Set<String> fresh(Collection<Change> changes, Instant began) {
    var fresh = new TreeSet<String>();
    changes.stream()
        .filter(change -> change.origin().at().isAfter(began.minus(YOUNG)))
        .filter(change -> !change.origin().what().matches(ENDING))
        .forEach(change -> fresh.addAll(change.parts()));
    return fresh;
  }

  /// The clusters that these changes may touch, as they were at `since` or later. What is gone
  /// without a word of its VPC or its cluster may have been of any.
  public Account.Listing listing(Collection<Change> changes, Instant since) {
    return switch (found) {
      case Unread<Map<String, Whereabouts>> _ -> account.listing(since);
      case Known<Map<String, Whereabouts>>(var places) -> {
        var near = new ArrayList<Whereabouts>();
        for (var change : changes) {
          for (var id : change.parts()) {
            near.add(
                Optional.ofNullable(places.get(id))
                    .filter(PartScopes::saysWhere)
                    .orElse(nowhere(change)));
          }
        }
        yield near.stream().allMatch(PartScopes::saysWhere)
            ? account.listingAt(near, since)
            : account.listing(since);
      }
    };
  }

  /// Where what is gone was, as its change says it.
  private static Whereabouts nowhere(Change change) {
    return new Whereabouts(named(change.concern()), Scope.whole(), Set.of());
  }

  private static boolean saysWhere(Whereabouts place) {
    return !place.vpcs().isEmpty() || !place.clusters().isEmpty();
  }

  private static Set<Vpc.Id> named(Change.Concern concern) {
    return switch (concern) {
      case Change.Concern.Things(_, var vpcs, _) -> vpcs;
      case Change.Concern.Everything _, Change.Concern.Nothing _ -> Set.of();
    };
  }

  /// Which clusters, and how much of them.
  ///
  /// @param vpcs that the things stand in
  /// @param named the clusters that they are of, where each says so; empty where one does not
  /// @param gone the things that AWS knows no VPC of
  public record Touched(
      List<Cluster> clusters, Set<Vpc.Id> vpcs, Set<String> named, Set<String> gone, Scope scope) {}

  /// What a change touches. What is gone stood in the VPCs that the change itself names; where it
  /// names none, as state changes do, it concerns the clusters whose ledgers speak of it. No other
  /// has anything to resolve: what is not there is neither judged nor found wrong. An instance that
  /// AWS does not know yet comes again from the delay queue.
  public Fact<Touched> of(Change change, Set<Vpc.Id> named, List<Cluster> clusters) {
    return switch (found) {
      case Unread<Map<String, Whereabouts>>(var why) -> Fact.unread(why);
      case Known<Map<String, Whereabouts>>(var places) ->
          Fact.known(touched(change.parts(), places, named, clusters));
    };
  }

  private Touched touched(
      Set<String> ids, Map<String, Whereabouts> places, Set<Vpc.Id> named, List<Cluster> clusters) {
    var there = new ArrayList<Whereabouts>();
    var gone = new TreeSet<String>();
    var scopes = new ArrayList<Scope>();
    for (var id : new TreeSet<>(ids)) {
      var place = Optional.ofNullable(places.get(id)).filter(at -> !at.vpcs().isEmpty());
      place.ifPresent(there::add);
      place.map(Whereabouts::scope).or(() -> ofGone(id)).ifPresent(scopes::add);
      if (place.isEmpty()) {
        gone.add(id);
      }
    }
    if (!gone.isEmpty()) {
      there.add(new Whereabouts(named, Scope.whole(), Set.of()));
    }
    var concerned =
        clusters.stream()
            .filter(Cluster::maySpeakIpv6)
            .filter(
                one ->
                    there.stream().anyMatch(place -> place.mayBeOf(one))
                        || isKnownTo(one, gone, named))
            .toList();
    return new Touched(
        concerned,
        union(there, Whereabouts::vpcs),
        there.stream().anyMatch(place -> place.clusters().isEmpty())
            ? Set.of()
            : union(there, Whereabouts::clusters),
        gone,
        scopes.stream().reduce(Scope::and).orElse(new Scope.Part(Set.of(), Set.of(), Set.of())));
  }

  private static <T> Set<T> union(List<Whereabouts> places, Function<Whereabouts, Set<T>> some) {
    var union = new LinkedHashSet<T>();
    places.forEach(place -> union.addAll(some.apply(place)));
    return union;
  }

  private boolean isKnownTo(Cluster cluster, Set<String> gone, Set<Vpc.Id> named) {
    return !gone.isEmpty() && named.isEmpty() && ledgers.maySpeakOf(gone, cluster);
  }

  /// A group that is gone guards nothing any more.
  private static Optional<Scope> ofGone(String id) {
    if (id.startsWith("i-")) {
      return Optional.of(Scope.of(new Instance.Id(id)));
    }
    return id.startsWith("eni-")
        ? Optional.of(Scope.of(new NetworkInterface.Id(id)))
        : Optional.empty();
  }
}
