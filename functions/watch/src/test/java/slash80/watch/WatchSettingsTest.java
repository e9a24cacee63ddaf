package slash80.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.aws.BadInput;
import slash80.aws.alert.WebBody;
import slash80.rule.Severity;

class WatchSettingsTest {
  private static final String TOPIC = "arn:aws:sns:us-east-2:111122223333:alerts";
  private static final Map<String, String> DEPLOYED =
      Map.ofEntries(
          Map.entry("SLASH80_TOPIC_ARN", TOPIC),
          Map.entry("SLASH80_LEDGER_BUCKET", "ledger"),
          Map.entry("SLASH80_SNAPSHOT", ""),
          Map.entry("SLASH80_SETTLING_MINUTES", "7"),
          Map.entry("SLASH80_POLICY_PARAMETER", "/slash80/policy"),
          Map.entry("SLASH80_TIMEOUT_SECONDS", "60"),
          Map.entry("SLASH80_REMINDER_HOURS", "12"),
          Map.entry("SLASH80_LEAST_SEVERITY", "HIGH"),
          Map.entry("SLASH80_EVENT_BUS", "default"),
          Map.entry("SLASH80_HTTPS_BODY", "card"),
          Map.entry("AWS_REGION", "us-east-2"));

  @Test
  void the_deployed_settings_are_read() {
    var settings = settings(DEPLOYED);

    assertEquals(Optional.of(TOPIC), settings.topic());
    assertEquals(Optional.of("ledger"), settings.ledgerBucket());
    assertEquals(Optional.empty(), settings.snapshot());
    assertEquals(Optional.of("us-east-2"), settings.region());
    assertEquals(Optional.of("/slash80/policy"), settings.policyParameter());
    assertEquals(Duration.ofMinutes(7), settings.parameters().settling());
    assertEquals(Duration.ofMinutes(2), settings.timings().lapse());
    assertEquals(Duration.ofHours(12), settings.timings().reminder());
    assertEquals(Severity.HIGH, settings.least());
    assertEquals(Optional.of("default"), settings.bus());
    assertEquals(WebBody.CARD, settings.web());
  }

  @Test
  void a_snapshot_needs_nothing_else(@TempDir Path folder) {
    var settings = settings(Map.of("SLASH80_SNAPSHOT", folder.toString()));

    assertEquals(Optional.of(folder), settings.snapshot());
    assertEquals(Duration.ofMinutes(5), settings.parameters().settling());
    assertEquals(WebBody.DOCUMENT, settings.web());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SLASH80_TOPIC_ARN | '' | SLASH80_TOPIC_ARN is not set: expected the ARN of the topic for alerts
          SLASH80_TOPIC_ARN | alerts | SLASH80_TOPIC_ARN is "alerts": expected the ARN of an SNS topic
          SLASH80_LEAST_SEVERITY | high | SLASH80_LEAST_SEVERITY is "high": expected one of [LOW, MEDIUM, HIGH, CRITICAL]
          SLASH80_HTTPS_BODY | Card | SLASH80_HTTPS_BODY is "Card": expected document or card
          SLASH80_EVENT_BUS | my bus | SLASH80_EVENT_BUS is "my bus": expected the name of an event bus such as default
          SLASH80_SETTLING_MINUTES | soon | SLASH80_SETTLING_MINUTES is "soon": expected a number of minutes, 1440 at most
          SLASH80_SETTLING_MINUTES | -1 | SLASH80_SETTLING_MINUTES is "-1": expected a number of minutes, 1440 at most
          SLASH80_TIMEOUT_SECONDS | 901 | SLASH80_TIMEOUT_SECONDS is "901": expected a number of seconds, 900 at most
          SLASH80_REMINDER_HOURS | daily | SLASH80_REMINDER_HOURS is "daily": expected a number of hours, 8760 at most
          SLASH80_SNAPSHOT | no/such/folder | SLASH80_SNAPSHOT is "no/such/folder": expected a folder
          SLASH80_POLICY_PARAMETER | policy | SLASH80_POLICY_PARAMETER is "policy": expected the name of a parameter such as /slash80/policy
          AWS_REGION | '' | AWS_REGION is not set: expected the region to judge, such as us-east-2
          """)
  void a_missing_or_wrong_variable_is_named(String variable, String value, String sentence) {
    var environment = new HashMap<>(DEPLOYED);
    environment.put(variable, value);

    var refusal = assertThrows(BadInput.class, () -> settings(environment));

    assertEquals(sentence, refusal.getMessage());
  }

  private static WatchSettings settings(Map<String, String> environment) {
    return WatchSettings.of(name -> Optional.ofNullable(environment.get(name)));
  }
}
