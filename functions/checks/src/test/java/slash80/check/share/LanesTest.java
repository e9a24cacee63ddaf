package slash80.check.share;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Tests tasks that run beside each other.
@Timeout(30)
final class LanesTest {
  private static final Duration SHORT = Duration.ofMillis(10);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Lanes<Integer> lanes = new Lanes<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();

  @Test
  void tasks_that_do_not_wait_run_one_by_one() {
    for (int i = 0; i < 20; i++) {
      begin(i, Duration.ZERO, LONG);
    }

    assertEquals(IntStream.range(0, 20).boxed().toList(), lanes.results());
    assertEquals(1, most.get());
  }

  @Test
  void tasks_that_wait_run_beside_each_other_but_not_too_many() {
    for (int i = 0; i < 20; i++) {
      begin(i, Duration.ofMillis(300), SHORT);
    }

    assertEquals(IntStream.range(0, 20).boxed().toList(), lanes.results());
    assertEquals(Lanes.NUMBER, most.get());
  }

  @Test
  void a_task_begins_while_the_first_one_still_waits() {
    var isSecondDone = new CountDownLatch(1);
    lanes.enter();
    lanes.begin(
        () -> {
          isSecondDone.await();
          return 1;
        },
        SHORT);
    lanes.enter();
    lanes.begin(
        () -> {
          isSecondDone.countDown();
          return 2;
        },
        LONG);

    assertEquals(IntStream.of(1, 2).boxed().toList(), lanes.results());
  }

  @Test
  void an_error_is_thrown_when_all_tasks_have_ended() {
    lanes.enter();
    lanes.begin(
        () -> {
          throw new StackOverflowError("planted");
        },
        SHORT);
    begin(1, Duration.ofMillis(300), SHORT);

    assertEquals("planted", assertThrows(StackOverflowError.class, lanes::results).getMessage());
    assertEquals(0, running.get());
    assertTrue(most.get() > 0);
  }

  private void begin(int number, Duration waits, Duration headStart) {
    lanes.enter();
    lanes.begin(
        () -> {
          int now = running.incrementAndGet();
          most.accumulateAndGet(now, Math::max);
          Thread.sleep(waits);
          running.decrementAndGet();
          return number;
        },
        headStart);
  }
}
