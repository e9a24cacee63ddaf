package slash80.watch;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import slash80.aws.Account;
import slash80.aws.AlertTopic;
import slash80.aws.AwsClients;
import slash80.aws.Entrance;
import slash80.aws.FileLedgerStore;
import slash80.aws.LedgerStore;
import slash80.aws.LiveAccount;
import slash80.aws.PolicyParameter;
import slash80.aws.Publisher;
import slash80.aws.S3LedgerStore;
import slash80.aws.Snapshot;
import slash80.check.BySite;
import slash80.check.Watch;
import slash80.rules.Policy;
import slash80.watch.WatchFunction.Judge;

/// Puts a [Watch] together as its settings say. Clients are made once and kept between calls.
final class Judges {
  private Judges() {}

  static Judge of(Settings settings) {
    var store = store(settings);
    var publisher = publisher(settings, store);
    var policies = policies(settings);
    return settings
        .snapshot()
        .map(folder -> snapshot(folder, settings, policies, store, publisher))
        .orElseGet(() -> live(settings, policies, store, publisher));
  }

  private static Supplier<Policy> policies(Settings settings) {
    return settings
        .policyParameter()
        .<Supplier<Policy>>map(name -> parameter(name, settings))
        .orElse(() -> Policy.with(settings.parameters()));
  }

  private static Supplier<Policy> parameter(String name, Settings settings) {
    return new PolicyParameter(
        clients(settings).ssm(), name, settings.parameters(), Clock.systemUTC());
  }

  private static Judge live(
      Settings settings, Supplier<Policy> policies, LedgerStore store, Publisher publisher) {
    var fleet = settings.fleet().orElseThrow();
    var accounts = Entrance.to(fleet);
    var sites =
        new BySite(
            fleet,
            (site, end) ->
                new Watch(
                    () -> until(accounts.of(site), end),
                    store,
                    publisher,
                    policies,
                    settings.cadence(),
                    Clock.systemUTC()));
    return sites::handle;
  }

  private static Account until(LiveAccount account, Instant end) {
    account.until(end);
    return account;
  }

  /// A snapshot stands still: it is judged at the time that the events speak of, or a node that it
  /// shows starting would have had hours to settle.
  private static Judge snapshot(
      Path folder,
      Settings settings,
      Supplier<Policy> policies,
      LedgerStore store,
      Publisher publisher) {
    return (messages, _) -> {
      var moment = InstantSource.fixed(Watch.momentOf(messages, Instant.now()));
      var watch =
          new Watch(
              () -> Snapshot.open(folder), store, publisher, policies, settings.cadence(), moment);
      return watch.handle(messages);
    };
  }

  private static Publisher publisher(Settings settings, LedgerStore store) {
    if (settings.topic().isEmpty()) {
      return (_, _) -> {}; // whoever called reads the answer
    }
    return new AlertTopic(clients(settings).sns(), settings.topic().get(), store);
  }

  private static LedgerStore store(Settings settings) {
    if (settings.ledgerBucket().isEmpty()) {
      return new FileLedgerStore(
          Path.of(System.getProperty("java.io.tmpdir"), "slash80.ledger.json"));
    }
    return S3LedgerStore.in(settings.region().orElseThrow(), settings.ledgerBucket().get());
  }

  private static AwsClients clients(Settings settings) {
    return AwsClients.in(settings.region().orElseThrow());
  }
}
