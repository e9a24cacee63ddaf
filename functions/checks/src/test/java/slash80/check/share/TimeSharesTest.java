package slash80.check.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests the division of the 90 seconds of a batch among accounts that all use up their shares.
final class TimeSharesTest {
  private static final Instant BEGAN = Instant.parse("2026-11-26T08:00:00Z");
  private static final Duration TIME = Duration.ofSeconds(90);

  private Instant now = BEGAN;
  private final TimeShares shares = TimeShares.of(() -> now, BEGAN.plus(TIME));

  /// The first column is the number of slow accounts before the last one, which is healthy.
  @ParameterizedTest
  @CsvSource({"1, 1", "7, 7", "20, 39", "100, 45", "179, 45", "340, 86"})
  void the_last_account_begins_in_time_however_slow_the_others_are(int slow, int seconds) {
    var ends = new PriorityQueue<Instant>();
    for (int left = slow + 1; left > 1; left--) {
      if (ends.size() == Lanes.NUMBER) {
        now = later(now, ends.poll());
      }
      var share = shares.first(left);
      ends.add(share);
      now = earlier(share, now.plus(shares.headStart(share)));
    }
    if (ends.size() == Lanes.NUMBER) {
      now = later(now, ends.poll());
    }

    var waited = Duration.between(BEGAN, now);
    assertTrue(waited.compareTo(Duration.ofSeconds(seconds)) <= 0, "it waited " + waited);
    assertTrue(!shares.first(1).isBefore(now.plusSeconds(2)), "it has " + shares.first(1));
  }

  @Test
  void a_second_share_is_long_enough_for_an_account_that_answers_slowly() {
    now = BEGAN.plusSeconds(45);

    assertEquals(now.plusSeconds(45), shares.second(1));
    assertEquals(now.plusSeconds(22).plusMillis(500), shares.second(16));
    assertEquals(now.plusSeconds(15), shares.second(100));
    now = BEGAN.plusSeconds(80);
    assertEquals(BEGAN.plus(TIME), shares.second(100));
    assertTrue(shares.isTimeLeft());
    now = BEGAN.plusSeconds(89);
    assertTrue(!shares.isTimeLeft());
  }

  @Test
  void owners_of_shared_vpcs_are_asked_for_a_quarter_of_the_time_but_not_for_long() {
    assertEquals(BEGAN.plusSeconds(15), shares.owners());
    now = BEGAN.plusSeconds(50);
    assertEquals(now.plusSeconds(10), shares.owners());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
