package slash80.check.settle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import slash80.check.event.Expectation;
import slash80.check.scope.PartScopes.Pause;
import slash80.facts.Facts;

/// Looks again, after a while, while AWS does not show what has just happened: twice a check, then
/// what it shows is judged.
public final class Patience {
  private final List<Expectation> expected;
  private final Pause pause;
  private final Deque<Duration> waits =
      new ArrayDeque<>(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)));
  private List<Expectation> overlooked = List.of();

  public Patience(List<Expectation> expected, Pause pause) {
    this.expected = List.copyOf(expected);
    this.pause = pause;
  }

  /// Whether to look again: then it has waited.
  public boolean isWorthAnotherLook(Facts facts) {
    overlooked = expected.stream().filter(one -> one.isContradictedBy(facts)).toList();
    if (overlooked.isEmpty() || waits.isEmpty()) {
      return false;
    }
    pause.last(waits.poll());
    return true;
  }

  /// What the last look did not show.
  public List<Expectation> overlooked() {
    return overlooked;
  }
}
