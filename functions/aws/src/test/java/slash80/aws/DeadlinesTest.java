package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests of the times of an invocation, in seconds.
class DeadlinesTest {
  private static final Instant NOW = Instant.parse("2026-11-26T08:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "300, 270, 285, five minutes",
    "120, 90, 105, two minutes",
    "40, 30, 35, little time: a quarter of it is for what follows the reads",
    "900, 870, 885, the longest that Lambda gives",
    "0, 870, 885, nobody named a deadline",
    "-420000, 870, 885, the difference to a deadline that nobody named",
  })
  void reads_end_before_all_else_does(int left, int reads, int all, String situation) {
    assertEquals(
        new Deadlines(NOW.plusSeconds(reads), NOW.plusSeconds(all)),
        Deadlines.of(NOW, Duration.ofSeconds(left)),
        situation);
  }
}
