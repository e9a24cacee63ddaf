package slash80.audit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import slash80.aws.SdkSettings;

/// The command `doctor` as a person calls it.
class DoctorCommandTest {
  @Test
  void it_needs_a_region_and_help_has_examples() {
    var run = CommandRun.of("doctor");
    assertEquals(Slash80.BAD, run.code());
    assertTrue(run.err().contains("--region"), run.err());
    assertTrue(
        CommandRun.of("doctor", "--help")
            .out()
            .contains("./slash80 doctor --region us-east-2 --stack slash80"));
    assertTrue(CommandRun.of("completion", "fish").out().contains("from doctor' -l stack"));
  }

  @Test
  void a_host_that_has_no_address_is_told_in_one_sentence() {
    try (var _ = SdkSettings.at(URI.create("http://nowhere.invalid"))) {
      for (var arguments : List.of(List.of("doctor"), List.of("try", "--stack", "slash80"))) {
        var words = new ArrayList<>(arguments);
        words.addAll(List.of("--region", "nowhere"));
        var sentence = CommandRun.of(words.toArray(String[]::new)).sentence();
        assertTrue(sentence.contains("no address is known of nowhere.invalid"), sentence);
      }
    }
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
  void an_account_without_a_trail_is_not_in_order_and_an_unknown_stack_is_bad_input() {
    try (var _ = SdkSettings.emulated()) {
      var run = CommandRun.of("doctor", "--region", "ap-northeast-2");
      assertEquals(Slash80.FOUND, run.code(), run.err());
      assertTrue(run.out().startsWith("ok           Account: "), run.out());
      assertTrue(run.out().contains("\nWRONG        Trail: "), run.out());
      assertEquals(
          "slash80: expected a stack no-such in ap-northeast-2, found none: aws cloudformation"
              + " list-stacks --region ap-northeast-2 lists them",
          CommandRun.of("doctor", "--region", "ap-northeast-2", "--stack", "no-such").sentence());
    }
  }
}
