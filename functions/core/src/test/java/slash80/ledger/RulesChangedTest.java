package slash80.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.ledger.DeltaExamples.LAPSE;
import static slash80.ledger.DeltaExamples.assertQuiet;
import static slash80.ledger.DeltaExamples.finding;
import static slash80.ledger.DeltaExamples.ids;
import static slash80.ledger.DeltaExamples.judged;
import static slash80.ledger.DeltaExamples.minute;
import static slash80.ledger.DeltaExamples.seeing;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import slash80.alerts.Alert;
import slash80.fixtures.AlertSchema;
import slash80.rule.Finding;

/// Tests the first checks after an update of the rule book: what new and changed rules find is
/// reported once, as a change of the rules, and nobody is named for it.
class RulesChangedTest {
  private static final String ADDED = "interface-closed-to-global-accelerator";
  private static final String CHANGED = "ipv6-no-wider-than-ipv4";
  private static final String SAME = "node-is-nitro";
  private static final Set<String> RULES = Set.of(ADDED, CHANGED, SAME);
  private static final CheckedScope WHOLE = new CheckedScope.Whole(RULES);

  /// `AuthorizeSecurityGroupIngress` by alice, which names `sg-2`.
  private static final ChangeOrigin ORIGIN = Examples.ORIGIN;

  private static final List<ChangeOrigin> NOBODY = List.of();

  /// A ledger that the program before this edition wrote.
  private static Ledger old(DeltaExamples.Fault... faults) {
    var first = check(Ledger.empty("demo"), judged(minute(0), faults), WHOLE, NOBODY).after();
    var tree = new LinkedHashMap<>(first.began(minute(0)).tree());
    tree.remove("ruleBook");
    return Ledger.of(tree);
  }

  private static Delta check(
      Ledger before, DeltaExamples.Judged judged, CheckedScope extent, List<ChangeOrigin> led) {
    return Delta.between(before, judged.judgement(), seeing(extent, "i-1"), LAPSE)
        .explainedBy(led, before, Authors.UNASKED);
  }

  private static Alert alert(DeltaExamples.Judged judged, Delta delta, List<ChangeOrigin> led) {
    return AlertSchema.alertOf(judged.judgement(), delta, led);
  }

  @Test
  void what_a_new_rule_finds_is_reported_once_and_nobody_is_named() {
    var before = old(finding(SAME, "i-1"));
    var now = judged(minute(60), finding(SAME, "i-1"), finding(ADDED, "eni-1"));

    var delta = check(before, now, WHOLE, List.of(ORIGIN));

    var alert = alert(now, delta, List.of(ORIGIN));
    assertEquals(List.of(ADDED + "/eni-1"), ids(delta));
    assertEquals("rules-changed", alert.document().get("kind"));
    assertEquals(List.of(), alert.document().get("origins"));
    assertEquals(List.of(ADDED + "/eni-1"), alert.document().get("byRules"));
    assertEquals(List.of(List.of()), changedBy(alert));
    assertTrue(alert.subject().startsWith("[MEDIUM] demo: rules changed: "), alert.subject());
    assertFalse(alert.email().contains("alice"), alert.email());
    assertTrue(alert.email().contains("The rules of Slash80 have changed, not the network"));
    assertFalse(alert.card().toString().contains("alice"), alert.card().toString());

    assertQuiet(check(delta.after(), now, WHOLE, NOBODY));
  }

  @Test
  void a_change_in_the_same_check_stays_a_change_and_names_its_author_for_its_own_findings() {
    var now = judged(minute(60), finding(SAME, "sg-2"), finding(ADDED, "eni-1"));

    var delta = check(old(), now, WHOLE, List.of(ORIGIN));

    var alert = alert(now, delta, List.of(ORIGIN));
    assertEquals("change", alert.document().get("kind"));
    assertEquals(List.of(ADDED + "/eni-1"), alert.document().get("byRules"));
    assertEquals(1, ((List<?>) alert.document().get("origins")).size());
    assertEquals(2, changedBy(alert).size());
    assertEquals(1, changedBy(alert).stream().filter(calls -> !calls.isEmpty()).count());
    assertTrue(alert.email().contains("Slash80 was updated."), alert.email());
    assertTrue(alert.email().contains("nobody is named for it"), alert.email());
  }

