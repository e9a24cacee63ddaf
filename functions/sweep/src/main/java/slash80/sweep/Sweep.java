package slash80.sweep;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import slash80.aws.AccountRegion;
import slash80.aws.Fleet;
import slash80.aws.Outbox;
import slash80.aws.ledger.LedgerStore;

/// The hourly beginning: one message for each account and region, which [SiteSweep] handles. So no
/// account waits for another, however many there are. A check is also requested for each ledger
/// whose account or region is no longer checked, so that the ledger is closed.
final class Sweep {
  /// Up to so many accounts and regions are examined every hour, and more once a day.
  private static final int EXAMINED_EVERY_HOUR = 100;

  private static final int HOURS = 24;

  /// The fleet of one run.
  ///
  /// @param trouble why the accounts may not be complete
  record Known(Fleet fleet, Optional<String> trouble) {}

  private final Supplier<Known> fleets;
  private final LedgerStore store;
  private final Outboxes outboxes;
  private final InstantSource clock;

  /// The queues to which a sweep sends.
  interface Outboxes {
    /// The outbox for messages about accounts and regions.
    Outbox sites(int pace);

    /// The outbox for messages to `watch`.
    Outbox checks();
  }

  Sweep(Supplier<Known> fleets, LedgerStore store, Outboxes outboxes, InstantSource clock) {
    this.fleets = fleets;
    this.store = store;
    this.outboxes = outboxes;
    this.clock = clock;
  }

  /// The number of accounts and regions that were asked for. IllegalStateException says what
  /// failed, after all else was requested.
  int run() {
    var known = fleets.get();
    var sites = known.fleet().sites();
    var failures = new ArrayList<String>();
    known.trouble().ifPresent(failures::add);
    var now = clock.instant();
    var outbox = outboxes.sites(Outbox.paceOf(sites.size()));
    for (var site : sites) {
      outbox.add(site.toString(), Requests.ofSite(site, isExamined(site, sites.size(), now), now));
    }
    failures.addAll(unsent(outbox.close(), outbox.added()));
    failures.addAll(ask(known, now));
    if (!failures.isEmpty()) {
      throw new IllegalStateException(String.join(". ", failures));
    }
    return sites.size();
  }

  private static boolean isExamined(AccountRegion site, int sites, Instant now) {
    return sites <= EXAMINED_EVERY_HOUR
        || Math.floorMod(site.toString().hashCode(), HOURS)
            == now.atOffset(ZoneOffset.UTC).getHour();
  }

  /// Asks `watch` for the rest. While the accounts may not be complete, no ledger is closed.
  private List<String> ask(Known known, Instant now) {
    var outbox = outboxes.checks();
    var failures = new ArrayList<String>();
    try {
      if (known.trouble().isEmpty()) {
        store.clusters().stream()
            .filter(
                cluster ->
                    !known.fleet().checks(new AccountRegion(cluster.account(), cluster.region())))
            .forEach(
                cluster ->
                    outbox.add(AccountRegion.arnOf(cluster), Requests.ofCluster(cluster, now)));
      }
    } catch (RuntimeException refused) {
      failures.add("the ledgers cannot be listed: " + refused.getMessage());
    }
    var home = known.fleet().home();
    outbox.addLast("the review", Requests.ofReview(home, now));
    failures.addAll(unsent(outbox.close(), outbox.added()));
    return failures;
  }

  private static List<String> unsent(List<String> refused, int all) {
    return refused.isEmpty()
        ? List.of()
        : List.of(
            "%d of %d messages are not sent: %s"
                .formatted(refused.size(), all, String.join("; ", refused)));
  }
}
