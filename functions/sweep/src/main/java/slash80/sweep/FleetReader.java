package slash80.sweep;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import slash80.aws.Fleet;
import slash80.aws.fleet.AccountCopy.Listed;

/// The fleet of each run, with the accounts that are listed now. They are kept for `watch`, and for
/// the runs in which they cannot be listed.
final class FleetReader implements Sweep.Fleets {
  /// The place that lists the accounts, and the copy of its list.
  interface Lists {
    /// @param until no call begins or waits after it
    Set<String> accounts(Instant until);

    /// @param until no call begins or waits after it
    Optional<Listed> earlier(Instant until);

    /// @param until no call begins or waits after it
    void keep(Listed listed, Instant until);
  }

  private final Fleet settings;
  private final Lists lists;
  private final InstantSource clock;

  FleetReader(Fleet settings, Lists lists, InstantSource clock) {
    this.settings = settings;
    this.lists = lists;
    this.clock = clock;
  }

  /// A list that does not come leaves time for the copy of the last one.
  @Override
  public Sweep.Known known(Instant until) {
    var now = clock.instant();
    Set<String> accounts;
    try {
      accounts = lists.accounts(now.plus(Duration.between(now, until).dividedBy(2)));
    } catch (RuntimeException failed) {
      return earlier(failed, until);
    }
    return new Sweep.Known(settings.with(accounts), kept(accounts, until));
  }

  /// The reason why the accounts cannot be kept for `watch`.
  private Optional<String> kept(Set<String> accounts, Instant until) {
    try {
      lists.keep(new Listed(clock.instant(), accounts), until);
      return Optional.empty();
    } catch (RuntimeException failed) {
      return Optional.of("the list of accounts cannot be kept (%s)".formatted(failed.getMessage()));
    }
  }

  private Sweep.Known earlier(RuntimeException failed, Instant until) {
    var why = "the accounts cannot be listed (%s)".formatted(failed.getMessage());
    try {
      return lists
          .earlier(until)
          .map(
              listed ->
                  new Sweep.Known(
                      settings.with(listed.accounts()),
                      Optional.of(why + ", those of %s are swept".formatted(listed.at()))))
          .orElseGet(() -> new Sweep.Known(settings, Optional.of(why)));
    } catch (RuntimeException alsoFailed) {
      failed.addSuppressed(alsoFailed);
      return new Sweep.Known(settings, Optional.of(why));
    }
  }
}
