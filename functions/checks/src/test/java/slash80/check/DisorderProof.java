package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.check.Events.call;
import static slash80.check.Events.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import slash80.ledger.Ledger;

/// Tests that alerts are right if checks run at once, in disorder, or with different clocks. Time
/// passes only when a test moves the clock, and a dice decides which of two concurrent checks takes
/// the next step.
abstract class DisorderProof {
  private static final String CHANGE =
      call("CreateRoute").asking("{'routeTableId':'rtb-a'}").event();
  private static final String SWEEP = check("demo");
  private static final String GREETING = "hello demo";

  /// A new stage.
  abstract Stage stage();

  abstract int shuffles();

  // ---- At once ----

  @Test
  void two_checks_at_once_lose_repeat_and_undo_nothing() {
    long seed = System.nanoTime();
    var dice = new Random(seed);
    var stage = stage();
    int swapsLost = 0;
    int greetings = 0;
    for (int round = 0; round < 100; round++) {
      String story = "seed %d, round %d".formatted(seed, round);
      var before = stage.open();
      stage.published.clear();
      stage.faulty(anyOf(dice));
      var firstFaulty = stage.wrong();
      var slow = stage.starting(CHANGE);
      slow.runUntilRead();
      stage.pass(Duration.ofSeconds(dice.nextInt(21, 100)));
      stage.faulty(anyOf(dice));
      var fast = stage.starting(CHANGE);
      Stage.interleave(dice, slow, fast);

      assertEquals(List.of(), slow.outcome().failed(), story);
      assertEquals(List.of(), fast.outcome().failed(), story);
      assertEquals(stage.wrong(), stage.open(), story);
      greetings += greetingsFirst(stage, story);
      boolean isWellThroughout = firstFaulty.isEmpty() && stage.wrong().isEmpty();
      assertTrue(greetings == 1 || round > 0 || !isWellThroughout, "not greeted, " + story);
      assertEquals(expected(before, stage.wrong()), publishedOnce(stage, story), story);
      assertTrue(stage.ledger().claims().isEmpty(), story);
      swapsLost += stage.takeSwapsLost();
      stage.pass(Duration.ofHours(1));
    }
    assertTrue(swapsLost > 0, "some round must have been contested, seed " + seed);
    assertTrue(greetings <= 1, "greeted %d times, seed %d".formatted(greetings, seed));
  }

  /// The greetings of a round, which are taken from its news: they come before any finding.
  private static int greetingsFirst(Stage stage, String story) {
    int greetings = Collections.frequency(stage.published, GREETING);
    var first = stage.published.subList(0, greetings);
    assertEquals(Collections.nCopies(greetings, GREETING), first, "greeted late, " + story);
    first.clear();
    return greetings;
  }

  /// Random nodes, which will have no prefix.
  private static String[] anyOf(Random dice) {
    return Stream.of("n1", "n2", "n3").filter(_ -> dice.nextBoolean()).toArray(String[]::new);
  }

  /// The news that a round must publish which began with some findings and ended with others.
  private static Set<String> expected(Set<String> before, Set<String> after) {
    var expected = new TreeSet<>(after);
    expected.removeAll(before);
    var news = new TreeSet<String>();
    expected.forEach(id -> news.add("opened " + id));
    before.stream().filter(id -> !after.contains(id)).forEach(id -> news.add("resolved " + id));
    return news;
  }

  /// The published news, without news that the same round took back.
  private static Set<String> publishedOnce(Stage stage, String story) {
    var last = new TreeSet<String>();
    for (String news : stage.published) {
      String opposite =
          news.startsWith("opened ")
              ? news.replace("opened ", "resolved ")
              : news.replace("resolved ", "opened ");
      if (!last.remove(opposite)) {
        assertTrue(last.add(news), "published twice: " + news + ", " + story);
      }
    }
    return last;
  }

  // ---- In disorder ----

  @Test
  void events_in_any_order_and_twice_end_in_the_same_ledger() {
    long seed = System.nanoTime();
    var dice = new Random(seed);
    var ledgers = new TreeSet<String>();
    for (int shuffle = 0; shuffle < shuffles(); shuffle++) {
      var events = new ArrayList<String>();
      for (int number = 0; number < 6; number++) {
        String event =
            call("CreateRoute").asking("{'routeTableId':'rtb-%d'}".formatted(number)).event();
        events.addAll(Collections.nCopies(dice.nextInt(1, 3), event));
      }
      events.add(SWEEP);
      Collections.shuffle(events, dice);
      var stage = stage();
      stage.faulty("n2", "n3");
      while (!events.isEmpty()) {
        int size = dice.nextInt(1, events.size() + 1);
        var batch = events.subList(0, size);
        assertEquals(List.of(), stage.handle(batch.toArray(String[]::new)).failed());
        batch.clear();
      }
      ledgers.add(stage.ledger().tree().toString());
      assertEquals(2, stage.published.size(), "seed " + seed + ": " + stage.published);
    }
    assertEquals(1, ledgers.size(), "seed " + seed);
  }

  @Test
  void events_that_arrive_during_further_changes_end_in_the_final_findings() {
    long seed = System.nanoTime();
    var dice = new Random(seed);
    for (int round = 0; round < shuffles() / 5; round++) {
      var stage = stage();
      for (int step = 0; step < 8; step++) {
        stage.faulty(anyOf(dice));
        for (int late = dice.nextInt(3); late > 0; late--) {
          stage.handle(IntStream.range(0, late).mapToObj(_ -> CHANGE).toArray(String[]::new));
          stage.pass(Duration.ofMinutes(dice.nextInt(40)));
        }
      }
      stage.handle(CHANGE);
      assertEquals(stage.wrong(), stage.open(), "seed " + seed);
    }
  }

  // ---- Clocks that differ ----

  @Test
  void checks_whose_clocks_differ_publish_everything_once() {
    for (int seconds : new int[] {-180, -1, 1, 180}) {
      var stage = stage();
      stage.faulty("n1");
      stage.handle(CHANGE);
      stage.pass(Duration.ofHours(1));
      stage.faulty("n2");
      stage.pass(Duration.ofSeconds(seconds));
      stage.handle(CHANGE);
      stage.pass(Duration.ofSeconds(-seconds));
      stage.handle(CHANGE);

      assertEquals(
          List.of(
              "opened node-has-both-families/n1",
              "opened node-has-both-families/n2",
              "resolved node-has-both-families/n1"),
          stage.published);
    }
  }

  @Test
  void a_document_by_a_clock_that_is_a_day_ahead_stops_nothing() {
    var stage = stage();
    stage.faulty("n1");
    stage.pass(Duration.ofDays(1));
    stage.killBeforePublishing();
    assertThrows(Stage.Kill.class, () -> stage.handle(CHANGE));
    stage.pass(Duration.ofDays(-1));

    stage.handle(CHANGE);
    stage.faulty("n1", "n2");
    stage.handle(CHANGE);

    assertEquals(
        List.of("opened node-has-both-families/n1", "opened node-has-both-families/n2"),
        stage.published);
    Ledger ledger = stage.ledger();
    assertTrue(ledger.claims().isEmpty());
  }
}
