package slash80.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static slash80.alerts.CheckedEvents.detail;
import static slash80.alerts.CheckedEvents.pagerDuty;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import slash80.judge.Exempted;
import slash80.judge.Exemption;
import slash80.judge.ResourceSelector;
import slash80.ledger.Examples;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// The events about findings that an exemption silences.
class SilencedFindingsTest {
  private final CheckedEvents demo = new CheckedEvents();

  private static Exempted exempted(Finding finding) {
    return new Exempted(
        finding,
        new Exemption(
            finding.rule(),
            ResourceSelector.parse(finding.subject()),
            Optional.empty(),
            "until the move",
            "platform@example.com",
            LocalDate.parse("2026-12-31")));
  }

  @Test
  void an_exempted_finding_ends_its_incident_without_a_message_and_opens_it_again_after_that() {
    var opened = demo.events(Examples.bare("i-1"), Examples.bare("i-2"));
    var one =
        demo.check(
                Severity.LOW,
                List.of(Examples.bare("i-2")),
                List.of(exempted(Examples.bare("i-1"))))
            .events();
    assertEquals(
        List.of("Slash80 Finding Resolved"), one.stream().map(event -> event.get("type")).toList());
    assertEquals(List.of(), detail(one.getFirst()).get("changedBy"));
    assertFalse(detail(one.getFirst()).containsKey("changedByNobody"));
    assertFalse(detail(one.getFirst()).containsKey("slack"));
    assertFalse(detail(one.getFirst()).containsKey("pagerduty"), "the other one is open");
    var ended = (Map<?, ?>) ((List<?>) detail(one.getFirst()).get("findings")).getFirst();
    assertEquals("node-holds-pod-prefix/i-1", ended.get("id"));
    assertEquals("silenced by the policy", ended.get("ending"));

    var both =
        demo.check(
                Severity.LOW,
                List.of(),
                List.of(exempted(Examples.bare("i-1")), exempted(Examples.bare("i-2"))))
            .events();
    assertEquals(
        Map.of(
            "event_action", "resolve", "dedup_key", pagerDuty(opened.getFirst()).get("dedup_key")),
        pagerDuty(both.getFirst()));
    assertEquals(
        "Slash80 Finding Opened", demo.events(Examples.bare("i-1")).getFirst().get("type"));
  }

  @Test
  void an_exempted_finding_that_was_never_sent_has_no_event() {
    demo.check(Severity.CRITICAL, List.of(Examples.bare("i-1")));
    assertEquals(
        List.of(),
        demo.check(Severity.CRITICAL, List.of(), List.of(exempted(Examples.bare("i-1")))).events());
  }
}
