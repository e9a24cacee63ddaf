package slash80.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.watch.Events.call;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slash80.alerts.Ledger;

/// What becomes of alerts when a check is killed, refused, overtaken or called in disorder. Time
/// passes only where a test says so, and checks that run at once take turns as a dice says.
class FailureTest {
  private static final String CHANGE =
      call("CreateRoute").asking("{'routeTableId':'rtb-a'}").event();
  private static final String SWEEP =
      Events.notification(
          "slash80.sweep",
          "Cluster Check",
          "{'cluster':'demo','account':'111122223333','region':'us-east-2'}");

  /// When SQS brings a message again: the queue's visibility timeout.
  private static final Duration VISIBILITY = Duration.ofSeconds(725);

  /// Longer than a claim stands.
  private static final Duration LAPSE = Duration.ofSeconds(241);

  // ---- Killed at each step ----

  /// What there was to tell, and how it came to be.
  enum Story {
    OPENED("opened node-has-both-families/n1") {
      @Override
      String happen(Stage stage) {
        stage.faulty("n1");
        return CHANGE;
      }
    },
    OPENED_AND_RESOLVED("opened node-has-both-families/n2", "resolved node-has-both-families/n1") {
      @Override
      String happen(Stage stage) {
        stage.faulty("n1");
        stage.handle(CHANGE);
        stage.pass(Duration.ofHours(1));
        stage.faulty("n2");
        return CHANGE;
      }
    },
    REMINDED("reminded node-has-both-families/n1") {
      @Override
      String happen(Stage stage) {
        stage.faulty("n1");
        stage.handle(CHANGE);
        stage.pass(Duration.ofHours(30));
        return SWEEP;
      }
    },
    REFUSED("refused eks:DescribeAddon") {
      @Override
      String happen(Stage stage) {
        stage.denied();
        return CHANGE;
      }
    },
    REFUSED_AGAIN("refused eks:DescribeAddon", "opened node-has-both-families/n1") {
      @Override
      String happen(Stage stage) {
        stage.denied();
        stage.handle(CHANGE);
        stage.pass(Duration.ofHours(30));
        stage.faulty("n1");
        return SWEEP;
      }
    },
    CLUSTER_GONE("resolved node-has-both-families/n1", "cluster-gone demo") {
      @Override
      String happen(Stage stage) {
        stage.faulty("n1");
        stage.handle(CHANGE);
        stage.pass(Duration.ofHours(1));
        stage.gone();
        return SWEEP;
      }
    };

    private final List<String> news;

    Story(String... news) {
      this.news = List.of(news);
    }

    /// Sets the stage; the event that is to be handled next.
    abstract String happen(Stage stage);
  }

  @ParameterizedTest
  @MethodSource("stories")
  void a_kill_at_any_step_loses_no_alert_and_repeats_it_only_between_telling_and_writing(
      Story story) {
    int steps = stepsOf(story);
    var repeated = new ArrayList<Integer>();
    for (int step = 0; step < steps; step++) {
      var stage = new Stage();
      String event = story.happen(stage);
      stage.told.clear();
      stage.killAt(step);
      assertThrows(Stage.Kill.class, () -> stage.handle(event), "step " + step);
      boolean isToldAndNotWritten = stage.isToldAndNotWritten();

      stage.pass(VISIBILITY);
      assertEquals(List.of(), stage.handle(event).failed());

      for (String news : story.news) {
        long times = Collections.frequency(stage.told, news);
        assertEquals(isToldAndNotWritten ? 2 : 1, times, news + ", killed at step " + step);
      }
      if (isToldAndNotWritten) {
        repeated.add(step);
      }
    }
    assertEquals(4, repeated.size(), "after telling, around reading, before writing: " + repeated);
  }

  static Stream<Story> stories() {
    return Arrays.stream(Story.values());
  }

  private static int stepsOf(Story story) {
    var stage = new Stage();
    String event = story.happen(stage);
    stage.countSteps();
    stage.handle(event);
    return stage.steps();
  }

