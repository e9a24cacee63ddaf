package slash80.watch;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import slash80.aws.Account;
import slash80.aws.AlertTopic;
import slash80.aws.Entrance;
import slash80.aws.FileLedgerStore;
import slash80.aws.LedgerStore;
import slash80.aws.LiveAccount;
import slash80.aws.Publisher;
import slash80.aws.S3LedgerStore;
import slash80.aws.Snapshot;
import slash80.watch.WatchFunction.Judge;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

/// Puts a [Watch] together as its settings say. Clients are made once and kept between calls.
final class Judges {
  private Judges() {}

  static Judge of(Settings settings) {
    var store = store(settings);
    var publisher = publisher(settings, store);
    return settings
        .snapshot()
        .map(folder -> snapshot(folder, settings, store, publisher))
        .orElseGet(() -> live(settings, store, publisher));
  }

  private static Judge live(Settings settings, LedgerStore store, Publisher publisher) {
    var accounts = Entrance.to(settings.fleet().orElseThrow());
    return new BySite(
        settings.fleet().orElseThrow(),
        (site, end) ->
            new Watch(
                () -> until(accounts.of(site), end),
                store,
                publisher,
                settings.parameters(),
                settings.cadence(),
                Clock.systemUTC()));
  }

  private static Account until(LiveAccount account, Instant end) {
    account.until(end);
    return account;
  }

  /// A snapshot stands still: it is judged at the time that the events speak of, or a node that it
  /// shows starting would have had hours to settle.
  private static Judge snapshot(
      Path folder, Settings settings, LedgerStore store, Publisher publisher) {
    return (messages, _) -> {
      var moment = InstantSource.fixed(Watch.momentOf(messages, Instant.now()));
      var watch =
          new Watch(
              () -> Snapshot.open(folder),
              store,
              publisher,
              settings.parameters(),
              settings.cadence(),
              moment);
      return watch.handle(messages);
    };
  }

  private static Publisher publisher(Settings settings, LedgerStore store) {
    if (settings.topic().isEmpty()) {
      return (_, _) -> {}; // whoever called reads the answer
    }
    var sns = SnsClient.builder().region(region(settings)).build();
    return new AlertTopic(sns, settings.topic().get(), store);
  }

  private static LedgerStore store(Settings settings) {
    if (settings.ledgerBucket().isEmpty()) {
      return new FileLedgerStore(
          Path.of(System.getProperty("java.io.tmpdir"), "slash80.ledger.json"));
    }
    var s3 =
        S3Client.builder()
            .region(region(settings))
            .forcePathStyle(settings.emulated()) // an emulator has no host for each bucket
            .build();
    return new S3LedgerStore(s3, settings.ledgerBucket().get());
  }

  private static Region region(Settings settings) {
    return Region.of(settings.region().orElseThrow());
  }
}
