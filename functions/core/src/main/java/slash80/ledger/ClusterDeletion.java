package slash80.ledger;

import java.time.Instant;
import java.util.Arrays;
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

  private ClusterDeletion() {}

  /// The changes that led to the closing of a ledger, with the call that an earlier check knew.
  public static List<ChangeOrigin> led(List<ChangeOrigin> origins, Ledger ledger) {
    var remembered =
        of(origins, ledger.cluster()).isPresent() ? Optional.<ChangeOrigin>empty() : of(ledger);
    return ChangeOrigin.once(Stream.concat(remembered.stream(), origins.stream()));
  }

  /// Who ended the findings of a cluster that is gone. What ended before has the authors that the
  /// check found which did not finish.
  public static Authors authors(Delta delta, List<ChangeOrigin> led, Ledger before) {
    var deletion = of(led, before.cluster()).stream().toList();
    var known = new HashMap<String, List<ChangeOrigin>>();
    for (var resolved : delta.resolved()) {
      known.put(
          resolved.id(),
          resolved.ending() == Delta.Ending.CLUSTER_GONE
              ? deletion
              : delta.origins().stream().filter(origin -> isBehind(origin, resolved)).toList());
    }
    return new Authors(known, true, Optional.empty());
  }

  private static boolean isBehind(ChangeOrigin origin, Delta.Resolved resolved) {
    return origin.effect() instanceof Effect.Weighed(var findings)
        && findings.contains(resolved.id());
  }

  /// The memory with the last of these calls that deletes the cluster.
  static Memory noted(Memory memory, List<ChangeOrigin> origins, String cluster) {
    return of(origins, cluster).map(origin -> memory.and(KEY, text(origin))).orElse(memory);
  }

  /// The memory that a check read, with the call that an earlier check knew.
  static Memory kept(Memory read, Memory before) {
    return Optional.ofNullable(before.parts().get(KEY))
        .map(text -> read.and(KEY, text))
        .orElse(read);
  }

  private static Optional<ChangeOrigin> of(List<ChangeOrigin> origins, String cluster) {
    var step = new ClusterSteps.Deleted(cluster);
    return origins.stream()
        .filter(
            origin -> origin.effect() instanceof Effect.Steps(var steps) && steps.contains(step))
        .reduce((_, last) -> last);
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

  private static Optional<ChangeOrigin> of(Ledger ledger) {
    return Optional.ofNullable(ledger.state().memory().parts().get(KEY))
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
                    new Effect.Steps(List.of(new ClusterSteps.Deleted(ledger.cluster())))));
  }
}
