package slash80.check.share;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// The division of a batch's time among its accounts and regions, some of which have their time
/// beside each other ([Lanes]). Each gets a share of the time that is left when its turn comes, so
/// that what one does not use goes on to the others.
///
/// @param middle the time at which the last first share begins, unless the shares are the shortest
/// @param end the end of the last share
public record TimeShares(InstantSource clock, Instant middle, Instant end) {
  /// A healthy account needs a second or two for the clusters of a batch. An account that needs
  /// more gets its time when all others are done.
  private static final Duration LONGEST = Duration.ofSeconds(15);

  /// A share that suffices for no check would be wasted.
  private static final Duration SHORTEST = Duration.ofSeconds(2);

  /// A healthy account that needs less leaves the memory to the next one.
  private static final Duration HEAD_START = Duration.ofSeconds(1);

  /// The share of the time in which owners of shared VPCs are asked: a quarter.
  private static final int OWNERS = 4;

  /// The division of the time from now on.
  public static TimeShares of(InstantSource clock, Instant end) {
    var now = clock.instant();
    return new TimeShares(clock, now.plus(Duration.between(now, end).dividedBy(2)), end);
  }

  /// The end of the time in which owners of shared VPCs are asked.
  public Instant owners() {
    return after(shorter(LONGEST, until(end).dividedBy(OWNERS)));
  }

  /// The end of the first share of an account and region.
  ///
  /// @param left the accounts and regions that have not had theirs yet
  public Instant first(int left) {
    return after(shorter(LONGEST, part(until(middle), left)));
  }

  /// The end of a second share. It is long enough for an account that answers slowly, and those at
  /// the end of the row may get none.
  public Instant second(int left) {
    return after(longer(LONGEST, part(until(end), left)));
  }

  /// The time after which the next account begins beside the one whose share ends then.
  public Duration headStart(Instant share) {
    return shorter(HEAD_START, until(share).dividedBy(Lanes.NUMBER));
  }

  /// Whether there is time for another share.
  public boolean isTimeLeft() {
    return clock.instant().plus(SHORTEST).isBefore(end);
  }

  private static Duration part(Duration time, int left) {
    return left <= Lanes.NUMBER ? time : time.multipliedBy(Lanes.NUMBER).dividedBy(left);
  }

  private Duration until(Instant time) {
    return longer(Duration.ZERO, Duration.between(clock.instant(), time));
  }

  private Instant after(Duration share) {
    var time = clock.instant().plus(longer(SHORTEST, share));
    return time.isBefore(end) ? time : end;
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
