package slash80.check;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The division of a batch's time among its accounts and regions. Each gets a share of the time
/// that is left when its turn comes, so that what one does not use goes on to the others.
record TimeShares(InstantSource clock, Instant end) {
  /// A healthy account needs a second or two for the clusters of a batch. An account that needs
  /// more gets its time when all others are done.
  private static final Duration LONGEST = Duration.ofSeconds(15);

  /// A share that suffices for no check would be wasted.
  private static final Duration SHORTEST = Duration.ofSeconds(2);

  /// The end of the first share of an account and region.
  ///
  /// @param left the accounts and regions that have not had theirs yet
  Instant first(int left) {
    var now = clock.instant();
    var share = Duration.between(now, end).dividedBy(left);
    return earlier(now.plus(longer(SHORTEST, shorter(LONGEST, share))));
  }

  /// The end of a share of all that is left.
  Instant last(int left) {
    var now = clock.instant();
    return earlier(now.plus(longer(SHORTEST, Duration.between(now, end).dividedBy(left))));
  }

  /// Whether there is time for another share.
  boolean isTimeLeft() {
    return clock.instant().plus(SHORTEST).isBefore(end);
  }

  private Instant earlier(Instant time) {
    return time.isBefore(end) ? time : end;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
