package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.check.Events.call;
import static slash80.check.Events.check;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slash80.aws.alert.EventBus;
import slash80.check.FailureTest.Story;
import slash80.fixtures.PublishedNews;
import slash80.judge.Exemption;
import slash80.judge.Policy;
import slash80.judge.ResourceSelector;
import slash80.network.Parameters;
import slash80.rule.Severity;

/// Tests that no event for the bus is lost, and none sent twice, if a check is killed at any step
/// or the bus refuses a part of the events.
class BusFailureTest {
  private static final String CHANGE =
      call("CreateRoute").asking("{'routeTableId':'rtb-a'}").event();
  private static final String SWEEP = check("demo");
  private static final Duration VISIBILITY = Duration.ofSeconds(725);
  private static final Duration LAPSE = Duration.ofSeconds(241);

  /// A bus whose calls are steps of the stage.
  private static final class StagedBus implements EventBus {
    private final Stage stage;
    private final List<String> accepted = new ArrayList<>();
    private final Set<Object> ids = new HashSet<>();
    private Predicate<String> refuses = _ -> false;

    StagedBus(Stage stage) {
      this.stage = stage;
      stage.sendTo(new Outlets(Severity.LOW, Optional.of(this)));
    }

    @Override
    public List<Refused> put(List<Map<String, Object>> events) {
      stage.step();
      var refused = new ArrayList<Refused>();
      for (var event : events) {
        var news = PublishedNews.of(event);
        if (news.stream().anyMatch(refuses)) {
          refused.add(new Refused(event, "ThrottlingException"));
        } else {
          accepted.addAll(news);
          ids.add(((Map<?, ?>) event.get("detail")).get("id"));
        }
      }
      stage.step();
      return refused;
    }
  }

  /// The news of a story that the bus gets: findings that opened or were resolved.
  private static List<String> told(Story story) {
    return story.news.stream().filter(news -> news.matches("(opened|resolved) .*")).toList();
  }

  @ParameterizedTest
  @MethodSource("stories")
  void a_kill_at_any_step_loses_no_event_and_repeats_it_only_between_sending_and_writing(
      Story story) {
    int steps = stepsOf(story);
    var repeated = new ArrayList<Integer>();
    var alertsRepeated = new ArrayList<Integer>();
    for (int step = 0; step < steps; step++) {
      var stage = new Stage();
      var bus = new StagedBus(stage);
      String event = story.happen(stage);
      bus.accepted.clear();
      bus.ids.clear();
      stage.published.clear();
      stage.killAt(step);
      stage.handleOrDie(event);
      stage.pass(VISIBILITY);
      assertEquals(List.of(), stage.handle(event).failed());

      var times = told(story).stream().map(news -> Collections.frequency(bus.accepted, news));
      var counts = new HashSet<>(times.toList());
      assertTrue(counts.stream().allMatch(count -> count == 1 || count == 2), step + ": " + counts);
      if (counts.contains(2)) {
        repeated.add(step);
        assertEquals(told(story).size(), bus.ids.size(), "a repeated event has the same id");
      }
      if (Collections.frequency(stage.published, story.news.getFirst()) > 1) {
        alertsRepeated.add(step);
      }
      assertTrue(stage.ledger().outgoing().isEmpty(), "step " + step);
    }
    assertEquals(4, repeated.size(), "after sending, around reading, before writing: " + repeated);
    assertEquals(4, alertsRepeated.size(), "no more than without a bus: " + alertsRepeated);
    assertTrue(Collections.disjoint(repeated, alertsRepeated));
  }

  private static Policy exempting(String node) {
    var exemption =
        new Exemption(
            "node-has-both-families",
            ResourceSelector.parse(node),
            Optional.empty(),
            "until the move",
            "platform@example.com",
            LocalDate.parse("2036-12-31"));
    return new Policy(
        Parameters.DEFAULTS, Set.of(), Map.of(), List.of(), List.of(exemption), Optional.empty());
  }

