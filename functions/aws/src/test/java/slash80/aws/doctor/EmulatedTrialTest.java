package slash80.aws.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import slash80.alerts.TestAlert;
import slash80.aws.AwsClients;
import slash80.aws.BadInput;
import slash80.aws.SdkSettings;
import slash80.aws.alert.AlertTopic;
import slash80.aws.alert.WebBody;
import slash80.facts.Cluster;

/// The test of a stack from end to end, in an emulator of AWS; the watch function is played.
@EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
class EmulatedTrialTest {
  private static final String REGION = "ap-northeast-3";
  private static final String TEMPLATE =
      """
      {"Resources": {
         "Changes": {"Type": "AWS::SQS::Queue"},
         "Alerts": {"Type": "AWS::SNS::Topic"}}}
      """;

  private final AwsClients clients = AwsClients.in(REGION);
  private final String name = "try-" + System.nanoTime();
  private final String mark = UUID.randomUUID().toString();
  private final List<String> warnings = new ArrayList<>();

  private DeployedStack deployed() {
    clients
        .cloudFormation()
        .query("CreateStack", Map.of("StackName", name, "TemplateBody", TEMPLATE));
    return DeployedStack.read(clients, REGION, name, Instant.now());
  }

  /// Takes one event from the queue, and publishes the alert that it asks for.
  private CompletableFuture<JsonNode> watch(DeployedStack stack) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (var sqs = clients.sqs();
              var sns = clients.sns()) {
            var queue = stack.id("Changes").orElseThrow();
            while (true) {
              var messages =
                  sqs.receiveMessage(request -> request.queueUrl(queue).waitTimeSeconds(1))
                      .messages();
              if (!messages.isEmpty()) {
                var event = new ObjectMapper().readTree(messages.getFirst().body());
                var topic = stack.id("Alerts").orElseThrow();
                new AlertTopic(sns, topic, WebBody.DOCUMENT, (_, _) -> "")
                    .publish(
                        new Cluster.Id("1", REGION, "none"),
                        TestAlert.of(
                            event.path("detail").path("test").asText(),
                            "111122223333",
                            REGION,
                            Instant.now()));
                return event;
              }
            }
          } catch (IOException broken) {
            throw new IllegalStateException(broken);
          }
        });
  }

  private Optional<Duration> run(Duration patience) {
    return Trial.run(REGION, name, mark, patience, _ -> {}, warnings::add);
  }

  private void assertNothingIsLeft(DeployedStack stack) {
    try (var sqs = clients.sqs();
        var sns = clients.sns()) {
      assertEquals(
          List.of(),
          sqs.listQueues(request -> request.queueNamePrefix("slash80-try-" + mark)).queueUrls());
      var topic = stack.id("Alerts").orElseThrow();
      assertEquals(
          List.of(),
          sns.listSubscriptionsByTopic(request -> request.topicArn(topic)).subscriptions());
    }
    assertEquals(List.of(), warnings);
  }

  @Test
  void a_test_is_sent_its_alert_is_heard_and_nothing_is_left() throws Exception {
    try (var _ = SdkSettings.emulated()) {
      var stack = deployed();
      var watch = watch(stack);

      var time = run(Duration.ofSeconds(30));

      assertTrue(time.isPresent());
      assertEquals("slash80.try", watch.get().path("source").asText());
      assertEquals("Slash80 Test", watch.get().path("detail-type").asText());
      assertNothingIsLeft(stack);
    }
  }

  @Test
  void an_alert_that_does_not_come_is_said_and_nothing_is_left() {
    try (var _ = SdkSettings.emulated()) {
      var stack = deployed();
      assertEquals(Optional.empty(), run(Duration.ofSeconds(1)));
      assertNothingIsLeft(stack);
    }
  }

  @Test
  void a_stack_that_is_not_there_is_bad_input() {
    try (var _ = SdkSettings.emulated()) {
      assertTrue(
          assertThrows(BadInput.class, () -> run(Duration.ofSeconds(1)))
              .getMessage()
              .startsWith("stack " + name + " in " + REGION + ": AWS refuses the test: "));
    }
  }
}
