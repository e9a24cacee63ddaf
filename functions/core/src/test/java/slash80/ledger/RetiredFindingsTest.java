package slash80.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.ledger.DeltaExamples.LAPSE;
import static slash80.ledger.DeltaExamples.assertQuiet;
import static slash80.ledger.DeltaExamples.finding;
import static slash80.ledger.DeltaExamples.judged;
import static slash80.ledger.DeltaExamples.minute;
import static slash80.ledger.DeltaExamples.seeing;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import slash80.judge.RetiredRules;

/// Tests that findings of renamed rules are read on under the new name, and that findings of
/// removed rules end with the rule.
class RetiredFindingsTest {
  private static final RetiredRules RETIRED =
      new RetiredRules(Map.of("was-closed", "closed", "was-tagged", ""));

  private static final CheckedScope BEFORE = whole("was-closed", "was-tagged");
  private static final CheckedScope NOW = whole("closed");

  private static CheckedScope whole(String... rules) {
    return new CheckedScope.Whole(Set.of(rules));
  }

  private static Ledger ledger() {
    var faults = judged(minute(0), finding("was-closed", "eni-1"), finding("was-tagged", "i-1"));
    var first = Delta.between(Ledger.empty("demo"), faults.judgement(), seeing(BEFORE), LAPSE);
    var claimed = first.after().with(first.claim("check-1", minute(0), List.of()));
    return LedgerJson.read(claimed.tree(), RETIRED);
  }

  private static Delta check(Ledger before, CheckedScope extent, int at, String... rules) {
    var faults = List.of(rules).stream().map(rule -> finding(rule, "eni-1")).toList();
    return Delta.between(
        before,
        judged(minute(at), faults.toArray(DeltaExamples.Fault[]::new)).judgement(),
        seeing(extent),
        LAPSE,
        RETIRED);
  }

  @Test
  void a_finding_of_a_renamed_rule_is_the_same_finding() {
    var ledger = ledger().announced("check-1");
    assertEquals(Set.of("closed/eni-1", "was-tagged/i-1"), ledger.open().keySet());

    var delta = check(ledger, NOW, 60, "closed");

    assertEquals(List.of(), DeltaExamples.ids(delta));
    assertEquals(List.of("was-tagged/i-1"), DeltaExamples.resolved(delta));
    assertEquals(Delta.Ending.RULES_CHANGED, delta.resolved().getFirst().ending());
    assertQuiet(check(delta.after(), NOW, 70, "closed"));
  }

  @Test
  void a_partial_check_keeps_a_finding_of_a_removed_rule() {
    var part = new CheckedScope.Part(Set.of("closed"), Set.of("eni-1", "i-1"));
    var delta = check(ledger().announced("check-1"), part, 60, "closed");
    assertQuiet(delta);
    assertEquals(Set.of("closed/eni-1", "was-tagged/i-1"), delta.after().open().keySet());
  }

  @Test
  void the_claim_of_an_unfinished_check_is_announced_under_the_new_name() {
    assertEquals(
        Set.of("closed/eni-1", "was-tagged/i-1"), ledger().claims().getFirst().news().opened());
    assertEquals(List.of("closed/eni-1"), DeltaExamples.ids(check(ledger(), NOW, 60, "closed")));
  }
}
