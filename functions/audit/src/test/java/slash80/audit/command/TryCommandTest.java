package slash80.audit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import slash80.aws.AwsClients;
import slash80.aws.SdkSettings;

/// The command `try` as a person calls it.
class TryCommandTest {
  private static final String REGION = "ap-northeast-1";

  @Test
  void it_needs_a_stack_and_a_time_to_listen() {
    var run = CommandRun.of("try", "--region", REGION);
    assertEquals(Slash80.BAD, run.code());
    assertTrue(run.err().contains("--stack"), run.err());
    assertTrue(
        CommandRun.of("try", "--region", REGION, "--stack", "a", "--seconds", "0")
            .err()
            .contains("expected --seconds from 1 to 3600, found 0"));
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
  void without_an_alert_it_names_the_next_command_and_ends_with_1() {
    try (var _ = SdkSettings.emulated()) {
      var name = "try-" + System.nanoTime();
      AwsClients.in(REGION)
          .cloudFormation()
          .query(
              "CreateStack",
              Map.of(
                  "StackName",
                  name,
                  "TemplateBody",
                  """
                  {"Resources": {"Changes": {"Type": "AWS::SQS::Queue"},
                    "Alerts": {"Type": "AWS::SNS::Topic"}}}
                  """));
      var run = CommandRun.of("try", "--region", REGION, "--stack", name, "--seconds", "1");
      assertEquals(Slash80.FOUND, run.code(), run.err());
      assertTrue(run.out().startsWith("No alert of the test "), run.out());
      assertTrue(
          run.out().endsWith("./slash80 doctor --region %s --stack %s\n".formatted(REGION, name)),
          run.out());
    }
  }
}
