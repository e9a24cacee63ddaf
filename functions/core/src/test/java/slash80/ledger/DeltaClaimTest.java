package slash80.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.ledger.DeltaExamples.FIRST;
import static slash80.ledger.DeltaExamples.LATER;
import static slash80.ledger.DeltaExamples.against;
import static slash80.ledger.DeltaExamples.claimed;
import static slash80.ledger.DeltaExamples.finding;
import static slash80.ledger.DeltaExamples.ids;
import static slash80.ledger.DeltaExamples.judged;
import static slash80.ledger.DeltaExamples.ledgerOf;
import static slash80.ledger.DeltaExamples.minute;
import static slash80.ledger.DeltaExamples.resolved;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Alerts that a check has claimed in the ledger and not announced.
class DeltaClaimTest {
  @Test
  void what_is_claimed_is_left_to_its_check_and_announced_by_the_next_once_it_has_lapsed() {
    var fault = finding("closed", "eni-1");
    var claimed = claimed(against(Ledger.empty("demo"), judged(FIRST, fault)));

    var soon = against(claimed, judged(minute(3), fault));
    var late = against(claimed, judged(minute(5), fault));

    assertTrue(soon.isEmpty());
    assertSame(claimed, soon.after());
    assertEquals(List.of("closed/eni-1"), ids(late));
    assertEquals(List.of(Examples.ORIGIN), late.origins());
    assertTrue(late.after().claims().isEmpty());
  }

  @Test
  void what_was_given_up_is_announced_by_the_next_at_once() {
    var fault = finding("closed", "eni-1");
    var claimed = claimed(against(Ledger.empty("demo"), judged(FIRST, fault)));

    assertEquals(
        List.of("closed/eni-1"), ids(against(claimed.released("check-1"), judged(FIRST, fault))));
    assertTrue(against(claimed.announced("check-1"), judged(minute(9), fault)).isEmpty());
  }

  @Test
  void a_lapsed_claim_is_announced_though_nobody_can_judge_it_now() {
    var fault = finding("closed", "eni-1");
    var claimed = claimed(against(Ledger.empty("demo"), judged(FIRST, fault)));

    var delta = against(claimed, judged(minute(5)).undecided("closed"));

    assertEquals(List.of("closed/eni-1"), ids(delta));
    assertEquals("It is closed", delta.opened().getFirst().title());
  }

  @Test
  void a_lapsed_claim_of_what_is_mended_since_is_told_as_mended() {
    var claimed = claimed(against(Ledger.empty("demo"), judged(FIRST, finding("closed", "eni-1"))));

    var delta = against(claimed, judged(minute(5)));

    assertEquals(List.of(), ids(delta));
    assertEquals(List.of("closed/eni-1"), resolved(delta));
  }

  @Test
  void a_lapsed_claim_of_a_resolved_finding_is_announced_unless_it_is_back() {
    var fault = finding("closed", "eni-1");
    var claimed = claimed(against(ledgerOf(fault), judged(minute(1))));

    var still = against(claimed, judged(minute(6)));
    var back = against(claimed, judged(minute(6), fault));

    assertEquals(List.of("closed/eni-1"), resolved(still));
    assertEquals(List.of(), resolved(back));
    assertEquals(List.of("closed/eni-1"), ids(back));
  }

  /// Nobody knows it for flapping: what it does next is news.
  @Test
  void what_came_back_untold_and_is_mended_since_is_told_and_so_is_its_next_return() {
    var fault = finding("closed", "eni-1");
    var mended = against(ledgerOf(fault), judged(minute(1))).after();
    var claimed = claimed(against(mended, judged(minute(2), fault)));

    var late = against(claimed, judged(minute(9)));
    var soon = against(claimed, judged(minute(3)));
    var later = against(soon.after(), judged(minute(9)));

    assertTrue(soon.isEmpty());
    for (var again : List.of(late, later)) {
      assertEquals(List.of("closed/eni-1"), resolved(again));
      assertEquals(List.of("closed/eni-1"), ids(against(again.after(), judged(minute(10), fault))));
    }
  }

  @Test
  void a_lapsed_claim_of_what_was_told_as_flapping_since_waits_until_it_has_come_to_rest() {
    var fault = finding("closed", "eni-1");
    var claimed = claimed(against(ledgerOf(fault), judged(minute(1))));
    var back = against(claimed, judged(minute(3), fault));

    var mended = against(back.after(), judged(minute(6)));

    assertEquals(Map.of("closed/eni-1", minute(1)), back.returned());
    assertEquals(List.of(), resolved(mended));
    assertEquals(List.of("closed/eni-1"), resolved(against(mended.after(), judged(minute(30)))));
  }

  @Test
  void a_claim_from_a_clock_that_is_years_ahead_has_lapsed() {
    var fault = finding("closed", "eni-1");
    var delta = against(Ledger.empty("demo"), judged(FIRST, fault));
    var ahead = FIRST.plus(Duration.ofDays(1000));
    var claimed = delta.after().with(delta.claim("check-1", ahead, List.of()));

    assertEquals(List.of("closed/eni-1"), ids(against(claimed, judged(LATER, fault))));
  }
}
