package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

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
            .resource("Sweep")
            .at("EventInvokeConfig", "DestinationConfig", "OnFailure", "Destination")
            .text());
    Set<String> read = new TreeSet<>();
    template
        .resource("Watch")
        .at("Events")
        .children()
        .values()
        .forEach(source -> read.add(source.at("Properties", "Queue").text()));
    Set<String> queues = new TreeSet<>();
    template
        .resources("AWS::SQS::Queue")
        .forEach(
            (name, queue) -> {
              if (queue.has("RedrivePolicy")) {
                assertEquals(
                    "!GetAtt DeadLetters.Arn",
                    queue.at("RedrivePolicy", "deadLetterTargetArn").text());
                queues.add("!GetAtt " + name + ".Arn");
              }
            });
    assertEquals(queues, read);
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