  @Test
  void a_kill_at_any_step_loses_no_event_about_a_silenced_finding_and_tells_nobody_else() {
    var finding = "node-has-both-families/n1";
    int most = 60;
    int repeated = 0;
    for (int step = 0; step < most; step++) {
      var stage = new Stage();
      var bus = new StagedBus(stage);
      stage.faulty("n1");
      stage.handle(CHANGE);
      stage.handle(SWEEP);
      assertEquals(List.of("opened " + finding), bus.accepted);
      bus.accepted.clear();
      stage.published.clear();
      stage.policy = exempting("n1");
      stage.killAt(step);
      stage.handleOrDie(SWEEP);
      stage.pass(VISIBILITY);
      stage.killNoMore();
      assertEquals(List.of(), stage.handle(SWEEP).failed());
      int times = Collections.frequency(bus.accepted, "resolved " + finding);
      assertTrue(times == 1 || times == 2, step + ": " + bus.accepted);
      repeated += times - 1;
      assertEquals(List.of(), stage.published, "step " + step);
      assertTrue(stage.ledger().outgoing().isEmpty(), "step " + step);

      bus.accepted.clear();
      stage.policy = Policy.NONE;
      stage.handle(SWEEP);
      assertEquals(List.of("opened " + finding), bus.accepted);
    }
    assertTrue(repeated <= 4, "after sending, around reading, before writing: " + repeated);
  }

  @Test
  void a_finding_is_silenced_beside_news() {
    var stage = new Stage();
    var bus = new StagedBus(stage);
    stage.faulty("n1");
    stage.handle(CHANGE);
    bus.accepted.clear();
    stage.policy = exempting("n1");
    stage.faulty("n1", "n2");
    stage.handle(SWEEP);
    assertEquals(
        Set.of("resolved node-has-both-families/n1", "opened node-has-both-families/n2"),
        Set.copyOf(bus.accepted));
    assertTrue(stage.ledger().outgoing().isEmpty());
  }

  static Stream<Story> stories() {
    return Arrays.stream(Story.values()).filter(story -> !told(story).isEmpty());
  }

  private static int stepsOf(Story story) {
    var stage = new Stage();
    var bus = new StagedBus(stage);
    String event = story.happen(stage);
    bus.accepted.clear();
    stage.countSteps();
    stage.handle(event);
    assertEquals(told(story), bus.accepted);
    return stage.steps();
  }

  @ParameterizedTest
  @MethodSource("stories")
  void two_kills_in_a_row_lose_no_event(Story story) {
    int steps = stepsOf(story);
    for (int first = 0; first < steps; first++) {
      for (int second = 0; second < steps; second++) {
        var stage = new Stage();
        var bus = new StagedBus(stage);
        String event = story.happen(stage);
        bus.accepted.clear();
        for (int step : new int[] {first, second}) {
          stage.killAt(step);
          stage.handleOrDie(event);
          stage.pass(VISIBILITY);
        }
        stage.killNoMore();
        stage.handle(event);
        assertTrue(
            bus.accepted.containsAll(told(story)), first + ", " + second + ": " + bus.accepted);
      }
    }
  }

  @Test
  void events_that_the_bus_refused_are_sent_by_the_message_that_comes_again_and_no_alert_is() {
    var stage = new Stage();
    var bus = new StagedBus(stage);
    stage.faulty("n1");
    stage.handle(CHANGE);
    bus.accepted.clear();
    stage.published.clear();
    stage.pass(Duration.ofHours(1));
    stage.faulty("n2");
    bus.refuses = news -> news.startsWith("resolved");

    var first = stage.handle(CHANGE);
    assertEquals(List.of("m0"), first.failed(), "people hear of it by an alarm");
    assertTrue(
        first.handled().getFirst().sentence().contains("ThrottlingException"),
        first.handled().getFirst().sentence());
    assertEquals(List.of("opened node-has-both-families/n2"), bus.accepted);
    assertFalse(stage.ledger().outgoing().isEmpty());

    bus.refuses = _ -> false;
    stage.pass(VISIBILITY);
    assertEquals(List.of(), stage.handle(CHANGE).failed());
    assertEquals(
        List.of("opened node-has-both-families/n2", "resolved node-has-both-families/n1"),
        bus.accepted);
    assertEquals(2, stage.published.size(), stage.published.toString());
    assertTrue(stage.ledger().outgoing().isEmpty());
  }

