package slash80.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.ledger.DeltaExamples.FIRST;
import static slash80.ledger.DeltaExamples.LAPSE;
import static slash80.ledger.DeltaExamples.LATER;
import static slash80.ledger.DeltaExamples.WHOLE;
import static slash80.ledger.DeltaExamples.against;
import static slash80.ledger.DeltaExamples.assertQuiet;
import static slash80.ledger.DeltaExamples.assertReported;
import static slash80.ledger.DeltaExamples.finding;
import static slash80.ledger.DeltaExamples.ids;
import static slash80.ledger.DeltaExamples.judged;
import static slash80.ledger.DeltaExamples.ledgerOf;
import static slash80.ledger.DeltaExamples.resolved;
import static slash80.ledger.DeltaExamples.seeing;
import static slash80.ledger.DeltaExamples.tcp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import slash80.facts.Fact;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// Findings that a check opens, resolves or keeps.
class DeltaTest {
  @Test
  void a_finding_that_is_not_in_the_ledger_is_opened_and_kept() {
    var delta = against(Ledger.empty("demo"), judged(FIRST, finding("closed", "eni-1")));

    assertEquals(List.of("closed/eni-1"), ids(delta));
    assertEquals(FIRST, delta.after().open().get("closed/eni-1").firstSeen());
    assertEquals(FIRST, delta.after().readingBegan());
  }

  @Test
  void what_was_announced_is_not_opened_again_and_the_document_stays_as_it_is() {
    var before = ledgerOf(finding("closed", "eni-1"));

    var delta = against(before, judged(LATER, finding("closed", "eni-1")));

    assertQuiet(delta);
    assertSame(before, delta.after());
  }

  @Test
  void a_higher_severity_opens_again_and_keeps_when_it_was_first_seen() {
    var before = ledgerOf(finding("closed", "eni-1").severity(Severity.LOW));

    var delta = against(before, judged(LATER, finding("closed", "eni-1").severity(Severity.HIGH)));

    assertEquals(List.of("closed/eni-1"), ids(delta));
    assertEquals(FIRST, delta.after().open().get("closed/eni-1").firstSeen());
  }

  @Test
  void a_lower_severity_is_not_told_but_kept_so_that_its_rise_is_told() {
    var high = ledgerOf(finding("closed", "eni-1").severity(Severity.HIGH));

    var lowered = against(high, judged(LATER, finding("closed", "eni-1").severity(Severity.LOW)));
    var risen =
        against(lowered.after(), judged(LATER, finding("closed", "eni-1").severity(Severity.HIGH)));

    assertQuiet(lowered);
    assertReported(risen);
  }

  @Test
  void an_open_set_that_grew_opens_again() {
    var before = ledgerOf(finding("closed", "eni-1").open(tcp(22, "::/1")));

    assertFalse(
        against(before, judged(LATER, finding("closed", "eni-1").open(tcp(22, "::/0")))).isEmpty());
    assertFalse(
        against(before, judged(LATER, finding("closed", "eni-1").open(tcp(443, "::/1"))))
            .isEmpty());
  }

  @Test
  void an_open_set_in_other_words_is_not_news() {
    var before = ledgerOf(finding("closed", "eni-1").open(tcp(22, "::/0")));
    var halves = tcp(22, "::/1").union(tcp(22, "8000::/1"));

    assertSame(
        before, against(before, judged(LATER, finding("closed", "eni-1").open(halves))).after());
  }

  @Test
  void an_open_set_that_shrank_is_not_told_but_kept_so_that_its_growth_is_told() {
    var wide = ledgerOf(finding("closed", "eni-1").open(tcp(22, "::/0")));

    var shrunk = against(wide, judged(LATER, finding("closed", "eni-1").open(tcp(22, "::/8"))));
    var grown =
        against(shrunk.after(), judged(LATER, finding("closed", "eni-1").open(tcp(22, "::/0"))));

    assertQuiet(shrunk);
    assertReported(grown);
  }

  @Test
  void a_latent_set_that_grew_opens_again() {
    var before = ledgerOf(finding("closed", "eni-1").latent(tcp(443, "::/0")));
    var more = tcp(443, "::/0").union(tcp(22, "::/0"));

    assertFalse(against(before, judged(LATER, finding("closed", "eni-1").latent(more))).isEmpty());
  }

  @Test
  void what_was_judged_and_is_not_wrong_any_more_is_resolved() {
    var delta = against(ledgerOf(finding("closed", "eni-1")), judged(LATER));

    assertEquals(1, delta.resolved().size());
    var ended = delta.resolved().getFirst();
    assertEquals(
        new Delta.Resolved("closed/eni-1", "It is closed", FIRST, Delta.Ending.MENDED, ended.was()),
        ended);
    assertEquals(Optional.of("closed/eni-1"), ended.was().map(Finding::id));
    assertTrue(delta.after().open().isEmpty());
  }

  @Test
  void what_could_not_be_judged_stays_announced() {
    var before = ledgerOf(finding("closed", "eni-1"));

    assertSame(before, against(before, judged(LATER).undecided("closed", "eni-1")).after());
    assertSame(before, against(before, judged(LATER).undecided("closed")).after());
    assertSame(before, against(before, judged(LATER).settling("closed", "eni-1")).after());
  }

