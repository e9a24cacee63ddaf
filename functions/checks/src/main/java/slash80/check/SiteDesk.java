package slash80.check;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import slash80.alerts.Alert;
import slash80.alerts.SiteAlert;
import slash80.alerts.TestAlert;
import slash80.aws.Account;
import slash80.aws.AccountRegion;
import slash80.aws.BadInput;
import slash80.aws.Fleet;
import slash80.aws.ledger.LedgerStore.Conflict;
import slash80.aws.ledger.SiteBook;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.Vpc;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.SharedVpc;
import slash80.ledger.SiteLedger;
import slash80.ledger.SiteTrouble.Kind;

/// Writes down which accounts and regions cannot be checked, and tells people about them once a
/// day. It also closes the ledgers of those that are no longer checked, and keeps which accounts
/// share VPCs with the clusters of others.
public final class SiteDesk {
  /// The name in the places of long digests that are about no cluster.
  private static final String NO_CLUSTER = "accounts-and-regions";

  /// The time for which it remembers which VPCs are shared: events may come every second.
  private static final Duration KNOWN = Duration.ofMinutes(5);

  private final SiteBook book;
  private final Supplier<Services> services;
  private final InstantSource clock;
  private SiteLedger known = SiteLedger.empty();
  private Optional<Instant> readAt = Optional.empty();

  /// @param services the services without the account of a site
  public SiteDesk(SiteBook book, Supplier<Services> services, InstantSource clock) {
    this.book = book;
    this.services = services;
    this.clock = clock;
  }

  /// A site whose messages could not be handled.
  record Notice(AccountRegion site, Kind kind, String because) {}

  /// Writes down all notices of a batch at once.
  void write(Collection<Notice> notices) {
    if (notices.isEmpty()) {
      return;
    }
    var now = clock.instant();
    book.change(
        before -> {
          var after = before;
          for (var notice : notices) {
            after = after.noticed(notice.site().site(), notice.kind(), notice.because(), now);
          }
          return after;
        });
  }

  /// The shared VPCs that checks of clusters saw, as they were some minutes ago.
  synchronized List<SharedVpc> shared() {
    var now = clock.instant();
    if (readAt.filter(at -> at.plus(KNOWN).isAfter(now)).isEmpty()) {
      known = book.read().ledger();
      readAt = Optional.of(now);
    }
    return known.shared().stream().filter(vpc -> vpc.isCurrent(now)).toList();
  }

  /// Whether it is written down already that a VPC is shared.
  synchronized boolean knows(SharedVpc vpc) {
    return known.knows(vpc);
  }

  /// Writes down the shared VPCs that the checks of a batch saw, where that is news.
  synchronized void share(Collection<SharedVpc> seen) {
    if (seen.stream().allMatch(known::knows)) {
      return;
    }
    book.change(
        before -> {
          var after = before;
          for (var vpc : seen) {
            after = after.seen(vpc);
          }
          known = after;
          return after;
        });
  }

  /// Tells people what they have to know now. The alert is published before it is written down: a
  /// crash in between repeats it.
  Optional<Alert> review(Fleet fleet) throws Conflict {
    var now = clock.instant();
    var stored = book.read();
    var opened = services.get();
    var review =
        stored
            .ledger()
            .review(
                site -> fleet.checks(new AccountRegion(site.account(), site.region())),
                now,
                opened.timings().reminder());
    Optional<Alert> alert = Optional.empty();
    if (!review.isEmpty() && Audience.of(opened.publisher()).isMissing()) {
      return alert; // it is news again for the next review
    }
    if (!review.isEmpty()) {
      alert = Optional.of(SiteAlert.of(review, now));
      opened
          .publisher()
          .publish(
              new Cluster.Id(fleet.home().account(), fleet.home().region(), NO_CLUSTER),
              alert.get());
    }
    if (!review.after().equals(stored.ledger())) {
      book.replace(stored, review.after());
    }
    return alert;
  }

  /// Publishes the alert of a test, whoever hears it.
  Alert test(String mark, Fleet fleet) {
    var home = fleet.home();
    var alert = TestAlert.of(mark, home.account(), home.region(), clock.instant());
    services
        .get()
        .publisher()
        .publish(new Cluster.Id(home.account(), home.region(), NO_CLUSTER), alert);
    return alert;
  }

  /// Closes the ledger of a cluster whose account or region is no longer checked.
  CheckReport leave(Cluster.Id cluster, List<ChangeOrigin> origins) {
    var opened = services.get();
    var removal = ClusterRemoval.ofLeft(opened, cluster, origins);
    return CheckReport.run(
        opened.account(),
        "closed the ledger of %s, which is no longer checked".formatted(cluster.name()),
        removal::run,
        removal::published);
  }

  /// The account of a site that must not be read: it has no clusters.
  public static final class NoAccount implements Account {
    @Override
    public List<Cluster> clusters() {
      return List.of();
    }

    @Override
    public Facts read(Cluster cluster, Instant at) {
      throw new BadInput("cluster %s is no longer checked".formatted(cluster.name()));
    }

    @Override
    public Fact<Set<Vpc.Id>> vpcsOf(Collection<String> ids) {
      return Fact.unread("the account is not checked");
    }
  }
}
