package slash80.aws.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import slash80.aws.AccountRegion;
import slash80.aws.Fleet;
import slash80.aws.ReadInterrupted;
import slash80.aws.fleet.AccountCopy.Listed;

/// The fleet as it is now: the accounts of the settings, and those of the copy of the list, which
/// is read again after some minutes.
public final class CurrentFleet {
  private static final Duration AGE = Duration.ofMinutes(5);

  /// A list is read again for an account that it lacks, but not for each of a thousand events.
  private static final Duration YOUNG = Duration.ofMinutes(1);

  private final Fleet settings;
  private final Supplier<Optional<Listed>> copy;
  private final InstantSource clock;
  private Instant readAt = Instant.MIN;
  private Optional<Listed> listed = Optional.empty();
  private final boolean isListed;

  private CurrentFleet(
      Fleet settings, Supplier<Optional<Listed>> copy, InstantSource clock, boolean isListed) {
    this.settings = settings;
    this.copy = copy;
    this.clock = clock;
    this.isListed = isListed;
  }

  /// The fleet of the settings alone.
  public static CurrentFleet of(Fleet settings) {
    return new CurrentFleet(settings, Optional::empty, InstantSource.system(), false);
  }

  /// A fleet whose accounts are listed elsewhere.
  public static CurrentFleet listed(
      Fleet settings, Supplier<Optional<Listed>> copy, InstantSource clock) {
    return new CurrentFleet(settings, copy, clock, true);
  }

  public Fleet now() {
    return notOlderThan(AGE);
  }

  /// The fleet, read again if it does not check this site. Throws [ReadInterrupted] while nobody
  /// knows whether the site belongs to it.
  public Fleet lookingFor(AccountRegion site) {
    var fleet = now();
    if (fleet.checks(site) || !isListed) {
      return fleet;
    }
    var again = notOlderThan(YOUNG);
    if (listed.isEmpty() && !again.checks(site)) {
      throw new ReadInterrupted("the list of accounts is not known before the first sweep");
    }
    return again;
  }

  private synchronized Fleet notOlderThan(Duration age) {
    if (!isListed) {
      return settings;
    }
    var now = clock.instant();
    if (readAt.equals(Instant.MIN) || !now.isBefore(readAt.plus(age))) {
      listed = copy.get();
      readAt = now;
    }
    return listed.map(list -> settings.with(list.accounts())).orElse(settings);
  }
}
