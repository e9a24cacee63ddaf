package slash80.alerts;

import java.time.Duration;

/// How long things may take, and stay as they are.
///
/// @param lapse how long a claim stands; longer than any check can take
/// @param reminder how long a severe finding stays open, or a permission missing, before people are
///   told again
public record Cadence(Duration lapse, Duration reminder) {
  public static final Cadence DEFAULTS = ofTimeout(Duration.ofSeconds(120));

  /// A check ends with its function, at its timeout: what stays claimed for twice as long is not
  /// announced any more.
  public static Cadence ofTimeout(Duration timeout) {
    return new Cadence(timeout.multipliedBy(2), Duration.ofHours(24));
  }

  /// The same with another time between reminders.
  public Cadence reminder(Duration reminder) {
    return new Cadence(lapse, reminder);
  }
}
