package slash80.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.ledger.DeltaExamples.DAY;
import static slash80.ledger.DeltaExamples.LAPSE;
import static slash80.ledger.DeltaExamples.WHOLE;
import static slash80.ledger.DeltaExamples.against;
import static slash80.ledger.DeltaExamples.claimed;
import static slash80.ledger.DeltaExamples.finding;
import static slash80.ledger.DeltaExamples.judged;
import static slash80.ledger.DeltaExamples.ledgerOf;
import static slash80.ledger.DeltaExamples.minute;
import static slash80.ledger.DeltaExamples.reminded;
import static slash80.ledger.DeltaExamples.seeing;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import slash80.rule.Severity;

/// Reminders of severe findings that stay open.
class DeltaReminderTest {
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

    assertTrue(
        Delta.between(ledgerOf(high), worse, seeing(WHOLE), LAPSE)
            .reminding(worse, DAY)
            .reminded()
            .isEmpty());
    assertTrue(
        Delta.between(ledgerOf(high), mended, seeing(WHOLE), LAPSE)
            .reminding(mended, DAY)
            .reminded()
            .isEmpty());
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
}