  @ParameterizedTest
  @MethodSource("stories")
  void two_kills_in_a_row_lose_no_alert(Story story) {
    int steps = stepsOf(story);
    for (int first = 0; first < steps; first++) {
      for (int second = 0; second < steps; second++) {
        var stage = new Stage();
        String event = story.happen(stage);
        stage.told.clear();
        for (int step : new int[] {first, second}) {
          stage.killAt(step);
          stage.handleOrDie(event);
          stage.pass(VISIBILITY);
        }
        stage.killNoMore();
        stage.handle(event);
        assertTrue(stage.told.containsAll(story.news), first + ", " + second + ": " + stage.told);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("stories")
  void what_a_killed_check_claimed_is_told_by_the_next_sweep_and_not_before_it_has_lapsed(
      Story story) {
    var stage = new Stage();
    String event = story.happen(stage);
    stage.told.clear();
    stage.killBeforeTelling();
    assertThrows(Stage.Kill.class, () -> stage.handle(event));

    stage.pass(Duration.ofSeconds(60));
    stage.handle(SWEEP);
    assertEquals(List.of(), stage.told);

    stage.pass(LAPSE);
    stage.handle(SWEEP);
    assertEquals(Set.copyOf(story.news), Set.copyOf(stage.told));
    assertEquals(story.news.size(), stage.told.size());
  }

  // ---- Refused ----

  @ParameterizedTest
  @MethodSource("stories")
  void what_the_topic_refuses_is_told_once_when_the_message_comes_again(Story story) {
    var stage = new Stage();
    String event = story.happen(stage);
    stage.told.clear();
    stage.refuseTelling(3);
    for (int times = 0; times < 3; times++) {
      assertEquals(List.of("m0"), stage.handle(event).failed());
      stage.pass(VISIBILITY);
    }
    stage.handle(event);
    stage.handle(event);

    assertEquals(Set.copyOf(story.news), Set.copyOf(stage.told));
    assertEquals(story.news.size(), stage.told.size());
  }

  @ParameterizedTest
  @MethodSource("stories")
  void what_is_refused_at_any_step_is_told_and_twice_only_if_it_was_refused_after_telling(
      Story story) {
    int steps = stepsOf(story);
    for (int step = 0; step < steps; step++) {
      var stage = new Stage();
      String event = story.happen(stage);
      stage.told.clear();
      stage.refuseAt(step);
      var first = stage.handle(event);
      boolean isTold = !stage.told.isEmpty();
      assertEquals(List.of("m0"), first.failed(), "step " + step);
      stage.pass(VISIBILITY);
      stage.handle(event);
      for (String news : story.news) {
        long times = Collections.frequency(stage.told, news);
        assertTrue(times == 1 || isTold && times == 2, step + ": " + stage.told);
      }
    }
  }

  // ---- At once ----

  @Test
  void of_two_checks_at_once_nothing_is_lost_told_twice_or_undone() {
    long seed = System.nanoTime();
    var dice = new Random(seed);
    var stage = new Stage();
    int swapsLost = 0;
    for (int round = 0; round < 100; round++) {
      String story = "seed %d, round %d".formatted(seed, round);
      var before = stage.open();
      stage.told.clear();
      stage.faulty(anyOf(dice));
      var slow = stage.starting(CHANGE);
      slow.runUntilRead();
      stage.pass(Duration.ofSeconds(dice.nextInt(21, 100)));
      stage.faulty(anyOf(dice));
      var fast = stage.starting(CHANGE);
      Stage.interleave(dice, slow, fast);

      assertEquals(List.of(), slow.outcome().failed(), story);
      assertEquals(List.of(), fast.outcome().failed(), story);
      assertEquals(stage.wrong(), stage.open(), story);
      assertEquals(expected(before, stage.wrong()), toldOnce(stage, story), story);
      assertTrue(stage.ledger().claims().isEmpty(), story);
      swapsLost += stage.takeSwapsLost();
      stage.pass(Duration.ofHours(1));
    }
    assertTrue(swapsLost > 0, "some round must have been contested, seed " + seed);
  }

  /// Nodes without a prefix, by chance.
  private static String[] anyOf(Random dice) {
    return Stream.of("n1", "n2", "n3").filter(_ -> dice.nextBoolean()).toArray(String[]::new);
  }

  /// What people must know after a round that began with some findings and ended with others.
  private static Set<String> expected(Set<String> before, Set<String> after) {
    var expected = new TreeSet<>(after);
    expected.removeAll(before);
    var news = new TreeSet<String>();
    expected.forEach(id -> news.add("opened " + id));
    before.stream().filter(id -> !after.contains(id)).forEach(id -> news.add("resolved " + id));
    return news;
  }

  /// What was told and not taken back in the same round.
  private static Set<String> toldOnce(Stage stage, String story) {
    var last = new TreeSet<String>();
    for (String news : stage.told) {
      String opposite =
          news.startsWith("opened ")
              ? news.replace("opened ", "resolved ")
              : news.replace("resolved ", "opened ");
      if (!last.remove(opposite)) {
        assertTrue(last.add(news), "told twice: " + news + ", " + story);
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
    for (int shuffle = 0; shuffle < 1000; shuffle++) {
      var events = new ArrayList<String>();
      for (int number = 0; number < 6; number++) {
        String event =
            call("CreateRoute").asking("{'routeTableId':'rtb-%d'}".formatted(number)).event();
        events.addAll(Collections.nCopies(dice.nextInt(1, 3), event));
      }
      events.add(SWEEP);
      Collections.shuffle(events, dice);
      var stage = new Stage();
      stage.faulty("n2", "n3");
      while (!events.isEmpty()) {
        int size = dice.nextInt(1, events.size() + 1);
        var batch = events.subList(0, size);
        assertEquals(List.of(), stage.handle(batch.toArray(String[]::new)).failed());
        batch.clear();
      }
      ledgers.add(stage.ledger().tree().toString());
      assertEquals(2, stage.told.size(), "seed " + seed + ": " + stage.told);
    }
    assertEquals(1, ledgers.size(), "seed " + seed);
  }

  @Test
  void events_that_arrive_while_things_go_on_changing_end_in_what_is_wrong_in_the_end() {
    long seed = System.nanoTime();
    var dice = new Random(seed);
    for (int round = 0; round < 200; round++) {
      var stage = new Stage();
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
  void checks_whose_clocks_differ_tell_everything_once() {
    for (int seconds : new int[] {-180, -1, 1, 180}) {
      var stage = new Stage();
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
          stage.told);
    }
  }

  @Test
  void a_document_by_a_clock_that_is_a_day_ahead_stops_nothing() {
    var stage = new Stage();
    stage.faulty("n1");
    stage.pass(Duration.ofDays(1));
    stage.killBeforeTelling();
    assertThrows(Stage.Kill.class, () -> stage.handle(CHANGE));
    stage.pass(Duration.ofDays(-1));

    stage.handle(CHANGE);
    stage.faulty("n1", "n2");
    stage.handle(CHANGE);

    assertEquals(
        List.of("opened node-has-both-families/n1", "opened node-has-both-families/n2"),
        stage.told);
    Ledger ledger = stage.ledger();
    assertTrue(ledger.claims().isEmpty());
  }
}
