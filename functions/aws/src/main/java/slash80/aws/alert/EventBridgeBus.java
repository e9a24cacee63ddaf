package slash80.aws.alert;

import static slash80.aws.alert.MessageBodies.bytes;
import static slash80.aws.alert.MessageBodies.json;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slash80.alerts.FindingEvents;
import slash80.aws.JsonAnswer;
import slash80.aws.JsonService;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// An event bus of EventBridge. A call carries at most ten events and 256 KB, and EventBridge may
/// accept a part of them
/// (https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html). What it
/// refuses is tried again a few times.
public final class EventBridgeBus implements EventBus {
  static final int BATCH = 10;
  static final int LIMIT = 256 * 1024;
  private static final int TRIES = 3;

  /// The bytes that EventBridge counts for the time of an event
  /// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size).
  private static final int TIME = 14;

  private final JsonService events;
  private final String bus;

  /// @param bus its name
  public EventBridgeBus(JsonService events, String bus) {
    this.events = events;
    this.bus = bus;
  }

  /// @param tree the event as the ledger keeps it
  private record Entry(Map<String, Object> tree, Map<String, Object> request, int size) {}

  @Override
  public List<Refused> put(List<Map<String, Object>> trees) {
    var refused = new ArrayList<Refused>();
    for (var batch : batches(trees.stream().map(this::entry).toList())) {
      refused.addAll(putBatch(batch));
    }
    return refused;
  }

  private Entry entry(Map<String, Object> tree) {
    String detail = json(tree.getOrDefault("detail", Map.of()));
    var request = new LinkedHashMap<String, Object>();
    request.put("EventBusName", bus);
    request.put("Source", FindingEvents.SOURCE);
    request.put("DetailType", tree.getOrDefault("type", ""));
    request.put("Time", Instant.parse(String.valueOf(tree.get("at"))).getEpochSecond());
    request.put("Resources", tree.getOrDefault("resources", List.of()));
    request.put("Detail", detail);
    int size =
        TIME
            + bytes(FindingEvents.SOURCE)
            + bytes(String.valueOf(request.get("DetailType")))
            + bytes(String.valueOf(request.get("Resources")))
            + bytes(detail);
    return new Entry(tree, request, size);
  }

  private static List<List<Entry>> batches(List<Entry> entries) {
    var batches = new ArrayList<List<Entry>>();
    var batch = new ArrayList<Entry>();
    int size = 0;
    for (Entry entry : entries) {
      if (!batch.isEmpty() && (batch.size() == BATCH || size + entry.size() > LIMIT)) {
        batches.add(List.copyOf(batch));
        batch.clear();
        size = 0;
      }
      batch.add(entry);
      size += entry.size();
    }
    if (!batch.isEmpty()) {
      batches.add(List.copyOf(batch));
    }
    return batches;
  }

  private List<Refused> putBatch(List<Entry> batch) {
    List<Refused> refused = List.of();
    var left = batch;
    for (int tries = 0; tries < TRIES && !left.isEmpty(); tries++) {
      refused = putOnce(left);
      var again = refused.stream().map(Refused::event).toList();
      left = left.stream().filter(entry -> again.contains(entry.tree())).toList();
    }
    return refused;
  }

  /// A call that fails as a whole has been repeated already, and does not hold up the others.
  private List<Refused> putOnce(List<Entry> batch) {
    try {
      var answer =
          events.call("PutEvents", Map.of("Entries", batch.stream().map(Entry::request).toList()));
      return refused(batch, answer.list("Entries"));
    } catch (SdkException failed) {
      return batch.stream().map(entry -> new Refused(entry.tree(), reason(failed))).toList();
    }
  }

  /// The answer has an entry for each event, in the same order.
  private static List<Refused> refused(List<Entry> batch, List<JsonAnswer> answers) {
    var refused = new ArrayList<Refused>();
    for (int place = 0; place < batch.size(); place++) {
      var event = batch.get(place).tree();
      if (place >= answers.size()) {
        refused.add(new Refused(event, "EventBridge did not answer about it"));
      } else if (answers.get(place).has("ErrorCode")) {
        refused.add(new Refused(event, answers.get(place).text("ErrorCode")));
      }
    }
    return refused;
  }

  private static String reason(SdkException failed) {
    return failed instanceof AwsServiceException answer
        ? AlertTopic.code(answer)
        : String.valueOf(failed.getMessage());
  }
}