  @Test
  void a_new_rule_names_nobody_even_for_a_resource_that_was_changed() {
    var now = judged(minute(60), finding(ADDED, "sg-2"));

    var alert = alert(now, check(old(), now, WHOLE, List.of(ORIGIN)), List.of(ORIGIN));

    assertEquals("rules-changed", alert.document().get("kind"));
    assertEquals(List.of(List.of()), changedBy(alert));
  }

  @Test
  void what_a_changed_rule_finds_is_a_change_if_a_call_names_it() {
    var now = judged(minute(60), finding(CHANGED, "sg-2"), finding(CHANGED, "eni-7"));

    var delta = check(old(), now, WHOLE, List.of(ORIGIN));

    assertEquals(Set.of(CHANGED + "/eni-7"), delta.byRules());
    assertEquals("change", alert(now, delta, List.of(ORIGIN)).document().get("kind"));
  }

  @Test
  void a_changed_rule_is_the_author_where_a_call_only_names_the_resource() {
    var now = judged(minute(60), finding(CHANGED, "sg-2"), finding(CHANGED, "eni-7"));
    var before = old();
    var found = Delta.between(before, now.judgement(), seeing(WHOLE, "i-1"), LAPSE);

    var behind = weighed(Map.of(CHANGED + "/eni-7", List.of(ORIGIN)));
    var delta = found.explainedBy(List.of(ORIGIN), before, behind);
    assertEquals(Set.of(CHANGED + "/sg-2"), delta.byRules());
    assertEquals(
        Map.of(CHANGED + "/eni-7", List.of(ORIGIN), CHANGED + "/sg-2", List.of()),
        delta.opened().stream()
            .collect(
                Collectors.toMap(
                    Finding::id, opened -> delta.authors().behind(opened, List.of(ORIGIN)))));

    var nobody = found.explainedBy(List.of(ORIGIN), before, weighed(Map.of()));
    assertEquals(Set.of(CHANGED + "/sg-2", CHANGED + "/eni-7"), nobody.byRules());
    assertEquals("rules-changed", alert(now, nobody, List.of(ORIGIN)).document().get("kind"));
  }

  private static Authors weighed(Map<String, List<ChangeOrigin>> behind) {
    return new Authors(behind, true, Optional.empty());
  }

  @Test
  void a_finding_that_a_changed_rule_drops_is_not_called_fixed() {
    var before = old(finding(CHANGED, "eni-1"), finding(CHANGED, "sg-2"), finding(SAME, "i-1"));
    var now = judged(minute(60));

    var delta = check(before, now, WHOLE, List.of(ORIGIN));

    assertEquals(
        Map.of(
            CHANGED + "/eni-1", Delta.Ending.RULES_CHANGED,
            CHANGED + "/sg-2", Delta.Ending.MENDED,
            SAME + "/i-1", Delta.Ending.MENDED),
        delta.resolved().stream()
            .collect(Collectors.toMap(Delta.Resolved::id, Delta.Resolved::ending)));
    assertEquals("resolved", alert(now, delta, List.of(ORIGIN)).document().get("kind"));

    var dropped = check(old(finding(CHANGED, "eni-1")), now, WHOLE, NOBODY);
    var alert = alert(now, dropped, NOBODY);
    assertEquals("rules-changed", alert.document().get("kind"));
    assertEquals(
        "[RESOLVED] demo: rules changed: 1 finding is not found any more (us-east-2)",
        alert.subject());
  }

