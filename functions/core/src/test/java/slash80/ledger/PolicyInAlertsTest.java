package slash80.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import slash80.alerts.Alert;
import slash80.alerts.ReportJson;
import slash80.facts.Fact;
import slash80.fixtures.AlertSchema;
import slash80.fixtures.JudgementFixture;
import slash80.judge.Exempted;
import slash80.judge.Exemption;
import slash80.judge.Judgement;
import slash80.judge.Policy;
import slash80.judge.ResourceSelector;
import slash80.network.Parameters;
import slash80.rule.Finding;

/// The effect of a policy on deltas and alerts: silenced findings, exemptions that end soon, and a
/// policy that cannot be used.
class PolicyInAlertsTest {
  private static Exemption exemption(String expires) {
    return new Exemption(
        "node-holds-pod-prefix",
        ResourceSelector.parse("n1"),
        Optional.empty(),
        "until the move",
        "platform@example.com",
        LocalDate.parse(expires));
  }

  private static Judgement judgement(
      List<Finding> findings, List<Exempted> exempted, Policy policy) {
    return JudgementFixture.judging(Examples.cluster("demo"), Examples.AT)
        .finds(findings)
        .exempts(exempted)
        .under(policy)
        .judgement();
  }

  private static Policy turningOff(String rule) {
    return new Policy(
        Parameters.DEFAULTS, Set.of(rule), Map.of(), List.of(), List.of(), Optional.empty());
  }

  private static Judgement exempting(String expires) {
    return judgement(
        List.of(), List.of(new Exempted(Examples.bare("n1"), exemption(expires))), Policy.NONE);
  }

  private static Delta between(Ledger before, Judgement judgement) {
    var reading = new Observation(CheckedScope.whole(), Fact.known(Set.of()), Map.of());
    return Delta.between(before, judgement, reading, Timings.DEFAULTS.lapse());
  }

  private static Judgement finding(Finding... findings) {
    return judgement(List.of(findings), List.of(), Policy.NONE);
  }

  @Test
  void what_is_exempted_is_neither_told_nor_called_resolved() {
    var fresh = between(DeltaExamples.introduced(), exempting("2026-12-31"));
    assertTrue(fresh.isEmpty());
    var known = between(Ledger.empty("demo"), finding(Examples.bare("n1"))).after();
    var exempted = between(known, exempting("2026-12-31"));
    assertTrue(exempted.isEmpty());
    assertEquals(Set.of(), exempted.after().open().keySet());
    assertEquals(List.of(Examples.bare("n1").id()), silenced(exempted));
    assertEquals(List.of(), silenced(between(exempted.after(), exempting("2026-12-31"))));
  }

  private static List<String> silenced(Delta delta) {
    return delta.silenced().stream().map(Delta.Resolved::id).toList();
  }

  @Test
  void what_was_exempted_is_news_when_the_exemption_has_ended() {
    var known = between(Ledger.empty("demo"), finding(Examples.bare("n1"))).after();
    var meanwhile = between(known, exempting("2026-12-31")).after();
    var ended = between(meanwhile, finding(Examples.bare("n1")));
    assertEquals(List.of(Examples.bare("n1")), ended.opened());
  }

  @Test
  void what_a_rule_found_that_is_off_now_is_forgotten_without_a_word() {
    var known = between(Ledger.empty("demo"), finding(Examples.bare("n1"))).after();
    var off = between(known, judgement(List.of(), List.of(), turningOff("node-holds-pod-prefix")));
    assertTrue(off.isEmpty());
    assertEquals(List.of(Examples.bare("n1").id()), silenced(off));
    assertEquals(Set.of(), off.after().open().keySet());
  }

  @Test
  void an_alert_warns_of_what_ends_within_seven_days() {
    var soon = exempting("2026-11-28");
    var alert = alert(soon);
    assertTrue(alert.email().contains("EXEMPTIONS THAT END WITHIN SEVEN DAYS"), alert.email());
    assertTrue(alert.email().contains("node-holds-pod-prefix of n1 until 2026-11-28"));
    assertTrue(alert.card().toString().contains("Ending within seven days: 1 exemption"));
    assertEquals(
        "[{rule=node-holds-pod-prefix, subject=n1, reason=until the move,"
            + " owner=platform@example.com, expires=2026-11-28}]",
        alert.document().get("lapsing").toString());
    var late = alert(exempting("2026-12-31"));
    assertFalse(late.email().contains("EXEMPTIONS"), late.email());
    assertFalse(late.document().containsKey("lapsing"));
  }

  @Test
  void an_alert_says_that_the_policy_could_not_be_used() {
    var policy = Policy.inPlaceOf(Parameters.DEFAULTS, "ssm:GetParameter: AccessDenied");
    var alert = alert(judgement(List.of(), List.of(), policy));
    assertTrue(alert.email().contains("THE POLICY COULD NOT BE USED"), alert.email());
    assertTrue(
        alert.email().replaceAll("\\s+", " ").contains("no policy: ssm:GetParameter: AccessDenied"),
        alert.email());
    assertTrue(alert.card().toString().contains("*The policy could not be used*"));
    assertEquals("ssm:GetParameter: AccessDenied", alert.document().get("policyTrouble"));
  }

  private static Alert alert(Judgement judgement) {
    var news = Examples.opened(List.of(Examples.open("eni-1")));
    return AlertSchema.alertOf(judgement, news, List.of(Examples.ORIGIN));
  }

  @Test
  void the_json_lists_what_is_exempted_with_its_exemption() {
    var exempted = (List<?>) ReportJson.of(exempting("2026-12-31")).get("exempted");
    var map = (Map<?, ?>) exempted.getFirst();
    assertEquals("node-holds-pod-prefix/n1", map.get("id"));
    assertEquals(
        "{rule=node-holds-pod-prefix, subject=n1, reason=until the move,"
            + " owner=platform@example.com, expires=2026-12-31}",
        map.get("exemption").toString());
  }
}
