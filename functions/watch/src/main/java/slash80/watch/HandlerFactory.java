package slash80.watch;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import slash80.aws.Account;
import slash80.aws.AwsClients;
import slash80.aws.CallDeadline;
import slash80.aws.Fleet;
import slash80.aws.alert.AlertTopic;
import slash80.aws.alert.EventBridgeBus;
import slash80.aws.alert.Publisher;
import slash80.aws.fleet.AccountCopy;
import slash80.aws.fleet.CurrentFleet;
import slash80.aws.ledger.FileLedgerStore;
import slash80.aws.ledger.LedgerStore;
import slash80.aws.ledger.MemorySiteBook;
import slash80.aws.ledger.S3LedgerStore;
import slash80.aws.ledger.S3SiteBook;
import slash80.aws.ledger.SiteBook;
import slash80.aws.live.FleetAccounts;
import slash80.aws.policy.PolicyCopy;
import slash80.aws.policy.PolicyParameter;
import slash80.aws.policy.S3PolicyCopy;
import slash80.aws.snapshot.Snapshot;
import slash80.check.AccountRouter;
import slash80.check.BatchHandler;
import slash80.check.MessageBatch;
import slash80.check.Outlets;
import slash80.check.Services;
import slash80.check.SiteDesk;
import slash80.judge.Policy;

/// Builds the message handler that the settings ask for. Clients are made once and kept between
/// calls of the function. They end with it: the clients that read an account earlier than those of
/// the ledger and the topic, so that what was read can still be told.
final class HandlerFactory {
  private final WatchSettings settings;
  private final CallDeadline reading = new CallDeadline(InstantSource.system());
  private final CallDeadline working = new CallDeadline(InstantSource.system());
  private @Nullable AwsClients clients;
  private final LedgerStore store;
  private final Publisher publisher;
  private final Supplier<Policy> policies;
  private final Outlets outlets;

  private HandlerFactory(WatchSettings settings) {
    this.settings = settings;
    this.store = store();
    this.publisher = publisher();
    this.policies = policies();
    this.outlets = outlets();
  }

  static MessageHandler of(WatchSettings settings) {
    var factory = new HandlerFactory(settings);
    return settings.snapshot().map(factory::snapshot).orElseGet(factory::live);
  }

  private MessageHandler live() {
    var fleet = settings.fleet().orElseThrow();
    var accounts = FleetAccounts.live(fleet);
    var clock = Clock.systemUTC();
    var router =
        new AccountRouter(
            fleets(fleet, clock),
            clock,
            (site, end, patience) -> {
              var account = accounts.of(site, end);
              account.until(end, patience);
              return services(account, clock);
            },
            new SiteDesk(book(), () -> services(new SiteDesk.NoAccount(), clock), clock));
    return (messages, deadlines) -> {
      reading.set(deadlines.reads());
      working.set(deadlines.all());
      return router.handle(messages, deadlines.reads());
    };
  }

  private CurrentFleet fleets(Fleet fleet, InstantSource clock) {
    if (!settings.isListed()) {
      return CurrentFleet.of(fleet);
    }
    var s3 = clients().s3();
    var copy = new AccountCopy(s3, settings.ledgerBucket().orElseThrow());
    return CurrentFleet.listed(fleet, copy::read, clock);
  }

  private SiteBook book() {
    return settings
        .ledgerBucket()
        .<SiteBook>map(bucket -> new S3SiteBook(clients().s3(), bucket))
        .orElseGet(MemorySiteBook::new);
  }

  /// A snapshot is judged at the time of its events: at the present time, a node that it shows
  /// starting would have had hours to settle.
  private MessageHandler snapshot(Path folder) {
    return (messages, deadlines) -> {
      working.set(deadlines.all());
      var batch = MessageBatch.of(messages);
      var clock = InstantSource.fixed(batch.lastEvent(Instant.now()));
      return new BatchHandler(clock, () -> services(Snapshot.open(folder), clock)).handle(batch);
    };
  }

  private Services services(Account account, InstantSource clock) {
    return new Services(account, store, publisher, policies.get(), settings.timings(), clock)
        .with(outlets);
  }

  private Outlets outlets() {
    return new Outlets(
        settings.least(), settings.bus().map(name -> new EventBridgeBus(clients().events(), name)));
  }

  private Supplier<Policy> policies() {
    return settings
        .policyParameter()
        .<Supplier<Policy>>map(this::parameter)
        .orElse(() -> Policy.with(settings.parameters()));
  }

  private Supplier<Policy> parameter(String name) {
    return new PolicyParameter(
        clients().within(reading).ssm(),
        name,
        settings.parameters(),
        Clock.systemUTC(),
        settings.ledgerBucket().map(bucket -> copy(bucket, name)).orElse(PolicyCopy.NONE),
        reading);
  }

  private PolicyCopy copy(String bucket, String name) {
    return new S3PolicyCopy(clients().s3(), bucket, name);
  }

  private Publisher publisher() {
    if (settings.topic().isEmpty()) {
      return (_, _) -> {}; // the caller reads the answer
    }
    return new AlertTopic(
        clients().sns(), settings.topic().get(), settings.web(), store::storeDigest);
  }

  private LedgerStore store() {
    if (settings.ledgerBucket().isEmpty()) {
      return new FileLedgerStore(
          Path.of(System.getProperty("java.io.tmpdir"), "slash80.ledger.json"));
    }
    return new S3LedgerStore(clients().s3(), settings.ledgerBucket().get());
  }

  /// The clients of everything but the accounts that are read.
  private AwsClients clients() {
    if (clients == null) {
      clients = AwsClients.in(settings.region().orElseThrow()).within(working);
    }
    return clients;
  }
}
