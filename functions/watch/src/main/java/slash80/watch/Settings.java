package slash80.watch;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import slash80.aws.Account;
import slash80.aws.AlertTopic;
import slash80.aws.FileLedgerStore;
import slash80.aws.LedgerStore;
import slash80.aws.LiveAccount;
import slash80.aws.S3LedgerStore;
import slash80.aws.Snapshot;
import slash80.facts.Parameters;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;

/// What the deployed function is told by its environment.
final class Settings {
  private final Map<String, String> environment;

  Settings(Map<String, String> environment) {
    this.environment = environment;
  }

  Watch watch() {
    var ledgers = ledgers();
    var sns = SnsClient.builder().httpClient(UrlConnectionHttpClient.create()).build();
    return new Watch(
        account(),
        ledgers,
        new AlertTopic(sns, required("SLASH80_TOPIC_ARN"), ledgers),
        parameters(),
        InstantSource.system());
  }

  private Account account() {
    return said("SLASH80_SNAPSHOT")
        .<Account>map(folder -> Snapshot.open(Path.of(folder)))
        .orElseGet(() -> LiveAccount.in(required("AWS_REGION")));
  }

  /// Without a bucket, the ledger lasts as long as the function's environment.
  private LedgerStore ledgers() {
    return said("SLASH80_LEDGER_BUCKET")
        .<LedgerStore>map(
            bucket ->
                new S3LedgerStore(
                    S3Client.builder()
                        .httpClient(UrlConnectionHttpClient.create())
                        .forcePathStyle(said("AWS_ENDPOINT_URL_S3").isPresent())
                        .build(),
                    bucket))
        .orElseGet(
            () -> FileLedgerStore.in(Path.of(System.getProperty("java.io.tmpdir"), "slash80")));
  }

  private Parameters parameters() {
    return said("SLASH80_SETTLING_MINUTES")
        .map(Settings::minutes)
        .map(Parameters.DEFAULTS::settling)
        .orElse(Parameters.DEFAULTS);
  }

  private static Duration minutes(String text) {
    if (!text.matches("[0-9]{1,3}")) {
      throw new IllegalStateException(
          "SLASH80_SETTLING_MINUTES: expected whole minutes, found \"%s\"".formatted(text));
    }
    return Duration.ofMinutes(Integer.parseInt(text));
  }

  private Optional<String> said(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private String required(String name) {
    return said(name)
        .orElseThrow(() -> new IllegalStateException(name + ": expected a value, found none set"));
  }
}
