package slash80.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import slash80.blame.Effect;
import slash80.fixtures.PublishedSchema;
import slash80.ledger.Authors;
import slash80.ledger.CallRecord;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.Delta;
import slash80.ledger.Examples;
import slash80.ledger.Ledger;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// The calls that events on the bus name: those behind new findings and those that ended others,
/// with the program, the source address and the event in CloudTrail.
class FindingCallersTest {
  private static final PublishedSchema SCHEMA = PublishedSchema.of("event.schema.json");
  private static final Finding OPEN = Examples.open("eni-1");
  private static final String AGENT = "APN/1.0 HashiCorp/1.0 Terraform/1.9.5";
  private static final String ALICE = "arn:aws:sts::111122223333:assumed-role/Admin/alice";
  private static final ChangeOrigin CALL =
      new ChangeOrigin(
          "ModifySecurityGroupRules",
          ALICE,
          Examples.AT,
          Set.of("sg-2"),
          0,
          new CallRecord("1f2e3d4c", "203.0.113.9", AGENT),
          new Effect.Unknown());

  private static Map<?, ?> detail(Delta delta, Map<String, List<ChangeOrigin>> behind) {
    var before = Ledger.empty("demo");
    var authors = new Authors(behind, true, Optional.empty());
    var events =
        FindingEvents.of(
            Examples.judgement(OPEN),
            delta.explainedBy(List.of(CALL), before, authors),
            List.of(CALL),
            before,
            Severity.LOW);
    assertEquals(1, events.size());
    SCHEMA.assertFits(events.getFirst().get("detail"));
    return (Map<?, ?>) events.getFirst().get("detail");
  }

  private static Delta ended(Delta.Ending ending) {
    return Examples.news(
        List.of(),
        List.of(
            new Delta.Resolved(
                OPEN.id(),
                OPEN.title(),
                Examples.AT.minusSeconds(600),
                ending,
                Optional.of(OPEN))));
  }

  private static String slack(Map<?, ?> detail) {
    return String.valueOf(detail.get("slack"));
  }

  private static Object pagedCallers(Map<?, ?> detail) {
    var payload = (Map<?, ?>) ((Map<?, ?>) detail.get("pagerduty")).get("payload");
    return ((Map<?, ?>) payload.get("custom_details")).get("changed_by");
  }

  private static void namesTheCall(Map<?, ?> detail) {
    var by = (Map<?, ?>) ((List<?>) detail.get("changedBy")).getFirst();
    assertEquals("Terraform", by.get("with"));
    assertEquals("203.0.113.9", by.get("from"));
    assertEquals("1f2e3d4c", by.get("event"));
    assertEquals(AGENT, by.get("agent"));
    assertFalse(detail.containsKey("changedByNobody"));
    assertTrue(
        slack(detail)
            .contains(
                "Changed with `ModifySecurityGroupRules` by `%s` at 2026-11-23T08:05:12Z (through Terraform from 203.0.113.9, CloudTrail event 1f2e3d4c)"
                    .formatted(ALICE)),
        slack(detail));
  }

  @Test
  void a_new_finding_names_the_call_its_program_its_address_and_its_record() {
    var detail = detail(Examples.opened(List.of(OPEN)), Map.of(OPEN.id(), List.of(CALL)));
    namesTheCall(detail);
    assertEquals(
        List.of(
            "ModifySecurityGroupRules %s (through Terraform from 203.0.113.9, CloudTrail event 1f2e3d4c)"
                .formatted(ALICE)),
        pagedCallers(detail));
  }

  @Test
  void a_finding_that_no_event_explains_says_so() {
    var detail = detail(Examples.opened(List.of(OPEN)), Map.of());
    assertEquals(List.of(), detail.get("changedBy"));
    assertEquals(true, detail.get("changedByNobody"));
    assertTrue(slack(detail).contains("Changed by a change that no event named"));
    assertEquals(List.of("a change that no event named"), pagedCallers(detail));
  }

  @Test
  void a_resolved_finding_names_the_call_that_ended_it() {
    namesTheCall(detail(ended(Delta.Ending.MENDED), Map.of(OPEN.id(), List.of(CALL))));
  }

  @Test
  void a_finding_that_ended_unexplained_says_so_unless_its_ending_explains_it() {
    var mended = detail(ended(Delta.Ending.MENDED), Map.of());
    assertEquals(true, mended.get("changedByNobody"));
    assertTrue(slack(mended).contains("Changed by a change that no event named"));
    for (var ending : Delta.Ending.values()) {
      if (ending != Delta.Ending.MENDED) {
        var detail = detail(ended(ending), Map.of());
        assertFalse(detail.containsKey("changedByNobody"), ending.toString());
        assertFalse(slack(detail).contains("Changed"), ending.toString());
      }
    }
  }
}
