package slash80.aws;

import java.time.Duration;
import java.time.Instant;

/// The times at which the parts of an invocation end, so that every message gets its answer before
/// Lambda ends the function.
///
/// @param reads no account is read after it
/// @param all no call to AWS begins or waits after it
public record Deadlines(Instant reads, Instant all) {
  /// The time for what follows the last read, such as the ledger and the alert.
  private static final Duration SPARE = Duration.ofSeconds(30);

  public static final Deadlines NONE = new Deadlines(Instant.MAX, Instant.MAX);

  /// The longest time that Lambda gives a function
  /// (https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html).
  private static final Duration LONGEST = Duration.ofMinutes(15);

  /// @param given the time until Lambda ends the function. Zero or less is the difference to a
  ///   deadline that nobody named, as in Quarkus' stand-in for Lambda: then it is the longest
  public static Deadlines of(Instant now, Duration given) {
    var left = given.isPositive() ? given : LONGEST;
    var quarter = left.dividedBy(4);
    var spare = quarter.compareTo(SPARE) < 0 ? quarter : SPARE;
    var reads = now.plus(left.minus(spare));
    return new Deadlines(reads, reads.plus(spare.dividedBy(2)));
  }
}
