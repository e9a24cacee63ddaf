package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import slash80.aws.Template.Tree;

/// Holds each alarm, and each line of the dashboard, to a metric that AWS or the code really emits
/// about a resource that the template makes: an alarm on any other metric never acts.
class AlarmTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// The metrics of AWS that the templates may use, with the type of resource that the dimension
  /// names, and how the template writes that name.
  private static final Map<String, Kind> OF_AWS =
      Map.of(
          // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
          "AWS/SQS",
          new Kind(
              "QueueName",
              "AWS::SQS::Queue",
              ".QueueName",
              Set.of(
                  "ApproximateAgeOfOldestMessage",
                  "ApproximateNumberOfMessagesDelayed",
                  "ApproximateNumberOfMessagesNotVisible",
                  "ApproximateNumberOfMessagesVisible",
                  "NumberOfEmptyReceives",
                  "NumberOfMessagesDeleted",
                  "NumberOfMessagesReceived",
                  "NumberOfMessagesSent",
                  "SentMessageSize")),
          // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
          "AWS/Lambda",
          new Kind(
              "FunctionName",
              "AWS::Serverless::Function",
              "",
              Set.of(
                  "AsyncEventAge",
                  "AsyncEventsDropped",
                  "AsyncEventsReceived",
                  "ConcurrentExecutions",
                  "DeadLetterErrors",
                  "DestinationDeliveryFailures",
                  "Duration",
                  "Errors",
                  "Invocations",
                  "Throttles")),
          // https://docs.aws.amazon.com/sns/latest/dg/sns-monitoring-using-cloudwatch.html
          "AWS/SNS",
          new Kind(
              "TopicName",
              "AWS::SNS::Topic",
              ".TopicName",
              Set.of(
                  "NumberOfMessagesPublished",
                  "NumberOfNotificationsDelivered",
                  "NumberOfNotificationsFailed",
                  "NumberOfNotificationsFailedToRedriveToDlq",
                  "NumberOfNotificationsFilteredOut",
                  "NumberOfNotificationsRedrivenToDlq",
                  "PublishSize")));

  private record Kind(String dimension, String type, String attribute, Set<String> metrics) {}

  /// A metric about one thing: a resource of the template, or a function of the project.
  private record Metric(String namespace, String name, String dimension, String of) {
    static Metric ofAlarm(Tree tree) {
      var dimensions = tree.at("Dimensions").items();
      assertEquals(1, dimensions.size(), tree.toString());
      return new Metric(
          tree.at("Namespace").text(),
          tree.at("MetricName").text(),
          dimensions.getFirst().at("Name").text(),
          dimensions.getFirst().at("Value").text().replaceFirst("^!(GetAtt|Ref) ", ""));
    }
  }

  private final Template template = Template.read();
  private final Template forward = Template.ofForward();

  @Test
  void every_alarm_is_on_a_metric_that_is_emitted() {
    for (Template of : List.of(template, forward)) {
      alarms(of)
          .forEach(
              (name, alarm) -> metrics(alarm).forEach(metric -> assertEmitted(of, name, metric)));
    }
  }

  @Test
  void every_line_of_the_dashboard_is_a_metric_that_is_emitted() {
    var metrics = dashboard();
    metrics.forEach(metric -> assertEmitted(template, "Overview", metric));
    for (String shown : List.of("Opened", "Reads", "Errors", "ApproximateAgeOfOldestMessage")) {
      assertTrue(metrics.stream().anyMatch(metric -> metric.name().equals(shown)), shown);
    }
  }

  @Test
  void an_alarm_on_a_metric_that_nobody_emits_is_noticed() {
    var errors = new Metric("AWS/Lambda", "Errors", "FunctionName", "Watch");
    assertTrue(isEmitted(template, errors));
    assertFalse(isEmitted(template, new Metric("AWS/Lambda", "Failures", "FunctionName", "Watch")));
    assertFalse(isEmitted(template, new Metric("AWS/Lambda", "Errors", "QueueName", "Watch")));
    assertFalse(isEmitted(template, new Metric("AWS/Lambda", "Errors", "FunctionName", "Alerts")));
    assertFalse(isEmitted(template, new Metric("Slash80", "Sweeps", "Function", "watch")));
    assertFalse(isEmitted(template, new Metric("Slash80", "Swept", "Function", "sweep")));
  }

  @Test
  void each_thing_that_can_fail_silently_has_its_alarm() {
    var watched =
        alarms(template).values().stream()
            .flatMap(alarm -> metrics(alarm).stream())
            .map(metric -> metric.name() + " of " + metric.of().replaceFirst("\\..*", ""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(
        new TreeSet<>(
            List.of(
                "ApproximateAgeOfOldestMessage of Changes",
                "ApproximateAgeOfOldestMessage of Checks",
                "ApproximateAgeOfOldestMessage of SettledChanges",
                "ApproximateAgeOfOldestMessage of Sites",
                "ApproximateNumberOfMessagesVisible of DeadLetters",
                "ApproximateNumberOfMessagesVisible of UndeliveredFindings",
                "Behind of sweep",
                "Errors of Sweep",
                "Errors of Watch",
                "NumberOfMessagesSent of Undelivered",
                "NumberOfNotificationsFailed of Alerts",
                "Sweeps of sweep",
                "Throttles of Sweep",
                "Throttles of Watch",
                "Waiting of watch")),
        watched);
    assertEquals(Set.of("UndeliveredAlarm"), alarms(forward).keySet());
  }

  /// An alarm acts on a change of its state only: a dead letter that stays must not keep the next
  /// one from being reported, and one that SQS moved is in no count of sent messages.
  @Test
  void dead_letters_are_reported_by_growth() {
    Tree alarm = template.resource("DeadLettersAlarm");
    var growth = alarm.at("Metrics").items().getFirst();
    assertEquals("DIFF(FILL(messages, 0))", growth.at("Expression").text());
    assertFalse(growth.has("ReturnData"));
    assertEquals(0, alarm.at("Threshold").number());
    assertEquals("GreaterThanThreshold", alarm.at("ComparisonOperator").text());
  }

  @Test
  void a_sweep_that_does_not_run_is_reported_because_nothing_comes() {
    Tree alarm = template.resource("NoSweepAlarm");
    assertEquals("breaching", alarm.at("TreatMissingData").text());
    assertEquals(3_600, alarm.at("Period").number());
    assertEquals(
        "!FindInMap [Sweeping, !Ref SweepHours, Alarm]", alarm.at("EvaluationPeriods").text());
    assertEquals("LessThanThreshold", alarm.at("ComparisonOperator").text());
  }

  @Test
  void the_alarm_about_a_sweep_waits_for_two_of_them() {
    var sweeping = template.mapping("Sweeping").children();
    assertEquals(List.of("1", "2", "3", "4", "6", "8", "12", "24"), List.copyOf(sweeping.keySet()));
    sweeping.forEach(
        (hours, row) -> {
          assertEquals(2 * Integer.parseInt(hours), row.at("Alarm").number());
          String unit = hours.equals("1") ? "hour" : "hours";
          assertEquals("rate(%s %s)".formatted(hours, unit), row.at("Expression").text());
        });
  }

  /// Each sweep that finds messages of the one before writes the metric, and none of the others.
  @Test
  void a_sweep_that_is_not_finished_within_its_hour_is_reported_until_one_is() {
    Tree alarm = template.resource("SweepBehindAlarm");
    assertEquals("notBreaching", alarm.at("TreatMissingData").text());
    assertEquals(0, alarm.at("Threshold").number());
    assertEquals("GreaterThanThreshold", alarm.at("ComparisonOperator").text());
    assertEquals(1, alarm.at("DatapointsToAlarm").number());
    assertFalse(MetricLine.ofSweep(CallCounts.none(), 0).text(Instant.EPOCH).contains("Behind"));
    for (String name : List.of("SweepBehindAlarm", "SitesLateAlarm", "ChecksLateAlarm")) {
      var words = template.resource(name).at("AlarmDescription").text();
      assertTrue(words.contains("Raise SweepConcurrency"), words);
    }
  }

  /// The age of a message in the delay queue includes its delay.
  @Test
  void a_change_is_late_after_fifteen_minutes() {
    assertEquals(900, template.resource("ChangesLateAlarm").at("Threshold").number());
    assertEquals(
        "!FindInMap [Settling, !Ref SettlingMinutes, LateSeconds]",
        template.resource("SettledChangesLateAlarm").at("Threshold").text());
    template
        .mapping("Settling")
        .children()
        .values()
        .forEach(
            late ->
                assertEquals(
                    late.at("DelaySeconds").number() + 900, late.at("LateSeconds").number()));
  }

  /// Neither the topic of the alerts nor its key may be needed to report that they fail.
  @Test
  void every_alarm_acts_both_ways_on_a_topic_of_its_own_without_a_key() {
    var topic = "!If [MakesAlarmTopic, !Ref Alarms, !Ref AlarmTopic]";
    alarms(template)
        .forEach(
            (name, alarm) -> {
              for (String actions : List.of("AlarmActions", "OKActions")) {
                assertEquals(
                    List.of(topic), alarm.at(actions).items().stream().map(Tree::text).toList());
              }
            });
    assertFalse(template.resource("Alarms").has("KmsMasterKeyId"));
    alarms(forward)
        .forEach(
            (name, alarm) ->
                assertEquals(alarm.at("AlarmActions").text(), alarm.at("OKActions").text(), name));
  }

  private static Map<String, Tree> alarms(Template of) {
    var alarms = of.resources("AWS::CloudWatch::Alarm");
    assertFalse(alarms.isEmpty());
    return alarms;
  }

  private static List<Metric> metrics(Tree alarm) {
    return alarm.has("Metrics")
        ? alarm.at("Metrics").items().stream()
            .filter(metric -> metric.has("MetricStat"))
            .map(metric -> Metric.ofAlarm(metric.at("MetricStat", "Metric")))
            .toList()
        : List.of(Metric.ofAlarm(alarm));
  }

  /// The metrics of the dashboard. `${Changes.QueueName}` stands for `!GetAtt Changes.QueueName`.
  private List<Metric> dashboard() {
    var metrics = new ArrayList<Metric>();
    var body = template.resource("Overview").at("DashboardBody").text();
    for (JsonNode widget : tree(body.replaceFirst("^!Sub ", "")).at("/widgets")) {
      for (JsonNode line : widget.at("/properties/metrics")) {
        metrics.add(
            new Metric(
                line.path(0).asText(),
                line.path(1).asText(),
                line.path(2).asText(),
                line.path(3).asText().replaceFirst("^\\$\\{(.*)}$", "$1")));
        assertTrue(line.path(4).has("label"), line.toString());
      }
    }
    assertFalse(metrics.isEmpty());
    return metrics;
  }

  private static void assertEmitted(Template of, String name, Metric metric) {
    assertTrue(isEmitted(of, metric), () -> name + " is about a metric without data: " + metric);
  }

  private static boolean isEmitted(Template of, Metric metric) {
    var kind = OF_AWS.get(metric.namespace());
    if (kind == null) {
      return own().contains(metric);
    }
    var resource = metric.of().replaceFirst("\\..*", "");
    return kind.metrics().contains(metric.name())
        && kind.dimension().equals(metric.dimension())
        && metric.of().equals(resource + kind.attribute())
        && of.type(resource).equals(kind.type());
  }

  /// The metrics in the lines that the functions print.
  private static Set<Metric> own() {
    return Stream.of(
            MetricLine.ofWatch(CallCounts.none(), 0, 0, 0),
            MetricLine.ofSweep(CallCounts.none(), 1))
        .flatMap(line -> own(tree(line.text(Instant.EPOCH))))
        .collect(Collectors.toSet());
  }

  private static Stream<Metric> own(JsonNode line) {
    var found = new ArrayList<Metric>();
    for (JsonNode directive : line.at("/_aws/CloudWatchMetrics")) {
      var dimension = directive.at("/Dimensions/0/0").asText();
      for (JsonNode metric : directive.path("Metrics")) {
        var name = metric.path("Name").asText();
        assertTrue(line.path(name).isNumber(), name);
        found.add(
            new Metric(
                directive.path("Namespace").asText(),
                name,
                dimension,
                line.path(dimension).asText()));
      }
    }
    return found.stream();
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
