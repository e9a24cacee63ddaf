package slash80.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.ledger.DeltaExamples.ASKED;
import static slash80.ledger.DeltaExamples.FIRST;
import static slash80.ledger.DeltaExamples.LAPSE;
import static slash80.ledger.DeltaExamples.LATER;
import static slash80.ledger.DeltaExamples.WHOLE;
import static slash80.ledger.DeltaExamples.against;
import static slash80.ledger.DeltaExamples.finding;
import static slash80.ledger.DeltaExamples.ids;
import static slash80.ledger.DeltaExamples.judged;
import static slash80.ledger.DeltaExamples.ledgerOf;
import static slash80.ledger.DeltaExamples.minute;
import static slash80.ledger.DeltaExamples.seeing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import slash80.facts.Fact;
import slash80.facts.Instance;
import slash80.ip.Prefix;
import slash80.rule.Severity;

/// Findings that come back soon after they were resolved, and the prefixes that nodes keep.
class DeltaFlappingTest {
  @Test
  void what_flaps_is_told_once_and_its_end_when_it_has_come_to_rest() {
    var fault = finding("closed", "eni-1");
    var ledger = ledgerOf(fault);
    var told = new ArrayList<String>();
    for (int minute : List.of(1, 2, 3, 4, 5, 30)) {
      var at = FIRST.plusSeconds(60L * minute);
      boolean isWrong = minute % 2 == 0 && minute < 30;
      var delta = against(ledger, isWrong ? judged(at, fault) : judged(at));
      delta.opened().forEach(_ -> told.add(minute + " opened " + delta.returned()));
      delta
          .resolved()
          .forEach(resolved -> told.add(minute + " resolved since " + resolved.firstSeen()));
      ledger = delta.after();
    }

    assertEquals(
        List.of(
            "1 resolved since " + FIRST,
            "2 opened {closed/eni-1=" + FIRST.plusSeconds(60) + "}",
            "30 resolved since " + FIRST),
        told);
    assertTrue(ledger.resolved().isEmpty());
  }

  @Test
  void what_is_worse_when_it_flaps_is_told() {
    var low = finding("closed", "eni-1").severity(Severity.LOW);
    var ledger = ledgerOf(low);
    ledger = against(ledger, judged(minute(1))).after();
    ledger = against(ledger, judged(minute(2), low)).after();
    ledger = against(ledger, judged(minute(3))).after();

    var worse = against(ledger, judged(minute(4), low.severity(Severity.HIGH)));

    assertEquals(List.of("closed/eni-1"), ids(worse));
  }

  @Test
  void what_comes_back_later_is_new() {
    var fault = finding("closed", "eni-1");
    var mended = against(ledgerOf(fault), judged(minute(1))).after();

    var back = against(mended, judged(minute(17), fault));

    assertEquals(List.of("closed/eni-1"), ids(back));
    assertTrue(back.returned().isEmpty());
    assertEquals(minute(17), back.after().open().get("closed/eni-1").firstSeen());
  }

  @Test
  void what_is_kept_to_know_flapping_is_no_reason_to_write() {
    var mended = against(ledgerOf(finding("closed", "eni-1")), judged(minute(1))).after();

    assertSame(mended, against(mended, judged(minute(600))).after());
    assertTrue(
        against(mended, judged(minute(600), finding("closed", "eni-2")))
            .after()
            .resolved()
            .isEmpty());
  }

  // ---- Prefixes ----

  @Test
  void a_node_keeps_the_prefixes_that_it_was_first_seen_with() {
    var first = seen(Ledger.empty("demo"), "2001:db8:0:1:1::/80");
    var more = seen(first, "2001:db8:0:1:1::/80", "2001:db8:0:1:2::/80");
    var other = seen(more, "2001:db8:0:1:3::/80");
    var none = seen(first);

    assertEquals("[2001:db8:0:1:1::/80]", recorded(first));
    assertEquals("[2001:db8:0:1:1::/80, 2001:db8:0:1:2::/80]", recorded(more));
    assertSame(more, other);
    assertSame(first, none);
    assertTrue(seen(Ledger.empty("demo")).prefixes().isEmpty());
  }

  @Test
  void the_prefixes_of_a_node_that_is_gone_are_forgotten_within_the_extent() {
    var before = seen(Ledger.empty("demo"), "2001:db8:0:1:1::/80");
    var elsewhere = new CheckedScope.Part(ASKED, Set.of("i-9"));
    var judgement = judged(LATER).judgement();

    assertSame(before, Delta.between(before, judgement, seeing(elsewhere), LAPSE).after());
    assertTrue(Delta.between(before, judgement, seeing(WHOLE), LAPSE).after().prefixes().isEmpty());
    assertSame(
        before,
        Delta.between(
                before,
                judgement,
                new Observation(WHOLE, Fact.unread("AccessDenied"), Map.of()),
                LAPSE)
            .after());
  }

  private static Ledger seen(Ledger before, String... prefixes) {
    var node = new Instance.Id("i-1");
    var held = Arrays.stream(prefixes).map(Prefix::parse).toList();
    var reading = new Observation(WHOLE, Fact.known(Set.of(node)), Map.of(node, held));
    return Delta.between(before, judged(LATER).judgement(), reading, LAPSE).after();
  }

  private static String recorded(Ledger ledger) {
    return ledger.prefixes().get(new Instance.Id("i-1")).toString();
  }
}
