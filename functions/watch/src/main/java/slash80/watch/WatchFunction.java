package slash80.watch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import slash80.alerts.Alert;
import slash80.aws.AwsClients;
import slash80.aws.BadInput;
import slash80.aws.CallDeadline;
import slash80.aws.Deadlines;
import slash80.aws.LambdaRuntime;
import slash80.aws.MetricLine;
import slash80.aws.Postponement;
import slash80.aws.Postponement.Postponed;
import slash80.check.BatchLog;
import slash80.check.BatchOutcome;
import slash80.check.BatchOutcome.Disposition;
import slash80.check.QueueMessage;

/// The Lambda function `watch`. It takes a batch of an SQS queue and names the messages that
/// failed, so that only these are delivered again
/// (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html). It also takes
/// one event without a queue, as `sam local invoke` sends it; then it answers with a summary of the
/// alerts, and throws if the event failed. An Error fails the whole batch and ends the process.
@Named("watch")
public class WatchFunction implements RequestStreamHandler {
  private static final Logger LOG = Logger.getLogger(WatchFunction.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Inject Config config;

  private final CallDeadline postponing = new CallDeadline(InstantSource.system());
  private @Nullable MessageHandler handler;
  private @Nullable Postponement postponement;

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    try {
      var event = read(input);
      var deadlines = deadlines(context);
      var answer =
          event.has("Records") ? batch(event.get("Records"), deadlines) : bare(event, deadlines);
      JSON.writeValue(output, answer);
    } catch (Error failure) {
      throw runtime().end(context == null ? "" : context.getAwsRequestId(), failure);
    }
  }

  /// A test passes its own.
  LambdaRuntime runtime() {
    return LambdaRuntime.ofEnvironment();
  }

  private static JsonNode read(InputStream input) throws IOException {
    try {
      return JSON.readTree(input);
    } catch (JsonProcessingException broken) {
      throw new BadInput("the function was called with input that is not JSON", broken);
    }
  }

  private Map<String, Object> batch(JsonNode records, Deadlines deadlines) {
    var outcome = handle(messages(records), deadlines);
    postpone(records, outcome.again(), deadlines);
    return Map.of(
        "batchItemFailures",
        outcome.failed().stream().map(id -> Map.of("itemIdentifier", id)).toList());
  }

  /// Has the messages delivered again soon whose changes AWS does not show yet. Lambda leaves the
  /// messages that the answer names in their queue, hidden as long as they are by then.
  private void postpone(JsonNode records, Map<String, Duration> again, Deadlines deadlines) {
    if (again.isEmpty()) {
      return;
    }
    var messages = new ArrayList<Postponed>();
    for (JsonNode record : records) {
      var delay = again.get(record.path("messageId").asText(""));
      if (delay != null) {
        messages.add(
            new Postponed(
                record.path("receiptHandle").asText(""),
                record.path("eventSourceARN").asText(""),
                delay));
      }
    }
    postponing.set(deadlines.all());
    postponement()
        .postpone(messages)
        .forEach(refused -> LOG.warn("messages come later than they should: " + refused));
  }

  static List<QueueMessage> messages(JsonNode records) {
    if (!records.isArray()) {
      throw new BadInput("the function was called with Records that are not a list");
    }
    var messages = new ArrayList<QueueMessage>();
    records.forEach(record -> messages.add(message(record)));
    return messages;
  }

  /// A message without an id cannot be named as failed, so the whole batch fails.
  private static QueueMessage message(JsonNode record) {
    String id = record.path("messageId").asText("");
    if (!record.path("eventSource").asText("").equals("aws:sqs") || id.isEmpty()) {
      throw new BadInput("the function was called with Records that are not SQS messages");
    }
    int receives = record.path("attributes").path("ApproximateReceiveCount").asInt(1);
    return new QueueMessage(id, record.path("body").asText(""), receives);
  }

  private Map<String, Object> bare(JsonNode event, Deadlines deadlines) {
    var outcome = handle(List.of(new QueueMessage("event", event.toString())), deadlines);
    var only = outcome.handled().getFirst();
    if (only.disposition() == Disposition.FAILED) {
      throw new IllegalStateException(only.sentence());
    }
    var answer = new LinkedHashMap<String, Object>();
    answer.put("alerts", outcome.alerts().stream().map(AlertSummary::of).toList());
    answer.put("sentences", List.of(only.sentence()));
    return answer;
  }

  private BatchOutcome handle(List<QueueMessage> messages, Deadlines deadlines) {
    var outcome = handler().handle(messages, deadlines);
    outcome.checks().forEach(LOG::info);
    System.out.println(
        MetricLine.ofWatch(
                outcome.reads(),
                sum(outcome.alerts(), "opened"),
                sum(outcome.alerts(), "resolved"),
                outcome.waiting())
            .text(Instant.now()));
    for (BatchLog.Line line : BatchLog.of(outcome.handled())) {
      LOG.log(
          line.disposition() == Disposition.FAILED ? Logger.Level.ERROR : Logger.Level.INFO,
          line.words());
    }
    return outcome;
  }

  private static Deadlines deadlines(@Nullable Context context) {
    return context == null
        ? Deadlines.NONE
        : Deadlines.of(Instant.now(), Duration.ofMillis(context.getRemainingTimeInMillis()));
  }

  private static int sum(List<Alert> alerts, String attribute) {
    return alerts.stream()
        .mapToInt(alert -> alert.attributes().get(attribute) instanceof Integer count ? count : 0)
        .sum();
  }

  private Postponement postponement() {
    if (postponement == null) {
      var region = config.getValue("AWS_REGION", String.class);
      postponement = new Postponement(AwsClients.in(region).within(postponing).sqs());
    }
    return postponement;
  }

  /// Calls the queues of a region.
  void region(String region) {
    postponement = new Postponement(AwsClients.in(region).within(postponing).sqs());
  }

  /// A test sets its own before the first call.
  void handler(MessageHandler planted) {
    handler = planted;
  }

  private MessageHandler handler() {
    if (handler == null) {
      handler =
          HandlerFactory.of(WatchSettings.of(name -> config.getOptionalValue(name, String.class)));
    }
    return handler;
  }
}
