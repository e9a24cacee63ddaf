package slash80.aws;

import java.time.Duration;
import java.time.Instant;

/// The times at which the parts of an invocation end, so that every message gets its answer before
/// Lambda ends the function.
///
/// @param reads no account is read after it
/// @param all no call to AWS begins or waits after it
public record Deadlines(Instant reads, Instant all) {
  /// The time for what follows the last read, such as the ledger and the alert, and for an answer
  /// that stalls.
  private static final Duration SPARE = Duration.ofSeconds(30);

  public static final Deadlines NONE = new Deadlines(Instant.MAX, Instant.MAX);

  /// @param left until Lambda ends the function
  public static Deadlines of(Instant now, Duration left) {
    var quarter = left.dividedBy(4);
    var spare = quarter.compareTo(SPARE) < 0 ? quarter : SPARE;
    var reads = now.plus(left.minus(spare));
    return new Deadlines(reads, reads.plus(spare.dividedBy(2)));
  }
}
