package slash80.sweep;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import slash80.aws.Account;
import slash80.aws.AccountRegion;
import slash80.aws.AwsClients;
import slash80.aws.BadInput;
import slash80.aws.CallCounts;
import slash80.aws.CallDeadline;
import slash80.aws.Fleet;
import slash80.aws.Outbox;
import slash80.aws.fleet.AccountCopy;
import slash80.aws.fleet.AccountCopy.Listed;
import slash80.aws.fleet.AccountSource;
import slash80.aws.ledger.LedgerStore;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.ledger.MemorySiteBook;
import slash80.aws.ledger.S3LedgerStore;
import slash80.aws.ledger.S3SiteBook;
import slash80.aws.ledger.SiteBook;
import slash80.aws.live.EventRoute;
import slash80.aws.live.Examination;
import slash80.aws.live.FleetAccounts;
import slash80.aws.snapshot.Snapshot;

/// The parts of a sweep, built from environment variables. They are made once and kept between
/// calls of the function. Each service has a deadline of its own, so that one that does not answer
/// leaves the others their time.
final class SweepParts {
  private final Function<String, Optional<String>> environment;
  private final String region;
  private final CallDeadline listing = new CallDeadline(InstantSource.system());
  private final CallDeadline storing = new CallDeadline(InstantSource.system());
  private final CallDeadline sending = new CallDeadline(InstantSource.system());
  private final BiFunction<String, Integer, Outbox> outboxes;
  private final AwsClients storage;
  private final LedgerStore store;
  private final SiteBook book;
  private final Sweep.Fleets fleets;
  private final SiteSweep.Sites sites;
  private final Map<Account, CallCounts> asked = new LinkedHashMap<>();

  private SweepParts(Function<String, Optional<String>> environment) {
    this.environment = environment;
    this.region = needed("AWS_REGION", "expected the region to judge, such as us-east-2");
    var sqs = AwsClients.in(region).within(sending).sqs();
    this.outboxes = (queue, pace) -> new Outbox(sqs, queue, pace);
    this.storage = AwsClients.in(region).within(storing);
    var bucket = variable("SLASH80_LEDGER_BUCKET");
    // without a bucket there are no ledgers that a sweep could find
    this.store =
        bucket
            .<LedgerStore>map(name -> new S3LedgerStore(storage.s3(), name))
            .orElseGet(MemoryLedgerStore::new);
    this.book =
        bucket
            .<SiteBook>map(name -> new S3SiteBook(storage.s3(), name))
            .orElseGet(MemorySiteBook::new);
    var snapshot = variable("SLASH80_SNAPSHOT").map(Path::of).map(Snapshot::open);
    this.fleets = snapshot.map(this::fleets).orElseGet(this::fleets);
    this.sites = snapshot.map(SweepParts::sites).orElseGet(this::sites);
  }

  static SweepParts of(Function<String, Optional<String>> environment) {
    return new SweepParts(environment);
  }

  Sweep sweep() {
    var sitesQueue =
        needed("SLASH80_SITES_QUEUE_URL", "expected the URL of the queue that sweep reads");
    return new Sweep(
        fleets,
        this::ledgers,
        new Sweep.Outboxes() {
          @Override
          public Outbox sites(int pace, Instant until) {
            sending.set(until);
            return outboxes.apply(sitesQueue, pace);
          }

          @Override
          public Outbox checks(Instant until) {
            return SweepParts.this.checks(until);
          }
        },
        Clock.systemUTC());
  }

  /// @param log takes a sentence for each account and region
  SiteBatch batch(Consumer<String> log) {
    var sweep = new SiteSweep(sites, this::ledgers, this::checks, Clock.systemUTC());
    return new SiteBatch(sweep, this::book, Clock.systemUTC(), log);
  }

  /// The calls to accounts since this was last asked.
  CallCounts takeReads() {
    var all = CallCounts.none();
    for (var entry : Set.copyOf(asked.keySet())) {
      var now = entry.callCounts();
      all = all.and(now.since(asked.getOrDefault(entry, CallCounts.none())));
    }
    asked.clear();
    return all;
  }

  private Outbox checks(Instant until) {
    sending.set(until);
    return outboxes.apply(
        needed("SLASH80_QUEUE_URL", "expected the URL of the queue that watch reads"), 1);
  }

  private LedgerStore ledgers(Instant until) {
    storing.set(until);
    return store;
  }

  private SiteBook book(Instant until) {
    storing.set(until);
    return book;
  }

  // ---- A snapshot: for tests ----

  private Sweep.Fleets fleets(Snapshot snapshot) {
    var home =
        snapshot.clusters().stream()
            .map(cluster -> new AccountRegion(cluster.account(), cluster.region()))
            .findFirst()
            .orElseThrow(() -> new BadInput("the snapshot has no cluster"));
    return _ -> new Sweep.Known(Fleet.only(home), Optional.empty());
  }

  private static SiteSweep.Sites sites(Snapshot snapshot) {
    return new SiteSweep.Sites() {
      @Override
      public Account open(AccountRegion site, Instant until) {
        return snapshot;
      }

      @Override
      public Examination examine(AccountRegion site, Instant until) {
        return Examination.none();
      }
    };
  }

  // ---- Live accounts ----

  private Sweep.Fleets fleets() {
    var fleet = fleet();
    var list = variable("SLASH80_ACCOUNT_LIST");
    if (list.isEmpty()) {
      return _ -> new Sweep.Known(fleet, Optional.empty());
    }
    var bucket = needed("SLASH80_LEDGER_BUCKET", "expected the bucket of the ledgers");
    var source = AccountSource.of(list.get(), AwsClients.in(region).within(listing));
    var copy = new AccountCopy(storage.s3(), bucket);
    return new FleetReader(
        fleet,
        new FleetReader.Lists() {
          @Override
          public Set<String> accounts(Instant until) {
            listing.set(until);
            return source.accounts();
          }

          @Override
          public Optional<Listed> earlier(Instant until) {
            storing.set(until);
            return copy.read();
          }

          @Override
          public void keep(Listed listed, Instant until) {
            storing.set(until);
            copy.write(listed);
          }
        },
        Clock.systemUTC());
  }

  private Fleet fleet() {
    needed("SLASH80_ACCOUNT", "expected the account that this function runs in");
    return Fleet.of(region, this::variable);
  }

  private SiteSweep.Sites sites() {
    var fleet = fleet();
    var rules = rules();
    var accounts = FleetAccounts.live(fleet);
    return new SiteSweep.Sites() {
      @Override
      public Account open(AccountRegion site, Instant until) {
        var account = accounts.of(site, until);
        account.until(until);
        asked.putIfAbsent(account, account.callCounts());
        return account;
      }

      @Override
      public Examination examine(AccountRegion site, Instant until) {
        return accounts.examine(site, route(fleet, site, rules), until);
      }
    };
  }

  /// The rules of the hub's own region send to the queue, all others to the event bus. Both have
  /// the same names.
  private Optional<EventRoute> route(Fleet fleet, AccountRegion site, Set<String> rules) {
    return variable(site.equals(fleet.home()) ? "SLASH80_CHANGES_ARN" : "SLASH80_BUS_ARN")
        .map(target -> new EventRoute(target, rules));
  }

  private Set<String> rules() {
    return Pattern.compile("[\\s,]+")
        .splitAsStream(variable("SLASH80_RULES").orElse(""))
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
  }

  private String needed(String name, String expected) {
    return variable(name).orElseThrow(() -> new BadInput(name + " is not set: " + expected));
  }

  private Optional<String> variable(String name) {
    return environment.apply(name).filter(value -> !value.isBlank());
  }
}