  @Test
  void what_could_not_be_judged_elsewhere_keeps_nothing_open() {
    var before = ledgerOf(finding("closed", "eni-1"));

    assertFalse(against(before, judged(LATER).undecided("closed", "eni-2")).isEmpty());
    assertFalse(against(before, judged(LATER).undecided("holds-prefix")).isEmpty());
    assertFalse(against(before, judged(LATER).settling("holds-prefix", "eni-1")).isEmpty());
  }

  @Test
  void what_a_rule_found_that_is_not_asked_any_more_stays_announced() {
    var before = ledgerOf(finding("turned-off", "eni-1"));

    assertSame(before, against(before, judged(LATER)).after());
  }

  @Test
  void the_ledger_of_another_cluster_is_refused() {
    var other = Ledger.empty("other");
    var judgement = judged(FIRST).judgement();

    assertThrows(
        IllegalArgumentException.class,
        () -> Delta.between(other, judgement, seeing(WHOLE, "i-1"), LAPSE));
  }

  // ---- A part of the cluster ----

  @Test
  void a_part_of_the_cluster_neither_opens_nor_resolves_what_lies_outside() {
    var before =
        ledgerOf(finding("closed", "eni-1").of("i-1"), finding("closed", "eni-2").of("i-2"));
    var part = new CheckedScope.Part(Set.of("closed"), Set.of("i-1"));

    var delta =
        Delta.between(
            before,
            judged(LATER, finding("closed", "eni-3").of("i-3")).judgement(),
            seeing(part, "i-1", "i-2"),
            LAPSE);

    assertEquals(List.of(), ids(delta));
    assertEquals(List.of("closed/eni-1"), resolved(delta));
    assertEquals(Set.of("closed/eni-2"), delta.after().open().keySet());
  }

  @Test
  void a_part_reaches_what_belongs_to_its_nodes_though_it_is_gone() {
    var before = ledgerOf(finding("closed", "eni-1").of("i-1"), finding("closed", "eni-9"));
    var part = new CheckedScope.Part(Set.of("closed"), Set.of("i-1", "eni-9"));

    var delta = Delta.between(before, judged(LATER).judgement(), seeing(part, "i-2"), LAPSE);

    assertEquals(
        List.of(Delta.Ending.NODE_GONE, Delta.Ending.MENDED),
        delta.resolved().stream().map(Delta.Resolved::ending).toList());
  }

  @Test
  void rules_that_a_part_does_not_ask_stay_as_they_are() {
    var before = ledgerOf(finding("holds-prefix", "i-1").of("i-1"));
    var part = new CheckedScope.Part(Set.of("closed"), Set.of("i-1"));

    assertSame(
        before,
        Delta.between(before, judged(LATER).judgement(), seeing(part, "i-1"), LAPSE).after());
  }

  @Test
  void the_findings_of_a_node_that_is_gone_say_so_and_those_of_an_unread_one_do_not() {
    var before = ledgerOf(finding("closed", "eni-1").of("i-1"));
    var unread = new Observation(WHOLE, Fact.unread("AccessDenied"), Map.of());

    var gone = Delta.between(before, judged(LATER).judgement(), seeing(WHOLE, "i-2"), LAPSE);
    var untold = Delta.between(before, judged(LATER).judgement(), unread, LAPSE);

    assertEquals(Delta.Ending.NODE_GONE, gone.resolved().getFirst().ending());
    assertEquals(Delta.Ending.MENDED, untold.resolved().getFirst().ending());
  }

  // ---- More, less, and back again ----

  @Test
  void what_is_worse_and_what_is_less_are_named() {
    var before = ledgerOf(finding("closed", "eni-1").open(tcp(22, "::/1")));

    var grown = against(before, judged(LATER, finding("closed", "eni-1").open(tcp(22, "::/0"))));
    var shrunk = against(before, judged(LATER, finding("closed", "eni-1").open(tcp(22, "::/8"))));

    assertEquals(Set.of("closed/eni-1"), grown.worse());
    assertEquals(List.of("closed/eni-1"), shrunk.shrunk());
  }

  @Test
  void the_end_of_a_cluster_ends_all_its_findings() {
    var closing = Delta.closing(ledgerOf(finding("closed", "eni-1")), LATER);

    assertReported(closing);
    assertEquals(Delta.Ending.CLUSTER_GONE, closing.resolved().getFirst().ending());
    assertTrue(closing.after().open().isEmpty());
    assertFalse(Delta.closing(Ledger.empty("demo"), LATER).isEmpty());
  }

  /// The version before refuses a ledger with an ending that it does not know.
  @Test
  void the_end_of_the_checks_is_written_in_a_word_that_older_versions_read() {
    var leaving = Delta.leaving(ledgerOf(finding("closed", "eni-1")), LATER);
    var claimed = leaving.after().with(leaving.claim("check", LATER, List.of()));

    assertEquals(Delta.Ending.NO_LONGER_CHECKED, leaving.resolved().getFirst().ending());
    assertTrue(claimed.tree().toString().contains("ending=CLUSTER_GONE"), claimed::toString);
    assertFalse(claimed.tree().toString().contains("NO_LONGER"), claimed::toString);
    assertEquals(claimed, Ledger.of(claimed.tree()));
    var closing = Delta.closing(Ledger.of(claimed.tree()), LATER);
    assertEquals(Delta.Ending.NO_LONGER_CHECKED, closing.resolved().getFirst().ending());
  }
}