  @Test
  void the_sweep_sends_what_a_killed_check_left_and_not_what_a_running_check_is_sending() {
    var stage = new Stage();
    var bus = new StagedBus(stage);
    stage.faulty("n1");
    int steps = stepsOf(Story.OPENED);
    stage.killAt(
        steps - 6); // before the first step of the bus: its calls, a read and a write follow
    stage.handleOrDie(CHANGE);
    assertEquals(List.of(), bus.accepted);
    assertEquals(1, stage.published.size());

    stage.pass(Duration.ofSeconds(60));
    stage.handle(SWEEP);
    assertEquals(List.of(), bus.accepted);

    stage.pass(LAPSE);
    stage.handle(SWEEP);
    assertEquals(List.of("opened node-has-both-families/n1"), bus.accepted);
    assertEquals(1, stage.published.size());
  }

  @Test
  void a_bus_that_was_switched_off_leaves_nothing_in_the_ledger() {
    var stage = new Stage();
    var bus = new StagedBus(stage);
    bus.refuses = _ -> true;
    stage.faulty("n1");
    stage.handle(CHANGE);
    assertFalse(stage.ledger().outgoing().isEmpty());
    stage.sendTo(Outlets.TOPIC_ONLY);
    stage.pass(VISIBILITY);
    assertEquals(List.of(), stage.handle(CHANGE).failed());
    assertTrue(stage.ledger().outgoing().isEmpty());
  }

  @Test
  void an_alert_below_the_least_severity_is_not_sent_and_counts_as_reported() {
    for (boolean isSevere : new boolean[] {true, false}) {
      var stage = new Stage();
      var bus = new StagedBus(stage);
      var severity = severityOf("n1");
      var least =
          isSevere
              ? severity
              : Severity.values()[Math.min(severity.ordinal() + 1, Severity.CRITICAL.ordinal())];
      stage.sendTo(new Outlets(least, Optional.of(bus)));
      stage.faulty("n1");
      stage.handle(CHANGE);
      stage.pass(Duration.ofHours(1));
      stage.faulty();
      stage.handle(CHANGE);
      var expected =
          List.of("opened node-has-both-families/n1", "resolved node-has-both-families/n1");
      assertEquals(isSevere ? expected : List.of(), stage.published);
      assertEquals(isSevere ? expected : List.of(), bus.accepted);
      assertEquals(Set.of(), stage.open());
      assertEquals(List.of(), stage.ledger().claims());
    }
  }

  @Test
  void the_end_of_what_was_sent_is_sent_after_the_least_severity_was_raised() {
    var stage = new Stage();
    var bus = new StagedBus(stage);
    stage.faulty("n1");
    stage.handle(CHANGE);
    stage.pass(Duration.ofHours(1));
    stage.sendTo(new Outlets(Severity.CRITICAL, Optional.of(bus)));
    stage.faulty("n2");
    stage.handle(CHANGE);
    var told = List.of("opened node-has-both-families/n1", "resolved node-has-both-families/n1");
    assertEquals(told, bus.accepted);
    stage.pass(Duration.ofHours(1));
    stage.faulty();
    stage.handle(CHANGE);
    assertEquals(told, bus.accepted, "n2 was never sent");
    assertTrue(severityOf("n1").compareTo(Severity.CRITICAL) < 0);
  }

  /// The severity of the finding about a faulty node.
  private static Severity severityOf(String node) {
    var stage = new Stage();
    stage.faulty(node);
    stage.handle(CHANGE);
    return stage.ledger().open().values().iterator().next().sighting().severity();
  }
}
