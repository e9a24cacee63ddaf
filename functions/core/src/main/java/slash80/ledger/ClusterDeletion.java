package slash80.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.blame.ClusterSteps;
import slash80.blame.Effect;
import slash80.blame.Memory;

/// The call that deletes a cluster. EKS needs minutes for it, and a check finds the cluster gone
/// long after the call, so the memory of the ledger keeps it as lines of text.
public final class ClusterDeletion {
  private static final String KEY = "deletion";
  private static final String LINE = "\n";

  /// The call of EKS that makes a cluster.
  private static final String CREATION = "CreateCluster";

  /// The longest that EKS takes to delete a cluster, with a wide margin: the waiter of AWS's SDKs
  /// gives up after 20 minutes. A cluster that is there later has outlived the call: EKS gave the
  /// deletion up, or another cluster has taken the name.
  private static final Duration LONGEST = Duration.ofHours(1);

  /// The time after which the call is forgotten: twice the longest time between two sweeps
  /// (`SweepHours` in template.yaml).
  private static final Duration REMEMBERED = Duration.ofDays(2);

  private ClusterDeletion() {}

  /// The changes that led to the closing of a ledger, with the call that an earlier check knew, and
  /// with those of checks that did not finish.
  ///
  /// @param closing the end of the ledger
  /// @param origins the events that led to it
  /// @param at the time of the closing
  public static List<ChangeOrigin> led(
      Delta closing, List<ChangeOrigin> origins, Ledger ledger, Instant at) {
    var memory = ledger.state().memory();
    var remembered =
        of(memory, ledger.cluster())
            .filter(call -> !call.at().plus(REMEMBERED).isBefore(at))
            .map(_ -> memory)
            .orElse(Memory.NONE);
    var deletion = first(origins, remembered, ledger);
    return ChangeOrigin.once(
        Stream.of(closing.origins().stream(), origins.stream(), deletion.stream())
            .flatMap(changes -> changes));
  }

  /// Who ended the findings of a cluster that is gone. What ended before has the authors that the
  /// check found which did not finish, and so has what an earlier closing told nobody.
  public static Authors authors(Delta delta, List<ChangeOrigin> led, Ledger before) {
    var deletion = first(led, Memory.NONE, before).stream().toList();
    var known = new HashMap<String, List<ChangeOrigin>>();
    for (var resolved : delta.resolved()) {
      var weighed =
          delta.origins().stream()
              .filter(origin -> isBehind(origin, resolved))
              .map(origin -> again(origin, led))
              .toList();
      boolean isByDeletion = weighed.isEmpty() && resolved.ending() == Delta.Ending.CLUSTER_GONE;
      known.put(resolved.id(), isByDeletion ? deletion : weighed);
    }
    return new Authors(known, true, Optional.empty());
  }

  /// The change as it is among those that led to the closing: its event may have come again.
  private static ChangeOrigin again(ChangeOrigin weighed, List<ChangeOrigin> led) {
    return led.stream()
        .filter(origin -> origin.with(weighed.effect()).equals(weighed))
        .findFirst()
        .orElse(weighed);
  }

  private static boolean isBehind(ChangeOrigin origin, Delta.Resolved resolved) {
    return origin.effect() instanceof Effect.Weighed(var findings)
        && findings.contains(resolved.id());
  }

  /// The memory with the first call that deletes the cluster, and without one that the cluster has
  /// outlived.
  static Memory noted(Memory memory, List<ChangeOrigin> origins, Ledger ledger) {
    return first(origins, memory, ledger)
        .map(call -> memory.and(KEY, text(call)))
        .orElseGet(() -> memory.without(KEY));
  }

  /// The memory that a check read, with the call that an earlier check knew.
  static Memory kept(Memory read, Memory before) {
    return Optional.ofNullable(before.parts().get(KEY))
        .map(text -> read.and(KEY, text))
        .orElse(read);
  }

  /// The memory before a check without a call that the cluster has outlived.
  ///
  /// @param at when the check found the cluster there
  static Memory standing(Memory memory, String cluster, Instant at) {
    return of(memory, cluster).filter(call -> isOutlived(call, at)).isPresent()
        ? memory.without(KEY)
        : memory;
  }

  private static boolean isOutlived(ChangeOrigin call, Instant seen) {
    return call.at().plus(LONGEST).isBefore(seen);
  }

  /// Whether a call may have ended the cluster: no check found it there long after the call, and it
  /// was not made again.
  private static boolean isBehind(ChangeOrigin call, List<ChangeOrigin> origins, Instant seen) {
    return !isOutlived(call, seen)
        && origins.stream()
            .filter(origin -> origin.what().equals(CREATION))
            .filter(origin -> !(origin.effect() instanceof Effect.None))
            .allMatch(creation -> creation.at().isBefore(call.at()));
  }

  /// The first call that deletes the cluster: it is not documented whether EKS accepts further ones
  /// while it does so. Events come in any order.
  private static Optional<ChangeOrigin> first(
      List<ChangeOrigin> origins, Memory memory, Ledger ledger) {
    var step = new ClusterSteps.Deleted(ledger.cluster());
    return Stream.concat(origins.stream(), of(memory, ledger.cluster()).stream())
        .filter(
            origin -> origin.effect() instanceof Effect.Steps(var steps) && steps.contains(step))
        .filter(call -> isBehind(call, origins, ledger.readingBegan()))
        .min(Comparator.comparing(ChangeOrigin::at));
  }

  private static String text(ChangeOrigin origin) {
    var call = origin.call();
    return Stream.of(
            origin.what(),
            origin.who(),
            origin.at().toString(),
            call.event(),
            call.address(),
            call.agent())
        .map(field -> field.replaceAll("\\R", " "))
        .collect(Collectors.joining(LINE));
  }

  private static Optional<ChangeOrigin> of(Memory memory, String cluster) {
    return Optional.ofNullable(memory.parts().get(KEY))
        .map(text -> Arrays.asList(text.split(LINE, -1)))
        .filter(lines -> lines.size() == 6)
        .map(
            lines ->
                new ChangeOrigin(
                    lines.get(0),
                    lines.get(1),
                    Instant.parse(lines.get(2)),
                    Set.of(),
                    0,
                    new CallRecord(lines.get(3), lines.get(4), lines.get(5)),
                    new Effect.Steps(List.of(new ClusterSteps.Deleted(cluster)))));
  }
}
