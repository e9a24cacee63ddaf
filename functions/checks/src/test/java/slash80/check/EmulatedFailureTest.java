package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import slash80.aws.live.StubbedAws.Fault;
import slash80.check.Wire.Call;
import slash80.check.Wire.Refusal;

/// Tests that no alert is lost between a queue of changes and a queue that subscribes to the topic,
/// on the emulator, if the process ends at any call or a service refuses.
@EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
final class EmulatedFailureTest {
  private static final String FIRST = EmulatedStage.finding(2);

  @TempDir private Path folder;
  private EmulatedStage stage;

  @BeforeEach
  void open() {
    stage = new EmulatedStage(folder);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  // ---- Killed at each call ----

  /// The alerts to publish, and the events that lead to them.
  enum Story {
    OPENED("opened " + FIRST) {
      @Override
      void happen(EmulatedStage stage) {
        stage.faulty(1);
        stage.happens(EmulatedStage.CHANGE);
      }
    },
    RESOLVED("resolved " + FIRST) {
      @Override
      void happen(EmulatedStage stage) {
        published(stage);
        stage.faulty(0);
        stage.happens(EmulatedStage.CHANGE);
      }
    },
    REMINDED("reminded " + FIRST) {
      @Override
      void happen(EmulatedStage stage) {
        published(stage);
        stage.pass(Duration.ofHours(30));
        stage.happens(EmulatedStage.SWEEP);
      }
    },
    CLUSTER_GONE("cluster-gone c1") {
      @Override
      void happen(EmulatedStage stage) {
        published(stage);
        stage.gone();
        stage.happens(EmulatedStage.SWEEP);
      }
    };

    private final String news;

    Story(String news) {
      this.news = news;
    }

    /// Prepares the stage, and sends the message to handle next.
    abstract void happen(EmulatedStage stage);

    private static void published(EmulatedStage stage) {
      stage.faulty(1);
      stage.happens(EmulatedStage.CHANGE);
      stage.deliver();
      stage.pass(Duration.ofHours(1));
      stage.around.received();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_kill_at_any_call_loses_no_alert_and_repeats_it_only_between_publishing_and_writing(
      Story story) {
    var steps = stepsOf(story);
    var repeated = new ArrayList<Integer>();
    for (int step : steps) {
      stage.beginAnew();
      story.happen(stage);
      stage.wire.killAt(step);
      stage.deliverToTheDying();
      boolean isPublishedAndNotWritten = stage.wire.isPublishedAndNotWritten();
      assertTrue(stage.deliver(), "step " + step);

      var published = stage.around.news();
      for (String news : new HashSet<>(published)) {
        int times = Collections.frequency(published, news);
        assertEquals(isPublishedAndNotWritten ? 2 : 1, times, news + ", killed at step " + step);
      }
      assertTrue(published.contains(story.news), "step " + step + ": " + published);
      assertTrue(stage.ledger().claims().isEmpty());
      if (isPublishedAndNotWritten) {
        repeated.add(step);
      }
    }
    assertEquals(4, repeated.size(), "after telling, around reading, before writing: " + repeated);
    System.out.printf(
        "%s: killed at each of %d steps, published twice at %s%n", story, steps.size(), repeated);
  }

  /// Reads of the account are the same in every story, so one story is enough.
  private List<Integer> stepsOf(Story story) {
    stage.beginAnew();
    story.happen(stage);
    stage.wire.forget();
    assertTrue(stage.deliver());
    var steps = stage.wire.steps();
    return IntStream.range(0, steps.size())
        .filter(i -> story == Story.OPENED || !Call.READ_OF_ACCOUNT.test(steps.get(i)))
        .boxed()
        .toList();
  }

  // ---- At once ----

  /// Nothing delays one of them: S3 alone decides which is first.
  @Test
  void one_of_two_processes_that_run_freely_publishes() throws Exception {
    var before = Set.<String>of();
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (int round = 0; round < 20; round++) {
        int faulty = round % 3;
        stage.faulty(faulty);
        stage.pass(Duration.ofHours(1));
        var message = new QueueMessage("m", EmulatedStage.CHANGE);
        List<Callable<BatchOutcome>> both =
            Collections.nCopies(2, () -> stage.process().handle(List.of(message)));
        for (var outcome : threads.invokeAll(both)) {
          assertEquals(List.of(), outcome.get().failed(), "round " + round);
        }
        var wrong = EmulatedStage.wrong(faulty);
        assertEquals(wrong, stage.open(), "round " + round);
        assertEquals(difference(before, wrong), published(), "round " + round);
        before = wrong;
      }
    }
  }

  /// Sorted; an alert that was published twice stands there twice.
  private List<String> published() {
    return stage.around.news().stream()
        .filter(news -> news.contains(" node-holds-pod-prefix/"))
        .sorted()
        .toList();
  }

  private static List<String> difference(Set<String> before, Set<String> after) {
    var news = new TreeSet<String>();
    after.stream().filter(id -> !before.contains(id)).forEach(id -> news.add("opened " + id));
    before.stream().filter(id -> !after.contains(id)).forEach(id -> news.add("resolved " + id));
    return List.copyOf(news);
  }

  // ---- Refused ----

  /// Calls that are refused.
  enum Refused {
    PUBLISH(Call.PUBLISH),
    READ_OF_LEDGER(Call.READ_OF_LEDGER),
    WRITE_OF_LEDGER(Call.WRITE_OF_LEDGER);

    private final Predicate<Call> calls;

    Refused(Predicate<Call> calls) {
      this.calls = calls;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PUBLISH, 403, AuthorizationError",
    "PUBLISH, 500, InternalError",
    "PUBLISH, 403, KMSAccessDenied",
    "PUBLISH, 400, Throttled",
    "READ_OF_LEDGER, 403, AccessDenied",
    "READ_OF_LEDGER, 500, InternalError",
    "READ_OF_LEDGER, 503, SlowDown",
    "WRITE_OF_LEDGER, 403, AccessDenied",
    "WRITE_OF_LEDGER, 500, InternalError",
    "WRITE_OF_LEDGER, 503, SlowDown",
  })
  void a_refused_call_fails_the_message_and_the_next_delivery_publishes(
      Refused refused, int status, String code) {
    stage.faulty(1);
    stage.happens(EmulatedStage.CHANGE);
    stage.wire.refuse(refused.calls, new Refusal(status, code));
    assertFalse(stage.deliver());
    assertFalse(stage.deliver());
    assertEquals(List.of(), stage.around.news());

    stage.wire.serveAll();
    assertTrue(stage.deliver());
    assertToldOnce();
  }

  private void assertToldOnce() {
    assertEquals(List.of("opened " + FIRST), published());
    assertEquals(EmulatedStage.wrong(1), stage.open());
    assertTrue(stage.ledger().claims().isEmpty());
  }

  @Test
  void a_missing_topic_fails_the_message_and_the_next_delivery_publishes() {
    stage.faulty(1);
    stage.happens(EmulatedStage.CHANGE);
    stage.around.closeTopic();
    assertFalse(stage.deliver());

    stage.around.openTopic();
    assertTrue(stage.deliver());
    assertToldOnce();
  }

  @Test
  void an_alert_that_could_not_be_recorded_is_published_once_more() {
    stage.faulty(1);
    stage.happens(EmulatedStage.CHANGE);
    stage.wire.refuse(
        call -> Call.WRITE_OF_LEDGER.test(call) && stage.wire.isPublishedAndNotWritten(),
        new Refusal(503, "SlowDown"));
    assertFalse(stage.deliver());
    assertEquals(List.of("opened " + FIRST), published());

    stage.wire.serveAll();
    assertTrue(stage.deliver());
    assertToldOnce();
  }

  @Test
  void a_burst_of_errors_is_sat_out() {
    stage.faulty(1);
    stage.happens(EmulatedStage.CHANGE);
    for (var refused : Refused.values()) {
      stage.wire.refuse(refused.calls, new Refusal(500, "InternalError"), 1);
      stage.wire.refuse(refused.calls, new Refusal(503, "SlowDown"), 1);
    }
    assertTrue(stage.deliver());
    assertToldOnce();
  }

  @ParameterizedTest
  @EnumSource(names = {"THROTTLED", "BROKEN"})
  void a_call_that_fails_for_a_while_fails_the_message_and_the_next_delivery_publishes(
      Fault fault) {
    stage.happens(EmulatedStage.CHANGE);
    stage.deliver();
    var actions = stage.aws.counts().keySet();
    var failed = new ArrayList<String>();
    for (String action : actions) {
      stage.beginAnew();
      stage.faulty(1);
      stage.happens(EmulatedStage.CHANGE);
      stage.aws.fail(action, fault);
      boolean isDone = stage.deliver();
      stage.aws.mend();
      if (!isDone) {
        failed.add(action);
        assertTrue(stage.deliver(), action);
      }
      assertToldOnce();
    }
    System.out.printf(
        "%s: %d of %d calls failed the message%n", fault, failed.size(), actions.size());
    assertTrue(failed.size() >= 12, failed.toString());
  }
}
