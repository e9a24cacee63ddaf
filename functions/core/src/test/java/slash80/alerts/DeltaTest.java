package slash80.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Instance;
import slash80.facts.Permissions;
import slash80.facts.Refusal;
import slash80.fixtures.JudgementFixture;
import slash80.network.AddressSet;
import slash80.network.IpFamily;
import slash80.network.PacketSet;
import slash80.network.PortRange;
import slash80.network.Prefix;
import slash80.network.Protocol;
import slash80.network.ServiceSet;
import slash80.rules.Family;
import slash80.rules.Finding;
import slash80.rules.Judgement;
import slash80.rules.Severity;

class DeltaTest {
  private static final Instant FIRST = Instant.parse("2026-11-23T08:00:00Z");
  private static final Instant LATER = Instant.parse("2026-11-23T09:00:00Z");
  private static final Set<String> ASKED = Set.of("closed", "holds-prefix");
  private static final Extent WHOLE = new Extent.Whole(ASKED);
  private static final Extent PART = new Extent.Part(ASKED, Set.of("i-1"));
  private static final Duration LAPSE = Duration.ofMinutes(4);
  private static final Duration DAY = Duration.ofHours(24);

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
    assertTold(risen);
  }

  @Test
  void an_open_set_that_grew_opens_again() {
    var before = ledgerOf(finding("closed", "eni-1").open(tcp(22, "::/1")));

    assertTold(against(before, judged(LATER, finding("closed", "eni-1").open(tcp(22, "::/0")))));
    assertTold(against(before, judged(LATER, finding("closed", "eni-1").open(tcp(443, "::/1")))));
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
    assertTold(grown);
  }

  @Test
  void a_latent_set_that_grew_opens_again() {
    var before = ledgerOf(finding("closed", "eni-1").latent(tcp(443, "::/0")));
    var more = tcp(443, "::/0").union(tcp(22, "::/0"));

    assertTold(against(before, judged(LATER, finding("closed", "eni-1").latent(more))));
  }

  @Test
  void what_was_judged_and_is_not_wrong_any_more_is_resolved() {
    var delta = against(ledgerOf(finding("closed", "eni-1")), judged(LATER));

    assertEquals(
        List.of(new Delta.Resolved("closed/eni-1", "It is closed", FIRST, Delta.Ending.MENDED)),
        delta.resolved());
    assertNone(delta.after().open());
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

    assertTold(against(before, judged(LATER).undecided("closed", "eni-2")));
    assertTold(against(before, judged(LATER).undecided("holds-prefix")));
    assertTold(against(before, judged(LATER).settling("holds-prefix", "eni-1")));
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
    var part = new Extent.Part(Set.of("closed"), Set.of("i-1"));

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
    var part = new Extent.Part(Set.of("closed"), Set.of("i-1", "eni-9"));

    var delta = Delta.between(before, judged(LATER).judgement(), seeing(part, "i-2"), LAPSE);

    assertEquals(
        List.of(Delta.Ending.NODE_GONE, Delta.Ending.MENDED),
        delta.resolved().stream().map(Delta.Resolved::ending).toList());
  }

  @Test
  void rules_that_a_part_does_not_ask_stay_as_they_are() {
    var before = ledgerOf(finding("holds-prefix", "i-1").of("i-1"));
    var part = new Extent.Part(Set.of("closed"), Set.of("i-1"));

    assertSame(
        before,
        Delta.between(before, judged(LATER).judgement(), seeing(part, "i-1"), LAPSE).after());
  }

  @Test
  void the_findings_of_a_node_that_is_gone_say_so_and_those_of_an_unread_one_do_not() {
    var before = ledgerOf(finding("closed", "eni-1").of("i-1"));
    var unread = new Reading(WHOLE, Fact.unread("AccessDenied"), Map.of());

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
  void what_flaps_is_told_once_and_its_end_when_it_has_come_to_rest() {
    var fault = finding("closed", "eni-1");
    var ledger = ledgerOf(fault);
    var told = new ArrayList<String>();
    for (int minute : List.of(1, 2, 3, 4, 5, 30)) {
      var at = FIRST.plusSeconds(60L * minute);
      boolean isWrong = minute % 2 == 0 && minute < 30;
      var delta = against(ledger, isWrong ? judged(at, fault) : judged(at));
      delta.opened().forEach(_ -> told.add(minute + " opened " + delta.returned()));
      delta.resolved().forEach(one -> told.add(minute + " resolved since " + one.firstSeen()));
      ledger = delta.after();
    }

    assertEquals(
        List.of(
            "1 resolved since " + FIRST,
            "2 opened {closed/eni-1=" + FIRST.plusSeconds(60) + "}",
            "30 resolved since " + FIRST),
        told);
    assertNone(ledger.resolved());
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
    assertNone(back.returned());
    assertEquals(minute(17), back.after().open().get("closed/eni-1").firstSeen());
  }

  @Test
  void what_is_kept_to_know_flapping_is_no_reason_to_write() {
    var mended = against(ledgerOf(finding("closed", "eni-1")), judged(minute(1))).after();

    assertSame(mended, against(mended, judged(minute(600))).after());
    assertNone(against(mended, judged(minute(600), finding("closed", "eni-2"))).after().resolved());
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
    assertNone(seen(Ledger.empty("demo")).prefixes());
  }

  @Test
  void the_prefixes_of_a_node_that_is_gone_are_forgotten_within_the_extent() {
    var before = seen(Ledger.empty("demo"), "2001:db8:0:1:1::/80");
    var elsewhere = new Extent.Part(ASKED, Set.of("i-9"));
    var judgement = judged(LATER).judgement();

    assertSame(before, Delta.between(before, judgement, seeing(elsewhere), LAPSE).after());
    assertNone(Delta.between(before, judgement, seeing(WHOLE), LAPSE).after().prefixes());
    assertSame(
        before,
        Delta.between(
                before, judgement, new Reading(WHOLE, Fact.unread("AccessDenied"), Map.of()), LAPSE)
            .after());
  }

  private static Ledger seen(Ledger before, String... prefixes) {
    var node = new Instance.Id("i-1");
    var held = Arrays.stream(prefixes).map(Prefix::parse).toList();
    var reading = new Reading(WHOLE, Fact.known(Set.of(node)), Map.of(node, held));
    return Delta.between(before, judged(LATER).judgement(), reading, LAPSE).after();
  }

  private static String recorded(Ledger ledger) {
    return ledger.prefixes().get(new Instance.Id("i-1")).toString();
  }

  // ---- Claims ----

  @Test
  void what_is_claimed_is_left_to_its_check_and_announced_by_the_next_once_it_has_lapsed() {
    var fault = finding("closed", "eni-1");
    var claimed = claimed(against(Ledger.empty("demo"), judged(FIRST, fault)));

    var soon = against(claimed, judged(minute(3), fault));
    var late = against(claimed, judged(minute(5), fault));

    assertQuiet(soon);
    assertSame(claimed, soon.after());
    assertEquals(List.of("closed/eni-1"), ids(late));
    assertEquals(List.of(Examples.ORIGIN), late.origins());
    assertNone(late.after().claims());
  }

  @Test
  void what_was_given_up_is_announced_by_the_next_at_once() {
    var fault = finding("closed", "eni-1");
    var claimed = claimed(against(Ledger.empty("demo"), judged(FIRST, fault)));

    assertEquals(
        List.of("closed/eni-1"), ids(against(claimed.released("check-1"), judged(FIRST, fault))));
    assertQuiet(against(claimed.announced("check-1"), judged(minute(9), fault)));
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

    assertQuiet(soon);
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

  private static Ledger claimed(Delta delta) {
    return delta
        .after()
        .with(delta.claim("check-1", delta.after().readingBegan(), List.of(Examples.ORIGIN)));
  }

  // ---- Reminders ----

  @Test
  void severe_findings_are_reminded_of_in_one_digest_once_a_day() {
    var high = finding("closed", "eni-1").severity(Severity.HIGH);
    var critical = finding("closed", "eni-2").severity(Severity.CRITICAL);
    var low = finding("closed", "eni-3").severity(Severity.LOW);
    var ledger = ledgerOf(high, critical, low);
    var hours = new ArrayList<Integer>();
    for (int hour = 1; hour < 80; hour++) {
      var judgement = judged(minute(60 * hour), high, critical, low).judgement();
      var delta = Delta.between(ledger, judgement, seeing(WHOLE), LAPSE).reminding(judgement, DAY);
      if (!delta.isEmpty()) {
        hours.add(hour);
        assertEquals(List.of("closed/eni-1", "closed/eni-2"), reminded(delta));
      }
      ledger = delta.after();
    }

    assertEquals(List.of(24, 48, 72), hours);
  }

  @Test
  void what_is_news_is_no_reminder_and_what_is_mended_is_not_reminded_of() {
    var high = finding("closed", "eni-1").severity(Severity.HIGH);
    var worse = judged(minute(6000), high.severity(Severity.CRITICAL)).judgement();
    var mended = judged(minute(6000)).judgement();

    assertNone(
        Delta.between(ledgerOf(high), worse, seeing(WHOLE), LAPSE)
            .reminding(worse, DAY)
            .reminded());
    assertNone(
        Delta.between(ledgerOf(high), mended, seeing(WHOLE), LAPSE)
            .reminding(mended, DAY)
            .reminded());
  }

  @Test
  void what_stays_open_because_it_cannot_be_judged_is_reminded_of_too() {
    var high = finding("closed", "eni-1").severity(Severity.HIGH);
    var low = finding("closed", "eni-2").severity(Severity.LOW);
    var other = finding("holds-prefix", "i-1").severity(Severity.CRITICAL);
    var judgement = judged(minute(1500), other).undecided("closed").judgement();

    var delta =
        Delta.between(ledgerOf(high, low, other), judgement, seeing(WHOLE), LAPSE)
            .reminding(judgement, DAY);

    assertEquals(List.of("holds-prefix/i-1", "closed/eni-1"), reminded(delta));
  }

  @Test
  void a_finding_that_was_told_by_a_clock_days_ahead_is_reminded_of_once_a_day() {
    var high = finding("closed", "eni-1").severity(Severity.HIGH);
    var ledger = against(Ledger.empty("demo"), judged(minute(60 * 240), high)).after();
    int reminders = 0;
    for (int hour = 1; hour < 48; hour++) {
      var judgement = judged(minute(60 * hour), high).judgement();
      var delta = Delta.between(ledger, judgement, seeing(WHOLE), LAPSE).reminding(judgement, DAY);
      reminders += delta.reminded().size();
      ledger = delta.after();
    }

    assertEquals(2, reminders);
  }

  @Test
  void a_lapsed_reminder_is_given_by_the_next_check() {
    var high = finding("closed", "eni-1").severity(Severity.HIGH);
    var judgement = judged(minute(1500), high).judgement();
    var delta =
        Delta.between(ledgerOf(high), judgement, seeing(WHOLE), LAPSE).reminding(judgement, DAY);

    var next = against(claimed(delta), judged(minute(1510), high));

    assertEquals(List.of("closed/eni-1"), reminded(next));
  }

  // ---- Missing permissions ----

  private static final String TABLES = "ec2:DescribeRouteTables";
  private static final String ACLS = "ec2:DescribeNetworkAcls";

  @Test
  void a_missing_permission_is_told_when_it_is_first_seen_with_the_rules_that_miss_it() {
    var delta =
        against(
            Ledger.empty("demo"), judged(FIRST).denied(TABLES, "closed").denied(TABLES, "open"));

    assertEquals(List.of(TABLES), refused(delta));
    assertEquals(Set.of("closed", "open"), delta.refused().getFirst().rules());
    assertEquals(FIRST, delta.after().refused().get(TABLES).told());
    assertSame(
        delta.after(), against(delta.after(), judged(LATER).denied(TABLES, "closed")).after());
  }

  @Test
  void what_aws_only_throttles_or_does_not_find_is_no_missing_permission() {
    assertQuiet(against(Ledger.empty("demo"), judged(FIRST).undecided("closed", "eni-1")));
  }

  /// A letter is a check at the next hour: `d` is denied, `g` granted, `-` did not ask, `n` is
  /// denied and no rule misses it; `D`, `G`, `N` and `_` are the same of a part. The hours at which
  /// people are told.
  @ParameterizedTest
  @CsvSource({
    "d, 0",
    "dddd, 0",
    "ddddddddddddddddddddddddddddd, 0 24",
    "dgd, 0 2",
    "dgggggd, 0 6",
    "d-d, 0",
    "d-----------------------------d, 0 30",
    "D, 0",
    "DdD, 0",
    "dGd, 0",
    "d_d, 0",
    "_dgD, 1 3",
    "n, 0",
    "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn, 0",
    "ngn, 0 2",
    "nd, 0 1",
    "dnd, 0",
    "dnnnnnnnnnnnnnnnnnnnnnnnnnnnd, 0 28",
    "Nn, 1",
    "NnD, 1 2",
  })
  void a_missing_permission_is_told_once_a_day_while_it_lasts(String checks, String hours) {
    var ledger = Ledger.empty("demo");
    var told = new ArrayList<String>();
    for (int hour = 0; hour < checks.length(); hour++) {
      char check = checks.charAt(hour);
      var judgement = heard(check, judged(minute(60 * hour))).judgement();
      var extent = Character.isLowerCase(check) || check == '-' ? WHOLE : PART;
      var delta = Delta.between(ledger, judgement, seeing(extent), LAPSE).reminding(judgement, DAY);
      if (!delta.isEmpty()) {
        told.add(Integer.toString(hour));
        assertEquals(List.of(TABLES), refused(delta));
      }
      ledger = delta.after();
    }
    assertEquals(hours, String.join(" ", told));
  }

  private static Judged heard(char check, Judged quiet) {
    return switch (Character.toLowerCase(check)) {
      case 'd' -> quiet.denied(TABLES, "closed");
      case 'g' -> quiet.granted(TABLES);
      case 'n' -> quiet.denied(TABLES);
      default -> quiet;
    };
  }

  @Test
  void an_event_reminds_of_no_permission() {
    var before = against(Ledger.empty("demo"), judged(FIRST).denied(TABLES, "closed")).after();

    assertSame(before, against(before, judged(minute(6000)).denied(TABLES, "closed")).after());
  }

  @Test
  void whoever_is_told_of_one_is_told_of_all_that_are_missing_and_the_day_begins_anew() {
    var before = against(Ledger.empty("demo"), judged(FIRST).denied(TABLES, "closed")).after();
    var both = judged(LATER).denied(TABLES, "closed").denied(ACLS, "closed");

    var delta = against(before, both);

    assertEquals(List.of(ACLS, TABLES), refused(delta));
    assertEquals(LATER, delta.after().refused().get(TABLES).told());
    assertEquals(FIRST, delta.after().refused().get(TABLES).firstSeen());
  }

  @Test
  void a_permission_that_holds_for_some_resources_only_is_missing() {
    var judged = judged(FIRST).denied(TABLES, "closed").granted(TABLES);
    var before = against(Ledger.empty("demo"), judged).after();

    assertEquals(Set.of(TABLES), before.refused().keySet());
    assertSame(before, against(before, judged).after());
  }

  @Test
  void findings_and_a_missing_permission_are_told_together() {
    var delta =
        against(
            Ledger.empty("demo"),
            judged(FIRST, finding("closed", "eni-1")).denied(TABLES, "holds-prefix"));

    assertEquals(List.of("closed/eni-1"), ids(delta));
    assertEquals(List.of(TABLES), refused(delta));
  }

  @Test
  void a_lapsed_claim_of_a_missing_permission_is_told_by_whatever_check_comes_next() {
    var ledger = claimed(against(Ledger.empty("demo"), judged(FIRST).denied(TABLES, "closed")));
    var soon = judged(minute(3));
    var later = judged(minute(30));

    assertQuiet(against(ledger, soon.denied(TABLES, "closed")));
    assertEquals(List.of(TABLES), refused(against(ledger, later.denied(TABLES, "closed"))));
    assertEquals(
        List.of(TABLES), refused(Delta.between(ledger, later.judgement(), seeing(PART), LAPSE)));
    assertEquals(List.of(), refused(against(ledger, later.granted(TABLES))));
  }

  @Test
  void a_part_that_takes_over_a_claim_forgets_none_of_its_rules() {
    var first = judged(FIRST).denied(TABLES, "closed", "holds-prefix");
    var ledger = claimed(against(Ledger.empty("demo"), first));

    for (var seen : List.of(judged(LATER).denied(TABLES), judged(LATER).denied(TABLES, "closed"))) {
      var delta = Delta.between(ledger, seen.judgement(), seeing(PART), LAPSE);
      assertEquals(Set.of("closed", "holds-prefix"), delta.refused().getFirst().rules());
      assertQuiet(against(delta.after(), first));
    }
  }

  @Test
  void the_end_of_a_cluster_forgets_its_missing_permissions() {
    var before = against(Ledger.empty("demo"), judged(FIRST).denied(TABLES, "closed")).after();
    var closing = Delta.closing(before, LATER);

    assertEquals(List.of(), refused(closing));
    assertNone(closing.after().refused());
  }

  private static List<String> refused(Delta delta) {
    return delta.refused().stream().map(Judgement.Missing::action).toList();
  }

  // ---- The end ----

  @Test
  void the_end_of_a_cluster_ends_all_its_findings() {
    var closing = Delta.closing(ledgerOf(finding("closed", "eni-1")), LATER);

    assertTold(closing);
    assertEquals(Delta.Ending.CLUSTER_GONE, closing.resolved().getFirst().ending());
    assertNone(closing.after().open());
    assertTold(Delta.closing(Ledger.empty("demo"), LATER));
  }

  private static Instant minute(int minute) {
    return FIRST.plusSeconds(60L * minute);
  }

  private static Reading seeing(Extent extent, String... nodes) {
    var ids = Arrays.stream(nodes).map(Instance.Id::new).collect(Collectors.toSet());
    return new Reading(extent, Fact.known(ids), Map.of());
  }

  private static List<String> resolved(Delta delta) {
    return delta.resolved().stream().map(Delta.Resolved::id).toList();
  }

  private static List<String> reminded(Delta delta) {
    return delta.reminded().stream().map(Finding::id).toList();
  }

  private static Delta against(Ledger before, Judged judged) {
    return Delta.between(before, judged.judgement(), seeing(WHOLE, "i-1"), LAPSE);
  }

  private static Ledger ledgerOf(Fault... faults) {
    return against(Ledger.empty("demo"), judged(FIRST, faults)).after();
  }

  private static void assertTold(Delta delta) {
    assertFalse(
        delta.isEmpty(),
        () ->
            "expected something to tell, but the check changes nothing; open in the ledger: "
                + delta.after().open());
  }

  private static void assertQuiet(Delta delta) {
    assertTrue(
        delta.isEmpty(),
        () ->
            "expected nothing to tell, but found opened %s, resolved %s, reminded %s, refused %s"
                .formatted(ids(delta), delta.resolved(), delta.reminded(), delta.refused()));
  }

  private static void assertNone(Collection<?> found) {
    assertEquals(List.of(), List.copyOf(found));
  }

  private static void assertNone(Map<?, ?> found) {
    assertEquals(Map.of(), found);
  }

  private static List<String> ids(Delta delta) {
    return delta.opened().stream().map(Finding::id).toList();
  }

  private static PacketSet tcp(int port, String source) {
    return PacketSet.of(
        ServiceSet.of(IpFamily.IPV6, Protocol.TCP, new PortRange(port, port)),
        AddressSet.of(Prefix.parse(source)));
  }

  private static Fault finding(String rule, String subject) {
    return new Fault(
        rule, subject, Severity.MEDIUM, Optional.empty(), Optional.empty(), Optional.empty());
  }

  private static Judged judged(Instant at, Fault... faults) {
    return new Judged(at, List.of(faults), List.of(), List.of(), Permissions.unasked());
  }

  record Fault(
      String rule,
      String subject,
      Severity severity,
      Optional<String> node,
      Optional<PacketSet> open,
      Optional<PacketSet> latent) {
    Fault of(String node) {
      return new Fault(rule, subject, severity, Optional.of(node), open, latent);
    }

    Fault severity(Severity severity) {
      return new Fault(rule, subject, severity, node, open, latent);
    }

    Fault open(PacketSet open) {
      return new Fault(rule, subject, severity, node, Optional.of(open), latent);
    }

    Fault latent(PacketSet latent) {
      return new Fault(rule, subject, severity, node, open, Optional.of(latent));
    }

    Finding finding() {
      return new Finding(
          rule,
          Family.INGRESS,
          severity,
          "network-interface",
          subject,
          node,
          "It is closed",
          "",
          "",
          "",
          "",
          "",
          List.of(),
          open,
          latent);
    }
  }

  record Judged(
      Instant at,
      List<Fault> faults,
      List<Judgement.Undecided> undecided,
      List<Judgement.Settling> settling,
      Permissions permissions) {
    /// A permission is missing, and so some rules cannot tell.
    Judged denied(String action, String... rules) {
      var refusal = new Refusal(action, "UnauthorizedOperation", Optional.empty());
      var blind = new ArrayList<>(undecided);
      for (String rule : rules) {
        blind.add(new Judgement.Undecided(rule, refusal.toString(), List.of()));
      }
      var refused = new TreeSet<>(permissions.refused());
      refused.add(refusal);
      return new Judged(
          at, faults, blind, settling, new Permissions(refused, permissions.granted()));
    }

    Judged granted(String action) {
      return new Judged(
          at, faults, undecided, settling, new Permissions(permissions.refused(), Set.of(action)));
    }

    Judged undecided(String rule, String... subjects) {
      var why = new Judgement.Undecided(rule, "AccessDenied", List.of(subjects));
      return new Judged(at, faults, List.of(why), settling, permissions);
    }

    Judged settling(String rule, String subject) {
      return new Judged(
          at,
          faults,
          undecided,
          List.of(new Judgement.Settling(rule, subject, LATER)),
          permissions);
    }

    Judgement judgement() {
      var findings = faults.stream().map(Fault::finding).toList();
      return JudgementFixture.judging(demo(), at)
          .finds(findings)
          .undecided(undecided)
          .settling(settling)
          .hearing(permissions)
          .judgement();
    }
  }

  static Cluster.Id demo() {
    return new Cluster.Id("111122223333", "us-east-2", "demo");
  }
}
