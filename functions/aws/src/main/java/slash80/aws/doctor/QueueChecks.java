package slash80.aws.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import slash80.alerts.TextFormat;
import slash80.rules.ShellCommand;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/// The queues of a stack: what waits in them, since when, and who may send to them.
final class QueueChecks {
  /// The queues in which messages end that nobody could handle or deliver.
  private static final Set<String> ENDS =
      Set.of("DeadLetters", "UndeliveredAlerts", "UndeliveredFindings");

  /// The queues that rules of EventBridge send to.
  private static final Set<String> OF_EVENTS = Set.of("Changes", "SettledChanges", "Undelivered");

  /// The age after which a message waits too long, as the alarms of the template have it.
  private static final Map<String, Duration> LATE =
      Map.of(
          "Changes", Duration.ofMinutes(15),
          "SettledChanges", Duration.ofMinutes(30),
          "Undelivered", Duration.ofMinutes(15),
          "Checks", Duration.ofHours(1),
          "Sites", Duration.ofHours(1));

  private static final int PERIOD = 300;

  private QueueChecks() {}

  static List<Diagnosis> of(DeployedStack stack) {
    var diagnoses = new ArrayList<Diagnosis>();
    try (var sqs = stack.clients().sqs()) {
      stack
          .ofType("AWS::SQS::Queue")
          .forEach(
              queue ->
                  diagnoses.addAll(
                      Diagnosis.asking(
                          "Queue " + queue.getKey(),
                          "sqs:GetQueueAttributes",
                          () -> queue(stack, sqs, queue.getKey(), queue.getValue()))));
    }
    return diagnoses;
  }

  private static List<Diagnosis> queue(
      DeployedStack stack, SqsClient sqs, String part, String url) {
    var subject = "Queue " + part;
    Map<QueueAttributeName, String> attributes;
    try {
      attributes =
          sqs.getQueueAttributes(
                  request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
              .attributes();
    } catch (QueueDoesNotExistException gone) {
      return List.of(Diagnosis.wrong(subject, "is gone", stack.redeployed(part)));
    }
    long waiting = number(attributes.get(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES));
    var policy = attributes.getOrDefault(QueueAttributeName.POLICY, "");
    if (OF_EVENTS.contains(part)
        && !PolicyStatement.isAllowed(policy, "events.amazonaws.com", "sqs:SendMessage")) {
      return List.of(
          Diagnosis.wrong(
              subject,
              "its policy does not let EventBridge send",
              stack.redeployed(part + "Policy")));
    }
    return List.of(
        ENDS.contains(part)
            ? ended(stack, subject, part, url, attributes, waiting)
            : working(stack, subject, part, url, waiting));
  }

  private static Diagnosis ended(
      DeployedStack stack,
      String subject,
      String part,
      String url,
      Map<QueueAttributeName, String> attributes,
      long waiting) {
    if (waiting == 0) {
      return Diagnosis.fine(subject, "is empty");
    }
    var words = "holds " + TextFormat.count(waiting, "message");
    var look =
        ShellCommand.aws("sqs", "receive-message")
            .with("--region", stack.region())
            .with("--queue-url", url)
            .text();
    return Diagnosis.wrong(
        subject,
        words,
        part.equals("DeadLetters")
            ? "when the cause is gone: "
                + ShellCommand.aws("sqs", "start-message-move-task")
                    .with("--region", stack.region())
                    .with("--source-arn", attributes.getOrDefault(QueueAttributeName.QUEUE_ARN, ""))
                    .text()
            : "docs/operating.md tells what to do; to see one: " + look);
  }

  private static Diagnosis working(
      DeployedStack stack, String subject, String part, String url, long waiting) {
    var age =
        new Metric(
                "AWS/SQS",
                "ApproximateAgeOfOldestMessage",
                "QueueName",
                url.substring(url.lastIndexOf('/') + 1),
                "Maximum",
                PERIOD)
            .newest(stack.clients(), stack.now(), Duration.ofSeconds(3L * PERIOD))
            .map(point -> Duration.ofSeconds((long) point.value()))
            .orElse(Duration.ZERO);
    var words =
        waiting == 0 && age.isZero()
            ? "is empty"
            : "%s, the oldest %s old"
                .formatted(
                    TextFormat.count(waiting, "message") + (waiting == 1 ? " waits" : " wait"),
                    age.isZero() ? "not yet measurably" : TextFormat.span(age));
    var late = LATE.getOrDefault(part, Duration.ofHours(1));
    return age.compareTo(late) > 0
        ? Diagnosis.wrong(
            subject,
            words,
            part.equals("Sites")
                ? FunctionChecks.log(stack, "SweepLog")
                : FunctionChecks.log(stack, "WatchLog"))
        : Diagnosis.fine(subject, words);
  }

  private static long number(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,15}") ? Long.parseLong(text) : 0;
  }
}
