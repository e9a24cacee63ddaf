package slash80.check.settle;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import slash80.facts.Facts;

/// Waits while the facts do not show yet what a call has just changed: twice in a check. After that
/// the facts are judged as they are, and the message comes again.
public final class ConsistencyWait {
  private static final List<Duration> WAITS = List.of(Duration.ofSeconds(1), Duration.ofSeconds(2));

  private final List<ExpectedState> expected;
  private final Sleeper sleeper;
  private final Deque<Duration> waits;
  private List<ExpectedState> overlooked = List.of();

  /// @param isFresh whether AWS may show the changes a second later; without it, the facts are only
  ///   compared
  public ConsistencyWait(List<ExpectedState> expected, boolean isFresh, Sleeper sleeper) {
    this.waits = new ArrayDeque<>(isFresh ? WAITS : List.of());
    this.expected = List.copyOf(expected);
    this.sleeper = sleeper;
  }

  /// Whether to read the cluster again. If so, it has waited before it returns.
  public boolean shouldReadAgain(Facts facts) {
    overlooked =
        expected.stream().filter(expectation -> expectation.isContradictedBy(facts)).toList();
    if (overlooked.isEmpty() || waits.isEmpty()) {
      return false;
    }
    sleeper.sleep(waits.poll());
    return true;
  }

  /// The expected states that the last facts did not show.
  public List<ExpectedState> overlooked() {
    return overlooked;
  }
}
