package slash80.check.scope;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import slash80.aws.Account;
import slash80.aws.Placement;
import slash80.check.event.Change;
import slash80.check.settle.Sleeper;
import slash80.facts.Fact;

/// Looks up the VPCs and clusters of the instances, interfaces and security groups that a batch
/// touches, in one query for all of them. Waits and asks again for resources that EC2 does not know
/// yet (https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html).
public final class PlacementLookup {
  /// The age up to which AWS may not show yet what an event reports.
  public static final Duration YOUNG = Duration.ofMinutes(1);

  private static final List<Duration> WAITS =
      List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4));

  /// Found in the names of events about the end of a resource.
  private static final String ENDING = ".*(Terminat|shutting-down|Delete|terminated).*";

  private final Account account;
  private final InstantSource clock;
  private final Sleeper sleeper;

  public PlacementLookup(Account account, InstantSource clock, Sleeper sleeper) {
    this.account = account;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /// The placement of each resource that AWS knows, by its id.
  ///
  /// @param began answers of AWS from this moment on are new enough
  Fact<Map<String, Placement>> find(Collection<Change> changes, Instant began) {
    var ids = new TreeSet<String>();
    changes.forEach(change -> ids.addAll(change.narrowTo()));
    return ids.isEmpty() ? Fact.known(Map.of()) : find(ids, fresh(changes, began), began);
  }

  private Fact<Map<String, Placement>> find(Set<String> ids, Set<String> fresh, Instant began) {
    var found = account.placements(ids, began);
    for (var wait : WAITS) {
      var missing = missing(found, fresh);
      if (missing.isEmpty()) {
        return found;
      }
      sleeper.sleep(wait);
      var late = account.placements(missing, clock.instant());
      found = found.flatMap(places -> late.map(more -> union(places, more)));
    }
    return found;
  }

  /// The resources that must exist by now, because a young event reports them.
  private static Set<String> fresh(Collection<Change> changes, Instant began) {
    var fresh = new TreeSet<String>();
    changes.stream()
        .filter(change -> change.origin().at().isAfter(began.minus(YOUNG)))
        .filter(change -> !change.origin().what().matches(ENDING))
        .forEach(change -> fresh.addAll(change.narrowTo()));
    return fresh;
  }

  private static Set<String> missing(Fact<Map<String, Placement>> found, Set<String> wanted) {
    var missing = new TreeSet<>(wanted);
    missing.removeAll(found.map(Map::keySet).asKnown().orElse(wanted));
    return missing;
  }

  private static Map<String, Placement> union(
      Map<String, Placement> places, Map<String, Placement> more) {
    var union = new HashMap<>(places);
    union.putAll(more);
    return union;
  }
}
