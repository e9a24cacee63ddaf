package slash80.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.ledger.DeltaExamples.DAY;
import static slash80.ledger.DeltaExamples.FIRST;
import static slash80.ledger.DeltaExamples.LAPSE;
import static slash80.ledger.DeltaExamples.LATER;
import static slash80.ledger.DeltaExamples.PART;
import static slash80.ledger.DeltaExamples.WHOLE;
import static slash80.ledger.DeltaExamples.against;
import static slash80.ledger.DeltaExamples.claimed;
import static slash80.ledger.DeltaExamples.finding;
import static slash80.ledger.DeltaExamples.ids;
import static slash80.ledger.DeltaExamples.judged;
import static slash80.ledger.DeltaExamples.minute;
import static slash80.ledger.DeltaExamples.seeing;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.judge.Judgement;
import slash80.ledger.DeltaExamples.Judged;

/// Missing permissions: reported, repeated and granted.
class DeltaPermissionTest {
  private static final String TABLES = "ec2:DescribeRouteTables";
  private static final String ACLS = "ec2:DescribeNetworkAcls";

  @Test
  void a_missing_permission_is_told_when_it_is_first_seen_with_the_rules_that_miss_it() {
    var delta =
        against(
            Ledger.empty("demo"), judged(FIRST).denied(TABLES, "closed").denied(TABLES, "open"));

    assertEquals(List.of(TABLES), refused(delta));
    assertEquals(Set.of("closed", "open"), delta.refused().getFirst().rules());
    assertEquals(FIRST, delta.after().refused().get(TABLES).reported());
    assertSame(
        delta.after(), against(delta.after(), judged(LATER).denied(TABLES, "closed")).after());
  }

  @Test
  void what_aws_only_throttles_or_does_not_find_is_no_missing_permission() {
    assertTrue(against(Ledger.empty("demo"), judged(FIRST).undecided("closed", "eni-1")).isEmpty());
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
    var ledger = DeltaExamples.introduced();
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
    assertEquals(LATER, delta.after().refused().get(TABLES).reported());
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

    assertTrue(against(ledger, soon.denied(TABLES, "closed")).isEmpty());
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
      assertTrue(against(delta.after(), first).isEmpty());
    }
  }

  @Test
  void the_end_of_a_cluster_forgets_its_missing_permissions() {
    var before = against(Ledger.empty("demo"), judged(FIRST).denied(TABLES, "closed")).after();
    var closing = Delta.closing(before, LATER);

    assertEquals(List.of(), refused(closing));
    assertTrue(closing.after().refused().isEmpty());
  }

  private static List<String> refused(Delta delta) {
    return delta.refused().stream().map(Judgement.Missing::action).toList();
  }
}
