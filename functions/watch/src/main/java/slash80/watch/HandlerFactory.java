package slash80.watch;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import slash80.aws.Account;
import slash80.aws.AwsClients;
import slash80.aws.alert.AlertTopic;
import slash80.aws.alert.Publisher;
import slash80.aws.ledger.FileLedgerStore;
import slash80.aws.ledger.LedgerStore;
import slash80.aws.ledger.S3LedgerStore;
import slash80.aws.live.FleetAccounts;
import slash80.aws.live.LiveAccount;
import slash80.aws.policy.PolicyCopy;
import slash80.aws.policy.PolicyParameter;
import slash80.aws.policy.S3PolicyCopy;
import slash80.aws.snapshot.Snapshot;
import slash80.check.AccountRouter;
import slash80.check.BatchHandler;
import slash80.check.MessageBatch;
import slash80.check.Services;
import slash80.judge.Policy;

/// Builds the message handler that the settings ask for. Clients are made once and kept between
/// calls of the function.
final class HandlerFactory {
  private final WatchSettings settings;
  private final LedgerStore store;
  private final Publisher publisher;
  private final Supplier<Policy> policies;

  private HandlerFactory(WatchSettings settings) {
    this.settings = settings;
    this.store = store(settings);
    this.publisher = publisher(settings, store);
    this.policies = policies(settings);
  }

  static MessageHandler of(WatchSettings settings) {
    var factory = new HandlerFactory(settings);
    return settings.snapshot().map(factory::snapshot).orElseGet(factory::live);
  }

  private MessageHandler live() {
    var fleet = settings.fleet().orElseThrow();
    var accounts = FleetAccounts.live(fleet);
    var clock = Clock.systemUTC();
    var sites =
        new AccountRouter(
            fleet, clock, (site, end) -> services(until(accounts.of(site), end), clock));
    return sites::handle;
  }

  private static Account until(LiveAccount account, Instant end) {
    account.until(end);
    return account;
  }

  /// A snapshot is judged at the time of its events: at the present time, a node that it shows
  /// starting would have had hours to settle.
  private MessageHandler snapshot(Path folder) {
    return (messages, _) -> {
      var batch = MessageBatch.of(messages);
      var clock = InstantSource.fixed(batch.lastEvent(Instant.now()));
      return new BatchHandler(clock, () -> services(Snapshot.open(folder), clock)).handle(batch);
    };
  }

  private Services services(Account account, InstantSource clock) {
    return new Services(account, store, publisher, policies.get(), settings.timings(), clock);
  }

  private static Supplier<Policy> policies(WatchSettings settings) {
    return settings
        .policyParameter()
        .<Supplier<Policy>>map(name -> parameter(name, settings))
        .orElse(() -> Policy.with(settings.parameters()));
  }

  private static Supplier<Policy> parameter(String name, WatchSettings settings) {
    return new PolicyParameter(
        clients(settings).ssm(),
        name,
        settings.parameters(),
        Clock.systemUTC(),
        settings
            .ledgerBucket()
            .<PolicyCopy>map(bucket -> new S3PolicyCopy(clients(settings).s3(), bucket, name))
            .orElse(PolicyCopy.NONE));
  }

  private static Publisher publisher(WatchSettings settings, LedgerStore store) {
    if (settings.topic().isEmpty()) {
      return (_, _) -> {}; // the caller reads the answer
    }
    return new AlertTopic(clients(settings).sns(), settings.topic().get(), store::storeDigest);
  }

  private static LedgerStore store(WatchSettings settings) {
    if (settings.ledgerBucket().isEmpty()) {
      return new FileLedgerStore(
          Path.of(System.getProperty("java.io.tmpdir"), "slash80.ledger.json"));
    }
    return S3LedgerStore.in(settings.region().orElseThrow(), settings.ledgerBucket().get());
  }

  private static AwsClients clients(WatchSettings settings) {
    return AwsClients.in(settings.region().orElseThrow());
  }
}
