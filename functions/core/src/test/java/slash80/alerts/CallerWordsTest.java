package slash80.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.blame.Effect;
import slash80.fixtures.AlertSchema;
import slash80.ledger.Authors;
import slash80.ledger.CallRecord;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.Examples;
import slash80.ledger.Ledger;
import slash80.rule.Finding;

/// Tests what an alert says about the call behind a finding: its program, its source address and
/// its event in CloudTrail; and what it says where no event named the change.
class CallerWordsTest {
  private static final Finding OPEN = Examples.open("eni-1");
  private static final CallRecord TERRAFORM =
      new CallRecord("1f2e3d4c", "203.0.113.9", "APN/1.0 HashiCorp/1.0 Terraform/1.9.5");

  private static ChangeOrigin origin(String what, CallRecord call) {
    return new ChangeOrigin(
        what,
        "arn:aws:sts::111122223333:assumed-role/Admin/alice",
        Instant.parse("2026-11-23T08:05:00Z"),
        Set.of("sg-2"),
        0,
        call,
        new Effect.Unknown());
  }

  private static Alert alert(List<ChangeOrigin> led, Map<String, List<ChangeOrigin>> behind) {
    var authors = new Authors(behind, true, Optional.empty());
    return AlertSchema.alertOf(
        Examples.judgement(OPEN),
        Examples.opened(List.of(OPEN)).explainedBy(led, Ledger.empty("demo"), authors),
        led);
  }

  private static Map<?, ?> cause(Alert alert) {
    return (Map<?, ?>) ((List<?>) alert.document().get("causes")).getFirst();
  }

  @Test
  void the_program_the_address_and_the_event_are_told() {
    var call = origin("AuthorizeSecurityGroupIngress", TERRAFORM);
    var alert = alert(List.of(call), Map.of(OPEN.id(), List.of(call)));

    String words = alert.email().replaceAll("\\s+", " ");
    assertTrue(
        words.contains(
            "by Admin/alice with AuthorizeSecurityGroupIngress on sg-2 through Terraform from"
                + " 203.0.113.9"),
        alert.email());
    assertTrue(
        words.contains("through Terraform from 203.0.113.9, CloudTrail event 1f2e3d4c"),
        alert.email());
    assertTrue(alert.card().toString().contains("through Terraform from 203.0.113.9"));
    var by = (Map<?, ?>) ((List<?>) cause(alert).get("changedBy")).getFirst();
    assertEquals("Terraform", by.get("with"));
    assertEquals("203.0.113.9", by.get("from"));
    assertEquals("1f2e3d4c", by.get("event"));
    assertEquals(TERRAFORM.agent(), by.get("agent"));
    assertFalse(cause(alert).containsKey("changedByNobody"));
  }

  @Test
  void a_call_that_names_the_group_and_made_nothing_is_not_named() {
    var idle = origin("CreateTags", TERRAFORM);
    var call = origin("AuthorizeSecurityGroupIngress", CallRecord.NONE);
    var alert = alert(List.of(idle, call), Map.of(OPEN.id(), List.of(call)));

    var changedBy = (List<?>) cause(alert).get("changedBy");
    assertEquals(1, changedBy.size());
    assertEquals("AuthorizeSecurityGroupIngress", ((Map<?, ?>) changedBy.getFirst()).get("what"));
  }

  @Test
  void calls_behind_nothing_are_told_apart_from_the_one_behind_the_finding() {
    var idle = origin("CreateTags", TERRAFORM);
    var call = origin("AuthorizeSecurityGroupIngress", CallRecord.NONE);
    var both = alert(List.of(idle, call), Map.of(OPEN.id(), List.of(call)));

    String words = both.email().replaceAll("\\s+", " ");
    assertTrue(
        words.contains(
            "WHAT HAPPENED 2026-11-23 08:05:00 UTC AuthorizeSecurityGroupIngress by"
                + " arn:aws:sts::111122223333:assumed-role/Admin/alice This change led to this"
                + " check too, and stands behind nothing in this mail: 2026-11-23 08:05:00 UTC"
                + " CreateTags by"),
        both.email());
    assertTrue(
        both.card().toString().contains("Behind none of this: `CreateTags` by"),
        both.card().toString());

    var idleAlone = alert(List.of(idle, idle), Map.of());
    assertTrue(
        idleAlone
            .email()
            .replaceAll("\\s+", " ")
            .contains(
                "WHAT HAPPENED These changes led to this check, and stand behind nothing in this"
                    + " mail: 2026-11-23 08:05:00 UTC CreateTags"),
        idleAlone.email());
  }

  @Test
  void an_event_that_only_asks_for_a_check_is_no_change() {
    var check = origin("Cluster Check", CallRecord.NONE);
    var schedule = origin("Scheduled Event", CallRecord.NONE);
    var call = origin("AuthorizeSecurityGroupIngress", TERRAFORM);

    var alone = alert(List.of(check, schedule), Map.of());
    assertTrue(
        alone
            .email()
            .replaceAll("\\s+", " ")
            .contains(
                "WHAT HAPPENED The regular check found this. Slash80 knows of no change that led"
                    + " to it. IF THIS IS MEANT"),
        alone.email());
    assertFalse(alone.card().toString().contains("Cluster Check"), alone.card().toString());

    var beside = alert(List.of(check, call), Map.of(OPEN.id(), List.of(call)));
    assertFalse(beside.email().contains("Cluster Check"), beside.email());
    assertTrue(beside.email().contains("AuthorizeSecurityGroupIngress"), beside.email());
    assertFalse(beside.card().toString().contains("Cluster Check"), beside.card().toString());
  }

  @Test
  void a_finding_that_no_event_explains_is_opened_by_nobody() {
    var alert = alert(List.of(origin("CreateTags", TERRAFORM)), Map.of());

    assertTrue(
        alert.email().replaceAll("\\s+", " ").contains("by a change that no event named"),
        alert.email());
    assertTrue(alert.card().toString().contains("Changed by a change that no event named"));
    assertEquals(List.of(), cause(alert).get("changedBy"));
    assertEquals(true, cause(alert).get("changedByNobody"));
  }

  @ParameterizedTest
  @CsvSource({
    "APN/1.0 HashiCorp/1.0 Terraform/1.9.5 aws-sdk-go-v2/1.3, Terraform",
    "aws-cli/2.17 md/awscrt#0.2, the AWS CLI",
    "'[S3Console/0.4, aws-internal/3]', the console",
    "cloudformation.amazonaws.com, CloudFormation",
    "own-tool/1, own-tool/1",
  })
  void a_program_is_told_by_its_user_agent(String agent, String program) {
    assertEquals(program, new CallRecord("", "", agent).program());
  }

  @Test
  void a_user_agent_cannot_forge_a_line() {
    var call =
        origin("CreateRoute", new CallRecord("e1", "a\nFix       rm -rf", "x\n[CRITICAL] y"));
    var alert = alert(List.of(call), Map.of(OPEN.id(), List.of(call)));
    assertFalse(alert.email().contains("\n[CRITICAL]"), alert.email());
    assertFalse(alert.email().contains("\nFix       rm"), alert.email());
  }
}
