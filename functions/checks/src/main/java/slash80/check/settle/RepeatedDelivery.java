package slash80.check.settle;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The deliveries of a message whose change AWS does not show yet. EC2 may answer with an old state
/// for minutes, so the message comes again while its event is young: a minute after its first
/// receive, and four and ten minutes after it. Each delivery counts as a receive. The queue allows
/// eight: five for failures, as for every other message, and these three.
public final class RepeatedDelivery {
  /// The age of an event after which its cluster is checked as AWS shows it.
  public static final Duration AGE = Duration.ofMinutes(10);

  private static final List<Duration> DELAYS =
      List.of(Duration.ofSeconds(60), Duration.ofSeconds(180), Duration.ofSeconds(360));

  private RepeatedDelivery() {}

  /// The time until the next delivery; empty if the message is done.
  ///
  /// @param receives how often the message was received, with this time
  public static Optional<Duration> after(Duration age, int receives) {
    return age.compareTo(AGE) < 0 && receives <= DELAYS.size()
        ? Optional.of(DELAYS.get(Math.max(receives, 1) - 1))
        : Optional.empty();
  }
}
