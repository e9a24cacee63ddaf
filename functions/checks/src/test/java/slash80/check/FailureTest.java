package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.check.Events.call;
import static slash80.check.Events.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import slash80.alerts.Alert;
import slash80.aws.alert.Publisher;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.facts.Cluster;

/// Tests that no alert is lost if a check is killed or refused at any step. Time passes only when a
/// test moves the clock.
class FailureTest {
  private static final String CHANGE =
      call("CreateRoute").asking("{'routeTableId':'rtb-a'}").event();
  private static final String SWEEP = check("demo");

  /// The queue's visibility timeout, after which SQS delivers a message again.
  private static final Duration VISIBILITY = Duration.ofSeconds(725);

  /// Longer than a claim lasts.
  private static final Duration LAPSE = Duration.ofSeconds(241);

  // ---- Killed at each step ----

  /// The news to publish, and the events that lead to it.
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
    /// The first check of a cluster that is well: a greeting, and nothing else to tell.
    GREETED("hello demo") {
      @Override
      String happen(Stage stage) {
        return SWEEP;
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

    final List<String> news;

    Story(String... news) {
      this.news = List.of(news);
    }

    /// Prepares the stage; returns the event to handle next.
    abstract String happen(Stage stage);
  }

  @ParameterizedTest
  @MethodSource("stories")
  void a_kill_at_any_step_loses_no_alert_and_repeats_it_only_between_publishing_and_writing(
      Story story) {
    int steps = stepsOf(story);
    var repeated = new ArrayList<Integer>();
    for (int step = 0; step < steps; step++) {
      var stage = new Stage();
      String event = story.happen(stage);
      stage.published.clear();
      stage.killAt(step);
      assertThrows(Stage.Kill.class, () -> stage.handle(event), "step " + step);
      boolean isPublishedAndNotWritten = stage.isPublishedAndNotWritten();

      stage.pass(VISIBILITY);
      assertEquals(List.of(), stage.handle(event).failed());

      for (String news : story.news) {
        long times = Collections.frequency(stage.published, news);
        assertEquals(isPublishedAndNotWritten ? 2 : 1, times, news + ", killed at step " + step);
      }
      if (isPublishedAndNotWritten) {
        repeated.add(step);
      }
    }
    assertEquals(
        4, repeated.size(), "after publishing, around reading, before writing: " + repeated);
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
        stage.published.clear();
        for (int step : new int[] {first, second}) {
          stage.killAt(step);
          stage.handleOrDie(event);
          stage.pass(VISIBILITY);
        }
        stage.killNoMore();
        stage.handle(event);
        assertTrue(
            stage.published.containsAll(story.news),
            first + ", " + second + ": " + stage.published);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("stories")
  void the_next_sweep_publishes_the_claim_of_a_killed_check_once_the_claim_has_lapsed(Story story) {
    var stage = new Stage();
    String event = story.happen(stage);
    stage.published.clear();
    stage.killBeforePublishing();
    assertThrows(Stage.Kill.class, () -> stage.handle(event));

    stage.pass(Duration.ofSeconds(60));
    stage.handle(SWEEP);
    assertEquals(List.of(), stage.published);

    stage.pass(LAPSE);
    stage.handle(SWEEP);
    assertEquals(Set.copyOf(story.news), Set.copyOf(stage.published));
    assertEquals(story.news.size(), stage.published.size());
  }

  // ---- Refused ----

  @ParameterizedTest
  @MethodSource("stories")
  void an_alert_that_the_topic_refuses_is_published_once_when_the_message_is_delivered_again(
      Story story) {
    var stage = new Stage();
    String event = story.happen(stage);
    stage.published.clear();
    stage.refusePublishing(3);
    for (int times = 0; times < 3; times++) {
      assertEquals(List.of("m0"), stage.handle(event).failed());
      stage.pass(VISIBILITY);
    }
    stage.handle(event);
    stage.handle(event);

    assertEquals(Set.copyOf(story.news), Set.copyOf(stage.published));
    assertEquals(story.news.size(), stage.published.size());
  }

  @ParameterizedTest
  @MethodSource("stories")
  void a_refusal_at_any_step_loses_no_alert_and_repeats_it_only_after_publishing(Story story) {
    int steps = stepsOf(story);
    for (int step = 0; step < steps; step++) {
      var stage = new Stage();
      String event = story.happen(stage);
      stage.published.clear();
      stage.refuseAt(step);
      var first = stage.handle(event);
      boolean isPublished = !stage.published.isEmpty();
      assertEquals(List.of("m0"), first.failed(), "step " + step);
      stage.pass(VISIBILITY);
      stage.handle(event);
      for (String news : story.news) {
        long times = Collections.frequency(stage.published, news);
        assertTrue(times == 1 || isPublished && times == 2, step + ": " + stage.published);
      }
    }
  }

  // ---- Refused for a reason that lies in the alert ----

  /// A topic that refuses whole alerts for ever, and accepts bare ones.
  private static final class PickyTopic implements Publisher {
    private final List<String> reasons = new ArrayList<>();
    private String complaint = "Invalid parameter: Message";
    private boolean isContent;

    @Override
    public void publish(Cluster.Id cluster, Alert alert) {
      if (!isContent) {
        throw new IllegalStateException(complaint);
      }
    }

    @Override
    public void publishBare(Cluster.Id cluster, Alert alert, String reason) {
      reasons.add(reason);
    }
  }

  @ParameterizedTest
  @MethodSource("stories")
  void a_claim_that_was_refused_twice_is_sent_without_its_decoration(Story story) {
    var topic = new PickyTopic();
    var stage = new Stage(new MemoryLedgerStore(), topic);
    topic.isContent = true;
    String event = story.happen(stage);
    topic.isContent = false;
    for (int times = 0; times < 2; times++) {
      assertEquals(List.of("m0"), stage.handle(event).failed());
      assertEquals(List.of(), topic.reasons);
      stage.pass(VISIBILITY);
    }

    assertEquals(List.of(), stage.handle(event).failed());

    assertEquals(List.of("IllegalStateException: Invalid parameter: Message"), topic.reasons);
    assertEquals(List.of(), stage.ledger().claims());
    assertEquals(List.of(), stage.handle(event).failed());
    assertEquals(1, topic.reasons.size(), "sent once");
  }

  @ParameterizedTest
  @CsvSource({
    "Invalid parameter: Message, Invalid parameter: Subject",
    "Index 512 out of bounds, Index 513 out of bounds"
  })
  void two_refusals_for_different_reasons_count_together(String first, String second) {
    var topic = new PickyTopic();
    var stage = new Stage(new MemoryLedgerStore(), topic);
    stage.faulty("n1");
    for (String complaint : List.of(first, second)) {
      topic.complaint = complaint;
      assertEquals(List.of("m0"), stage.handle(CHANGE).failed());
      assertEquals(List.of(), topic.reasons);
      stage.pass(VISIBILITY);
    }
    assertEquals(List.of(), stage.handle(CHANGE).failed());
    assertEquals(List.of("IllegalStateException: " + second), topic.reasons);
  }
}
