package slash80.sweep;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import slash80.aws.BadInput;
import slash80.aws.Deadlines;
import slash80.aws.LambdaRuntime;
import slash80.aws.MetricLine;

/// The Lambda function `sweep`. The schedule calls it, and it sends a message for each account and
/// region to a queue of its own. It also takes the messages of that queue, and then requests a
/// check of each cluster there. Any input that is no batch of a queue counts as a call by the
/// schedule; it throws if something could not be requested. An Error ends the process.
@Named("sweep")
public class SweepFunction implements RequestStreamHandler {
  private static final Logger LOG = Logger.getLogger(SweepFunction.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Inject Config config;

  private @Nullable SweepParts parts;

  @Override
  public void handleRequest(InputStream input, OutputStream output, Context context)
      throws IOException {
    try {
      handle(input, output, context);
    } catch (Error failure) {
      throw runtime().end(context == null ? "" : context.getAwsRequestId(), failure);
    }
  }

  /// A test passes its own.
  LambdaRuntime runtime() {
    return LambdaRuntime.ofEnvironment();
  }

  private void handle(InputStream input, OutputStream output, Context context) throws IOException {
    var event = read(input);
    var working = parts();
    var deadlines = deadlines(context);
    Optional<Sweep.Requested> requested = Optional.empty();
    try {
      if (event.has("Records")) {
        var failed = working.batch(LOG::info).run(messages(event.get("Records")), deadlines);
        JSON.writeValue(
            output,
            Map.of(
                "batchItemFailures",
                failed.stream().map(id -> Map.of("itemIdentifier", id)).toList()));
      } else {
        var whole = working.sweep().run(deadlines.all());
        requested = Optional.of(whole);
        LOG.infof("requested a sweep of each of %d accounts and regions", whole.sites());
        whole.remark().ifPresent(LOG::warn);
        JSON.writeValue(output, Map.of("sites", whole.sites()));
      }
    } finally {
      var made = working.takeReads();
      var line =
          requested
              .map(whole -> MetricLine.ofSweep(made, whole.waiting()))
              .orElseGet(() -> MetricLine.ofPartOfSweep(made));
      System.out.println(line.text(Instant.now()));
    }
  }

  private static JsonNode read(InputStream input) throws IOException {
    try {
      var event = JSON.readTree(input);
      return event == null ? MissingNode.getInstance() : event;
    } catch (JsonProcessingException broken) {
      return MissingNode.getInstance();
    }
  }

  private static List<SiteBatch.Message> messages(JsonNode records) {
    if (!records.isArray()) {
      throw new BadInput("the function was called with Records that are not a list");
    }
    var messages = new ArrayList<SiteBatch.Message>();
    for (var record : records) {
      String id = record.path("messageId").asText("");
      if (!record.path("eventSource").asText("").equals("aws:sqs") || id.isEmpty()) {
        throw new BadInput("the function was called with Records that are not SQS messages");
      }
      messages.add(new SiteBatch.Message(id, record.path("body").asText("")));
    }
    return messages;
  }

  private static Deadlines deadlines(@Nullable Context context) {
    return Deadlines.of(
        Instant.now(),
        context == null ? Duration.ZERO : Duration.ofMillis(context.getRemainingTimeInMillis()));
  }

  private SweepParts parts() {
    if (parts == null) {
      parts = SweepParts.of(name -> config.getOptionalValue(name, String.class));
    }
    return parts;
  }
}
