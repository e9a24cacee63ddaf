package slash80.ledger;

import java.time.Duration;

/// Timings: when a claim expires and how often open findings are repeated.
///
/// @param lapse the time after which a claim expires; longer than any check can take
/// @param reminder the time between two reminders of severe findings and missing permissions
public record Timings(Duration lapse, Duration reminder) {
  public static final Timings DEFAULTS = ofTimeout(Duration.ofMinutes(2));

  /// A check ends with its function, at the function's timeout. Its claim expires after twice that
  /// time, because its check can no longer announce it.
  public static Timings ofTimeout(Duration timeout) {
    return new Timings(timeout.multipliedBy(2), Duration.ofDays(1));
  }

  /// The same timings with another time between reminders.
  public Timings reminder(Duration reminder) {
    return new Timings(lapse, reminder);
  }
}
