package slash80.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slash80.aws.Deadlines;
import slash80.aws.EmulatedOwner;
import slash80.aws.EmulatedOwner.Planted;
import slash80.aws.SdkSettings;
import slash80.check.Events;
import slash80.check.QueueMessage;
import slash80.check.Surroundings;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/// Tests of a policy in a parameter of Systems Manager, from the parameter to the alerts that a
/// subscribed queue receives, on the emulator.
@EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
final class EmulatedPolicyTest {
  private static final String EXEMPTION =
      """
      exemptions:
        - rule: node-holds-pod-prefix
          subject: %s
          reason: it is about to be replaced
          owner: network@example.com
          expires: 2099-12-31
      """;

  private final String id = UUID.randomUUID().toString().substring(0, 8);
  private final String parameter = "/slash80/policy-" + id;
  private final SdkSettings settings = SdkSettings.emulated();
  private final Surroundings around = new Surroundings();
  private final EmulatedOwner owner = EmulatedOwner.ofHub();
  private final Planted cluster = owner.plant("c" + id);

  @AfterEach
  void close() {
    settings.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"STRING", "SECURE_STRING"})
  void an_exempted_finding_is_not_published_and_all_others_are(ParameterType type) {
    put(type, EXEMPTION.formatted(cluster.node()));

    var alert = checked();

    assertFalse(rules(alert).contains("node-holds-pod-prefix"), alert.toString());
    assertTrue(rules(alert).contains("security-groups-closed-to-ipv6-internet"));
    assertFalse(alert.has("policyTrouble"), alert.path("policyTrouble").asText());
  }

  @Test
  void a_policy_with_mistakes_is_reported_and_exempts_nothing() {
    put(ParameterType.STRING, EXEMPTION.formatted(cluster.node()) + "exceptions: []\n");

    var alert = checked();

    assertTrue(rules(alert).contains("node-holds-pod-prefix"), alert.toString());
    assertTrue(
        alert.path("policyTrouble").asText().contains("exceptions"),
        alert.path("policyTrouble").asText());
  }

  @Test
  void a_missing_policy_is_reported_and_exempts_nothing() {
    var alert = checked();

    assertTrue(rules(alert).contains("node-holds-pod-prefix"), alert.toString());
    assertEquals(
        "parameter %s could not be read: ssm:GetParameter: ParameterNotFound".formatted(parameter),
        alert.path("policyTrouble").asText());
  }

  private void put(ParameterType type, String text) {
    try (var ssm = owner.built(SsmClient.builder())) {
      ssm.putParameter(builder -> builder.name(parameter).type(type).value(text));
    }
  }

  /// The one alert of a check of the cluster, by a function that has just been started.
  private JsonNode checked() {
    var environment = new HashMap<>(around.environment());
    environment.put("SLASH80_POLICY_PARAMETER", parameter);
    var judge =
        HandlerFactory.of(WatchSettings.of(name -> Optional.ofNullable(environment.get(name))));
    var event =
        Events.notification(
                "slash80.sweep", "Cluster Check", "{'cluster':'%s'}".formatted(cluster.name()))
            .replace("111122223333", cluster.account());
    assertEquals(
        List.of(), judge.handle(List.of(new QueueMessage("m", event)), Deadlines.NONE).failed());
    var alerts = around.received();
    assertEquals(1, alerts.size());
    return alerts.getFirst();
  }

  private static List<String> rules(JsonNode alert) {
    return alert.path("opened").findValuesAsText("rule");
  }
}