  @Test
  void a_partial_check_reports_its_part_and_the_next_whole_check_the_rest() {
    var part = new CheckedScope.Part(RULES, Set.of("eni-1"));
    var seen = judged(minute(60), finding(ADDED, "eni-1"));
    var first = check(old(finding(CHANGED, "eni-9")), seen, part, List.of(ORIGIN));
    assertEquals(Set.of(ADDED + "/eni-1"), first.byRules());
    assertEquals(List.of(), first.resolved(), "a part does not close what it does not see");

    var now =
        judged(
            minute(70),
            finding(ADDED, "eni-1"),
            finding(ADDED, "eni-2"),
            finding(CHANGED, "eni-9"));
    var second = check(first.after(), now, WHOLE, NOBODY);
    assertEquals(List.of(ADDED + "/eni-2"), ids(second));
    assertEquals("rules-changed", alert(now, second, NOBODY).document().get("kind"));

    var later = judged(minute(80), finding(CHANGED, "eni-9"), finding(ADDED, "eni-3"));
    var third = check(second.after(), later, WHOLE, List.of(ORIGIN));
    assertEquals(Set.of(), third.byRules());
    assertEquals("change", alert(later, third, List.of(ORIGIN)).document().get("kind"));
  }

  @Test
  void a_new_rule_that_could_not_be_checked_at_first_is_not_forgotten() {
    var first = check(old(), judged(minute(60)).undecided(ADDED), WHOLE, NOBODY);
    assertQuiet(first);

    var now = judged(minute(120), finding(ADDED, "eni-1"), finding(CHANGED, "eni-2"));
    var second = check(first.after(), now, WHOLE, NOBODY);

    assertEquals(Set.of(ADDED + "/eni-1"), second.byRules());
    var third = check(second.after(), judged(minute(180), finding(ADDED, "eni-2")), WHOLE, NOBODY);
    assertEquals(Set.of(), third.byRules());
  }

  @Test
  void the_edition_is_written_once_although_nothing_is_reported() {
    var before = old(finding(SAME, "i-1"));
    var delta = check(before, judged(minute(60), finding(SAME, "i-1")), WHOLE, NOBODY);
    assertQuiet(delta);
    assertNotEquals(before, delta.after());
    assertEquals(delta.after(), Ledger.of(delta.after().tree()));
    var next = check(delta.after(), judged(minute(70), finding(SAME, "i-1")), WHOLE, NOBODY);
    assertEquals(delta.after(), next.after());
  }

  @Test
  void a_first_check_is_a_first_check() {
    var now = judged(minute(0), finding(ADDED, "eni-1"));
    var delta = check(Ledger.empty("demo"), now, WHOLE, NOBODY);
    assertEquals("baseline", alert(now, delta, NOBODY).document().get("kind"));
  }

  @Test
  void a_check_that_was_killed_names_nobody_later_either() {
    var before = old(finding(CHANGED, "eni-1"));
    var now = judged(minute(60), finding(ADDED, "eni-1"));
    var killed = check(before, now, WHOLE, List.of(ORIGIN));
    var claimed =
        Ledger.of(killed.after().with(killed.claim("check-1", minute(60), List.of(ORIGIN))).tree());

    var later = judged(minute(120), finding(ADDED, "eni-1"));
    var delta = check(claimed, later, WHOLE, List.of(ORIGIN));

    assertEquals(Set.of(ADDED + "/eni-1"), delta.byRules());
    assertEquals(Delta.Ending.RULES_CHANGED, delta.resolved().getFirst().ending());
    assertEquals("rules-changed", alert(later, delta, List.of(ORIGIN)).document().get("kind"));
  }

  @Test
  void the_program_before_reads_every_ending_of_a_claim() {
    var delta = check(old(finding(CHANGED, "eni-1")), judged(minute(60)), WHOLE, NOBODY);
    var tree = delta.after().with(delta.claim("check-1", minute(60), NOBODY)).tree().toString();
    assertTrue(tree.contains("ending=MENDED"), tree);
    assertFalse(tree.contains("RULES_CHANGED"), tree);
  }

  private static List<List<?>> changedBy(Alert alert) {
    return ((List<?>) alert.document().get("causes"))
        .stream().<List<?>>map(cause -> (List<?>) ((Map<?, ?>) cause).get("changedBy")).toList();
  }
}
