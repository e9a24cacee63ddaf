package slash80.aws.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import slash80.aws.JsonStub;
import slash80.aws.JsonStub.Answer;
import slash80.aws.StubbedService;

/// Calls of `PutEvents`, and what becomes of events that EventBridge refuses.
class EventBridgeBusTest {
  private final JsonStub stub = new JsonStub();
  private final List<JsonNode> requests = new ArrayList<>();

  @AfterEach
  void stop() {
    stub.close();
  }

  private List<String> put(List<Map<String, Object>> events) {
    var bus = new EventBridgeBus(StubbedService.events(stub.address()), "audits");
    return bus.put(events).stream()
        .map(refused -> name(refused.event()) + " " + refused.reason())
        .toList();
  }

  private static Map<String, Object> event(String name, int size) {
    return Map.of(
        "type",
        "Slash80 Finding Opened",
        "at",
        "2026-11-23T08:05:12Z",
        "resources",
        List.of("arn:aws:eks:us-east-2:111122223333:cluster/demo"),
        "detail",
        Map.of("name", name, "text", "x".repeat(size)));
  }

  private static List<Map<String, Object>> events(int count, int size) {
    return IntStream.range(0, count).mapToObj(i -> event("e" + i, size)).toList();
  }

  private static String name(Map<String, Object> event) {
    return ((Map<?, ?>) event.get("detail")).get("name").toString();
  }

  /// Answers each entry by its detail: the code of an error, or none.
  private void answers(Function<String, String> code) {
    stub.on(
        "PutEvents",
        request -> {
          requests.add(request);
          var codes =
              request
                  .path("Entries")
                  .valueStream()
                  .map(entry -> code.apply(entry.path("Detail").asText()))
                  .toList();
          return Answer.of(
              "{'FailedEntryCount':%d,'Entries':[%s]}"
                  .formatted(
                      codes.stream().filter(error -> !error.isEmpty()).count(),
                      codes.stream()
                          .map(
                              error ->
                                  error.isEmpty()
                                      ? "{'EventId':'1'}"
                                      : "{'ErrorCode':'%s','ErrorMessage':'no'}".formatted(error))
                          .collect(Collectors.joining(","))));
        });
  }

  @Test
  void an_event_has_a_source_that_no_rule_checks_clusters_for() {
    answers(_ -> "");
    assertEquals(List.of(), put(events(1, 10)));
    var entry = requests.getFirst().path("Entries").path(0);
    assertEquals("slash80.watch", entry.path("Source").asText());
    assertEquals("Slash80 Finding Opened", entry.path("DetailType").asText());
    assertEquals("audits", entry.path("EventBusName").asText());
    assertEquals(1795421112, entry.path("Time").asInt());
    assertTrue(entry.path("Detail").asText().startsWith("{"), entry.toString());
    assertEquals("AWSEvents.PutEvents", stub.called.getFirst());
  }

  @Test
  void a_call_carries_at_most_ten_events_and_256_kb() {
    answers(_ -> "");
    assertEquals(List.of(), put(events(23, 10)));
    assertEquals(List.of(10, 10, 3), sizes());
    requests.clear();
    assertEquals(List.of(), put(events(5, 120_000)));
    assertEquals(List.of(2, 2, 1), sizes());
  }

  private List<Integer> sizes() {
    return requests.stream().map(request -> request.path("Entries").size()).toList();
  }

  @Test
  void what_is_refused_in_part_is_sent_again_alone_and_then_told() {
    var tries = new ArrayList<String>();
    answers(
        detail -> {
          tries.add(detail);
          boolean isFirst = tries.indexOf(detail) == tries.size() - 1;
          return detail.contains("\"e1\"") && isFirst || detail.contains("\"e3\"")
              ? "ThrottlingException"
              : "";
        });
    assertEquals(List.of("e3 ThrottlingException"), put(events(5, 10)));
    assertEquals(List.of(5, 2, 1), sizes());
  }

  @Test
  void a_call_that_is_refused_whole_does_not_hold_up_the_others() {
    stub.on(
        "PutEvents",
        request -> {
          requests.add(request);
          return request.toString().contains("e0")
              ? Answer.refused("AccessDeniedException")
              : Answer.of("{'FailedEntryCount':0,'Entries':[{'EventId':'1'}]}");
        });
    var refused = put(events(11, 10));
    assertEquals(10, refused.size());
    assertEquals("e0 AccessDeniedException", refused.getFirst());
  }

  @Test
  void an_event_that_the_answer_leaves_out_counts_as_refused() {
    stub.on("PutEvents", "{'FailedEntryCount':0,'Entries':[]}");
    assertEquals(List.of("e0 EventBridge did not answer about it"), put(events(1, 10)));
  }
}
