package slash80.sweep;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slash80.aws.AccountRegion;
import slash80.aws.Fleet;
import slash80.aws.Outbox;

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

  /// The fleet of each run.
  interface Fleets {
    /// @param until no call begins or waits after it
    Known known(Instant until);
  }

  /// The queues to which a sweep sends. No call begins or waits after the end that is given.
  interface Outboxes {
    /// The outbox for messages about accounts and regions.
    Outbox sites(int pace, Instant until);

    /// The outbox for messages to `watch`.
    Outbox checks(Instant until);
  }

  /// The result of a run in which everything was asked for.
  ///
  /// @param waiting the messages of earlier runs that were not handled yet
  /// @param remark says so, or why they cannot be counted
  record Requested(int sites, int waiting, Optional<String> remark) {}

  private final Fleets fleets;
  private final Ledgers ledgers;
  private final Outboxes outboxes;
  private final InstantSource clock;

  Sweep(Fleets fleets, Ledgers ledgers, Outboxes outboxes, InstantSource clock) {
    this.fleets = fleets;
    this.ledgers = ledgers;
    this.outboxes = outboxes;
    this.clock = clock;
  }

  /// Asks for every account and region. IllegalStateException says what failed, after all else was
  /// requested: a service that does not answer leaves the others their time.
  ///
  /// @param end no call begins or waits after it
  Requested run(Instant end) {
    var now = clock.instant();
    var late = late(part(0.1, end));
    var known = fleets.known(part(0.6, end));
    var sites = known.fleet().sites();
    var failures = new ArrayList<String>();
    known.trouble().ifPresent(failures::add);
    var outbox = outboxes.sites(Outbox.paceOf(sites.size()), part(0.6, end));
    for (var site : sites) {
      outbox.add(site.toString(), Requests.ofSite(site, isExamined(site, sites.size(), now), now));
    }
    failures.addAll(unsent(outbox.close(), outbox.added()));
    failures.addAll(ask(known, now, end));
    if (!failures.isEmpty()) {
      late.remark().ifPresent(failures::add);
      throw new IllegalStateException(String.join(". ", failures));
    }
    return new Requested(sites.size(), late.waiting(), late.remark());
  }

  private record Late(int waiting, Optional<String> remark) {}

  /// The part of an earlier run that was not handled before this one. Its messages are counted
  /// before others join them.
  private Late late(Instant until) {
    try {
      int waiting = outboxes.sites(1, until).waiting() + outboxes.checks(until).waiting();
      return new Late(
          waiting,
          waiting == 0
              ? Optional.empty()
              : Optional.of(
                  ("the last sweep is not finished: the messages that wait for it are %,d, so"
                       + " clusters are checked less often than every hour. Raise SweepConcurrency:"
                       + " docs/deploying.md has a table")
                      .formatted(waiting)));
    } catch (RuntimeException failed) {
      return new Late(
          0,
          Optional.of(
              "the messages of the last sweep cannot be counted (%s)"
                  .formatted(failed.getMessage())));
    }
  }

  /// The end of a part of the time that is left.
  private Instant part(double share, Instant end) {
    var now = clock.instant();
    return now.plusMillis((long) (Duration.between(now, end).toMillis() * share));
  }

  private static boolean isExamined(AccountRegion site, int sites, Instant now) {
    return sites <= EXAMINED_EVERY_HOUR
        || Math.floorMod(site.toString().hashCode(), HOURS)
            == now.atOffset(ZoneOffset.UTC).getHour();
  }

  /// Asks `watch` for the rest. While the accounts may not be complete, no ledger is closed.
  private List<String> ask(Known known, Instant now, Instant end) {
    var outbox = outboxes.checks(end);
    var failures = new ArrayList<String>();
    try {
      if (known.trouble().isEmpty()) {
        ledgers.until(part(0.6, end)).clusters().stream()
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
                .formatted(refused.size(), all, SiteSweep.some(refused)));
  }
}
