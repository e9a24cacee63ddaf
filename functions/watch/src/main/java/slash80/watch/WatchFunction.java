package slash80.watch;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Named;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.alerts.Alert;

/// The Lambda: takes a batch of SQS messages and answers which of them failed, or takes one bare
/// EventBridge event and answers what it did
/// (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html).
@Named("watch")
public final class WatchFunction implements RequestStreamHandler {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final System.Logger LOG = System.getLogger("slash80");

  private Optional<Watch> watch = Optional.empty();

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    var input = JSON.readTree(in);
    var batch = input.path("Records");
    JSON.writeValue(out, batch.isArray() ? answer(batch) : answer(input));
  }

  private static Object failures(Outcome outcome) {
    return Map.of(
        "batchItemFailures",
        outcome.failed().stream().sorted().map(id -> Map.of("itemIdentifier", id)).toList());
  }

  private Object answer(Iterable<JsonNode> records) {
    var messages = new ArrayList<Message>();
    for (var record : records) {
      messages.add(new Message(record.path("messageId").asText(), record.path("body").asText()));
    }
    return failures(handle(messages));
  }

  private Object bare(Outcome outcome) {
    var answer = new LinkedHashMap<String, Object>();
    answer.put("alerts", outcome.alerts().stream().map(Alert::subject).toList());
    answer.put("sentences", outcome.sentences());
    return answer;
  }

  private Object answer(JsonNode event) {
    var outcome = handle(List.of(new Message("event", event.toString())));
    if (!outcome.failed().isEmpty()) {
      throw new IllegalStateException(String.join("; ", outcome.sentences()));
    }
    return bare(outcome);
  }

  private Outcome handle(List<Message> messages) {
    if (watch.isEmpty()) {
      watch = Optional.of(new Settings(System.getenv()).watch());
    }
    var outcome = watch.get().handle(messages);
    outcome.sentences().forEach(sentence -> LOG.log(System.Logger.Level.INFO, sentence));
    outcome
        .alerts()
        .forEach(alert -> LOG.log(System.Logger.Level.INFO, "published: " + alert.subject()));
    return outcome;
  }
}
