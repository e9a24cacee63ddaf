package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Compares the resources of template.yaml with each other: what ends where, and what outlives
/// what.
class StackTest {
  private final Template template = Template.read();

  /// What EventBridge and Lambda could not deliver is read like everything else: SQS moves back
  /// only what it put into a dead-letter queue itself.
  @Test
  void only_sqs_itself_sends_to_the_dead_letters() {
    assertEquals(Set.of(), template.senders("DeadLetters"));
    assertEquals(Set.of(), template.admitted("DeadLetters"));
    assertEquals(
        "!GetAtt Undelivered.Arn",
        template
            .resource("SweepEventInvokeConfig")
            .at("DestinationConfig", "OnFailure", "Destination")
            .text());
    Set<String> read = new TreeSet<>();
    for (String function : List.of("Watch", "Sweep", "SecurityHub")) {
      read.addAll(template.mappings(function).keySet());
    }
    Set<String> queues = new TreeSet<>();
    template
        .resources("AWS::SQS::Queue")
        .forEach(
            (name, queue) -> {
              if (queue.has("RedrivePolicy")) {
                assertEquals(
                    name.equals("ToSecurityHub")
                        ? "!GetAtt UndeliveredFindings.Arn"
                        : "!GetAtt DeadLetters.Arn",
                    queue.at("RedrivePolicy", "deadLetterTargetArn").text());
                queues.add(name);
              }
            });
    assertEquals(queues, read);
  }

  /// A sweep must not take the invocations of changes, and must not use their queues.
  @Test
  void a_sweep_has_queues_and_invocations_of_its_own() {
    Map<String, String> concurrency = new TreeMap<>();
    for (String function : List.of("Watch", "Sweep")) {
      template
          .mappings(function)
          .forEach(
              (queue, mapping) ->
                  concurrency.put(queue, mapping.at("ScalingConfig", "MaximumConcurrency").text()));
    }
    assertEquals(
        Map.of(
            "Changes", "!Ref EventConcurrency",
            "SettledChanges", "!Ref EventConcurrency",
            "Checks", "!Ref SweepConcurrency",
            "Sites", "!Ref SweepConcurrency",
            "Undelivered", "2"),
        concurrency);
    var sends =
        template
            .resource("SweepRole")
            .at("Policies")
            .items()
            .getFirst()
            .at("PolicyDocument", "Statement")
            .items()
            .stream()
            .filter(statement -> statement.at("Action").text().equals("sqs:SendMessage"))
            .map(statement -> statement.at("Resource").text())
            .toList();
    assertEquals(
        List.of("[!GetAtt Sites.Arn, !GetAtt Checks.Arn, !GetAtt Undelivered.Arn]"), sends);
    for (String parameter : List.of("EventConcurrency", "SweepConcurrency")) {
      // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
      assertEquals(2, template.parameter(parameter).at("MinValue").number(), parameter);
      assertEquals(1_000, template.parameter(parameter).at("MaxValue").number(), parameter);
    }
  }

  /// Lambda takes 4 KB of variables, all names and values together, and refuses a deployment with
  /// more (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html). The values
  /// that CloudFormation fills in are taken at their longest. A function has SLASH80_SETTINGS or
  /// the longer DISABLE_SIGNAL_HANDLERS, by its runtime.
  @Test
  void two_hundred_accounts_fit_into_the_variables_of_a_function() {
    for (String function : List.of("Watch", "Sweep", "SecurityHub")) {
      int bytes = 0;
      for (var variables :
          List.of(
              template.globals("Function").at("Environment", "Variables"),
              template.resource(function).at("Environment", "Variables"))) {
        for (var variable : variables.children().entrySet()) {
          if (!variable.getKey().equals("SLASH80_SETTINGS")) {
            bytes += variable.getKey().length() + longest(variable.getKey());
          }
        }
      }
      assertTrue(bytes <= 4_096, "%s: %d bytes".formatted(function, bytes));
    }
  }

  private static int longest(String variable) {
    return switch (variable) {
      case "SLASH80_ACCOUNTS" -> 200 * 13;
      case "SLASH80_REGIONS" -> 20 * 15;
      case "SLASH80_MEMBER_ROLE", "SLASH80_LEDGER_BUCKET" -> 64;
      case "SLASH80_ACCOUNT", "SLASH80_REMINDER_HOURS", "SLASH80_SETTLING_MINUTES" -> 12;
      case "SLASH80_TIMEOUT_SECONDS", "SLASH80_SNAPSHOT", "DISABLE_SIGNAL_HANDLERS" -> 4;
      case "SLASH80_HTTPS_BODY", "SLASH80_LEAST_SEVERITY" -> 8;
      case "SLASH80_RULES" -> 75;
      case "SLASH80_BUS_ARN" -> 190;
      default -> 140;
    };
  }

  /// A first deployment that fails must leave nothing that the next one stumbles over.
  @Test
  void what_outlives_the_stack_does_not_outlive_a_failed_first_deployment() {
    Map<String, String> kept = new TreeMap<>();
    template
        .resources("AWS::S3::Bucket")
        .keySet()
        .forEach(name -> kept.put(name, template.attribute(name, "DeletionPolicy")));
    assertEquals(
        Map.of("Ledger", "RetainExceptOnCreate", "TrailFiles", "RetainExceptOnCreate"), kept);
  }

  /// SNS refuses a topic policy whose role does not exist yet. The role's own policy suffices.
  @Test
  void no_policy_of_a_topic_or_queue_names_a_role() {
    for (String type :
        List.of("AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy", "AWS::S3::BucketPolicy")) {
      template
          .resources(type)
          .forEach((name, policy) -> assertFalse(policy.text().contains("Role.Arn"), name));
    }
  }
}
