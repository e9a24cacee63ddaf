package slash80.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import slash80.ledger.SiteLedger.Review;
import slash80.ledger.SiteTrouble.Kind;

/// Tests of what people are told about accounts and regions, and how often.
final class SiteLedgerTest {
  private static final Instant AT = Instant.parse("2026-11-26T08:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);
  private static final Site ONE = new Site("222233334444", "us-east-2");
  private static final Site OTHER = new Site("333344445555", "eu-west-1");
  private static final Site FOREIGN = new Site("444455556666", "us-east-2");

  /// A sweep cannot notice foreign events, nor what is denied to checks.
  private static final Set<Kind> ALL =
      EnumSet.complementOf(EnumSet.of(Kind.FOREIGN, Kind.CHECK_REFUSED));

  private SiteLedger ledger = SiteLedger.empty();

  @Test
  void a_refusal_is_told_once_and_again_after_a_day() {
    sweep(ONE, Kind.REFUSED, AT);
    assertEquals(List.of("222233334444 REFUSED"), standing(review(AT)));
    for (int hour = 1; hour < 24; hour++) {
      var now = AT.plusSeconds(3_600L * hour);
      sweep(ONE, Kind.REFUSED, now);
      assertTrue(review(now).isEmpty(), "after %d hours".formatted(hour));
    }
    assertEquals(List.of("222233334444 REFUSED"), standing(review(AT.plus(DAY))));
  }

  @Test
  void what_a_sweep_did_not_look_for_stands() {
    sweep(ONE, Kind.WITHOUT_TRAIL, AT);
    review(AT);
    ledger = ledger.swept(ONE, Set.of(Kind.REFUSED), Map.of(), AT.plusSeconds(3_600));
    assertEquals(List.of("222233334444 WITHOUT_TRAIL"), standing(review(AT.plus(DAY))));
  }

  @Test
  void a_new_trouble_tells_all_and_restarts_the_day() {
    sweep(ONE, Kind.REFUSED, AT);
    review(AT);
    var later = AT.plusSeconds(7_200);
    sweep(OTHER, Kind.WITHOUT_TRAIL, later);
    assertEquals(
        List.of("222233334444 REFUSED", "333344445555 WITHOUT_TRAIL"), standing(review(later)));
    assertTrue(review(AT.plus(DAY)).isEmpty());
    assertEquals(2, review(later.plus(DAY)).standing().size());
  }

  @Test
  void what_has_passed_is_told_once_if_it_was_told_before() {
    sweep(ONE, Kind.REFUSED, AT);
    sweep(OTHER, Kind.RULE_OFF, AT);
    ledger = ledger.swept(OTHER, ALL, Map.of(), AT);
    assertEquals(List.of("222233334444 REFUSED"), standing(review(AT)));
    ledger = ledger.swept(ONE, ALL, Map.of(), AT.plusSeconds(3_600));
    var passed = review(AT.plusSeconds(3_600));
    assertEquals(List.of(), passed.standing());
    assertEquals(1, passed.passed().size());
    assertTrue(review(AT.plusSeconds(7_200)).isEmpty());
    assertEquals(SiteLedger.empty(), ledger);
  }

  @Test
  void a_trouble_that_comes_back_before_its_end_was_told_still_stands() {
    sweep(ONE, Kind.REFUSED, AT);
    review(AT);
    ledger = ledger.swept(ONE, ALL, Map.of(), AT.plusSeconds(1_800));
    sweep(ONE, Kind.REFUSED, AT.plusSeconds(3_600));
    assertTrue(review(AT.plusSeconds(3_600)).isEmpty());
  }

  /// A throttled hour is no news: the next sweep is the second attempt.
  @Test
  void a_site_that_does_not_answer_is_told_after_the_second_sweep() {
    sweep(ONE, Kind.UNANSWERED, AT);
    assertTrue(review(AT.plusSeconds(900)).isEmpty());
    sweep(ONE, Kind.UNANSWERED, AT.plusSeconds(3_600));
    assertEquals(List.of("222233334444 UNANSWERED"), standing(review(AT.plusSeconds(3_600))));
  }

  /// One of the two roles is trusted in the account: the sweep lists its clusters every hour, and
  /// every check of them is refused.
  @Test
  void a_refusal_of_checks_is_told_once_a_day_whatever_the_sweep_finds() {
    for (int hour = 0; hour <= 48; hour++) {
      var now = AT.plusSeconds(3_600L * hour);
      ledger = ledger.swept(ONE, ALL, Map.of(), now);
      ledger = ledger.noticed(ONE, Kind.CHECK_REFUSED, "the reason", now);
      ledger = SiteLedger.of(ledger.tree());
      var review = review(now);
      assertEquals(hour % 24 == 0, !review.standing().isEmpty(), "after %d hours".formatted(hour));
      assertEquals(List.of(), review.passed());
    }
  }

  /// A missing role is denied to both, and not at the same time.
  @Test
  void a_refusal_of_both_is_told_once_and_ends_once() {
    sweep(ONE, Kind.REFUSED, AT);
    assertEquals(List.of("222233334444 REFUSED"), standing(review(AT)));
    ledger = ledger.noticed(ONE, Kind.CHECK_REFUSED, "the reason", AT.plusSeconds(60));
    assertTrue(review(AT.plusSeconds(3_600)).isEmpty());
    ledger = ledger.swept(ONE, ALL, Map.of(), AT.plusSeconds(7_200));
    assertTrue(review(AT.plusSeconds(7_200)).isEmpty());
    assertEquals(List.of(), review(AT.plusSeconds(6 * 3_600)).passed());
    var end = review(AT.plusSeconds(9 * 3_600));
    assertEquals(1, end.passed().size());
    assertEquals(SiteLedger.empty(), ledger);
  }

  @Test
  void a_refusal_of_the_sweep_that_checks_met_before_is_no_news() {
    ledger = ledger.noticed(ONE, Kind.CHECK_REFUSED, "the reason", AT);
    assertEquals(1, review(AT).standing().size());
    sweep(ONE, Kind.REFUSED, AT.plusSeconds(60));
    assertTrue(review(AT.plusSeconds(3_600)).isEmpty());
    for (int hour = 2; hour < 24; hour++) {
      sweep(ONE, Kind.REFUSED, AT.plusSeconds(3_600L * hour));
      assertTrue(review(AT.plusSeconds(3_600L * hour)).isEmpty(), "after %d hours".formatted(hour));
    }
  }

  /// The version before this one read the name of each kind.
  @Test
  void the_document_names_a_refusal_of_checks_as_a_refusal() {
    ledger = ledger.noticed(ONE, Kind.CHECK_REFUSED, "the reason", AT);
    assertTrue(ledger.tree().toString().contains("kind=REFUSED, by=checks"), ledger::toString);
    assertEquals(ledger, SiteLedger.of(ledger.tree()));
  }

  @Test
  void what_may_be_intended_is_told_once() {
    sweep(ONE, Kind.WITHOUT_RULES, AT);
    sweep(OTHER, Kind.UNEXAMINED, AT);
    assertEquals(2, review(AT).standing().size());
    assertTrue(review(AT.plus(DAY)).isEmpty());
    assertTrue(review(AT.plus(DAY.multipliedBy(9))).isEmpty());
  }

  @Test
  void a_thousand_foreign_events_are_one_notice_and_few_writes() {
    int writes = 0;
    for (int second = 0; second < 1_000; second++) {
      var before = ledger;
      ledger = ledger.noticed(FOREIGN, Kind.FOREIGN, "RunInstances", AT.plusSeconds(second));
      writes += before.equals(ledger) ? 0 : 1;
    }
    assertEquals(1, writes);
    assertEquals(List.of("444455556666 FOREIGN"), standing(review(AT)));
  }

  @Test
  void foreign_events_that_have_stopped_for_a_day_are_over() {
    ledger = ledger.noticed(FOREIGN, Kind.FOREIGN, "RunInstances", AT);
    review(AT);
    assertEquals(1, review(AT.plus(DAY)).passed().size());
    assertEquals(SiteLedger.empty(), ledger);
  }

  @Test
  void a_sweep_does_not_end_foreign_events_but_naming_the_account_does() {
    ledger = ledger.noticed(ONE, Kind.FOREIGN, "RunInstances", AT);
    ledger = ledger.swept(ONE, ALL, Map.of(), AT);
    var review = ledger.review(site -> false, AT, DAY);
    assertEquals(List.of("222233334444 FOREIGN"), standing(review));
    ledger = review.after();
    assertEquals(1, review(AT.plusSeconds(60)).passed().size());
  }

  @Test
  void a_site_that_is_no_longer_checked_is_forgotten() {
    sweep(ONE, Kind.REFUSED, AT);
    review(AT);
    var review = ledger.review(site -> false, AT.plusSeconds(60), DAY);
    assertTrue(review.isEmpty());
    assertEquals(SiteLedger.empty(), review.after());
  }

  @Test
  void the_document_is_read_as_it_was_written() {
    sweep(ONE, Kind.REFUSED, AT);
    ledger = ledger.noticed(FOREIGN, Kind.FOREIGN, "RunInstances", AT);
    review(AT);
    ledger = ledger.swept(ONE, ALL, Map.of(), AT);
    assertEquals(ledger, SiteLedger.of(ledger.tree()));
    var broken = new TreeMap<>(ledger.tree());
    broken.put("sites", "none");
    assertThrows(IllegalArgumentException.class, () -> SiteLedger.of(broken));
  }

  @Test
  void a_review_without_news_changes_nothing() {
    sweep(ONE, Kind.REFUSED, AT);
    review(AT);
    var before = ledger;
    assertEquals(before, ledger.review(this::isChecked, AT.plusSeconds(60), DAY).after());
    assertSame(before, ledger);
  }

  private void sweep(Site site, Kind kind, Instant at) {
    ledger = ledger.swept(site, ALL, Map.of(kind, "the reason"), at);
  }

  private boolean isChecked(Site site) {
    return !site.equals(FOREIGN);
  }

  private Review review(Instant at) {
    var review = ledger.review(this::isChecked, at, DAY);
    ledger = review.after();
    return review;
  }

  private static List<String> standing(Review review) {
    return review.standing().stream()
        .map(notice -> notice.site().account() + " " + notice.kind())
        .toList();
  }
}
