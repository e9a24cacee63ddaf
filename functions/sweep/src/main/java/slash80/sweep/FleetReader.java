package slash80.sweep;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import slash80.aws.Fleet;
import slash80.aws.fleet.AccountCopy;
import slash80.aws.fleet.AccountCopy.Listed;
import slash80.aws.fleet.AccountSource;

/// The fleet of each run, with the accounts that are listed now. They are kept for `watch`, and for
/// the runs in which they cannot be listed.
final class FleetReader implements Supplier<Sweep.Known> {
  private final Fleet settings;
  private final AccountSource source;
  private final AccountCopy copy;
  private final InstantSource clock;

  FleetReader(Fleet settings, AccountSource source, AccountCopy copy, InstantSource clock) {
    this.settings = settings;
    this.source = source;
    this.copy = copy;
    this.clock = clock;
  }

  @Override
  public Sweep.Known get() {
    try {
      var accounts = source.accounts();
      copy.write(new Listed(clock.instant(), accounts));
      return new Sweep.Known(settings.with(accounts), Optional.empty());
    } catch (RuntimeException failed) {
      return earlier(failed);
    }
  }

  private Sweep.Known earlier(RuntimeException failed) {
    var why = "the accounts cannot be listed (%s)".formatted(failed.getMessage());
    try {
      return copy.read()
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
