package slash80.aws.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import slash80.aws.AwsClients;
import slash80.aws.SdkSettings;

/// The look at a stack that an emulator of AWS has deployed. What the emulator lacks (functions,
/// their mappings, policies of queues) is in [DoctorTest].
@EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
class EmulatedDoctorTest {
  private static final String REGION = "ap-northeast-3";
  private static final String TEMPLATE =
      """
      {"Parameters": {"SweepHours": {"Type": "String", "Default": "1"}},
       "Resources": {
         "DeadLetters": {"Type": "AWS::SQS::Queue"},
         "Rule": {"Type": "AWS::Events::Rule", "Properties": {"State": "DISABLED",
           "EventPattern": {"source": ["aws.ec2"]}}},
         "Alerts": {"Type": "AWS::SNS::Topic", "Properties": {"KmsMasterKeyId": "alias/aws/sns"}},
         "Ledger": {"Type": "AWS::S3::Bucket"}}}
      """;

  @Test
  void a_deployed_stack_is_looked_at() {
    try (var _ = SdkSettings.emulated()) {
      var clients = AwsClients.in(REGION);
      var name = "doctor-" + System.nanoTime();
      clients
          .cloudFormation()
          .query("CreateStack", Map.of("StackName", name, "TemplateBody", TEMPLATE));
      var stack = DeployedStack.read(clients, REGION, name, Instant.now());
      assertEquals("CREATE_COMPLETE", stack.status());
      assertEquals(1, stack.sweepHours());
      var dead = stack.id("DeadLetters").orElseThrow();
      try (var sqs = clients.sqs()) {
        sqs.sendMessage(request -> request.queueUrl(dead).messageBody("lost"));
      }

      var lines =
          Doctor.examine(REGION, Optional.of(name), Instant.now(), _ -> {}).stream()
              .map(Diagnosis::line)
              .toList();

      assertContains(lines, "ok           Account: ");
      assertContains(lines, "WRONG        Trail: no trail logs management events of " + REGION);
      assertContains(lines, "ok           Stack: %s is in state CREATE_COMPLETE".formatted(name));
      assertContains(lines, "WRONG        Rule Rule: is off. Fix: aws events enable-rule");
      assertContains(lines, "WRONG        Queue DeadLetters: holds 1 message. Fix: ");
      assertContains(lines, "WRONG        Subscriptions: nobody hears the alerts");
      assertContains(lines, "ok           Topic policy: lets the stack publish, encrypted");
      assertContains(lines, "WRONG        Key: the stack has none");
      assertContains(lines, "WRONG        Sweep: none has ended well");
      assertContains(lines, "WRONG        Ledgers: no cluster has been checked yet");
    }
  }

  private static void assertContains(List<String> lines, String beginning) {
    assertTrue(
        lines.stream().anyMatch(line -> line.startsWith(beginning)),
        () -> beginning + "\n" + String.join("\n", lines));
  }
}
