package slash80.check.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.check.Events.call;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.aws.BadInput;
import slash80.check.Events;
import slash80.check.event.Change.Impact;
import slash80.ledger.ChangeOrigin;

/// Tests the records that Lambda keeps of functions that failed, and changes whose time comes from
/// the queue.
final class FailedInvocationTest {
  private static final Instant RECEIVED = Instant.parse("2026-11-23T09:00:00Z");

  /// The form of https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html.
  private static String record(String payload) {
    return """
    {"version": "1.0", "timestamp": "2026-11-23T08:00:00Z",
     "requestContext": {"requestId": "r", "condition": "RetriesExhausted", "approximateInvokeCount": 1,
      "functionArn": "arn:aws:lambda:us-east-2:111122223333:function:sweep:$LATEST"},
     %s
     "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
     "responsePayload": {"errorMessage": "1 of 2 accounts and regions are not swept completely"}}
    """
        .formatted(payload);
  }

  private static String about(String payload) {
    return record("\"requestPayload\": %s,".formatted(payload));
  }

  @Test
  void a_record_about_an_event_is_that_event() {
    for (var event :
        List.of(
            call("CreateRoute").asking("{'routeTableId':'rtb-1'}").event(),
            Events.notification("aws.events", "Scheduled Event", "{}"))) {
      var change = EventReader.read(event, RECEIVED);
      assertEquals(change, EventReader.read(about(event), RECEIVED));
      assertEquals(change, EventReader.read(about(about(about(event))), RECEIVED));
    }
  }

  /// `sweep` takes any of these as a request to sweep.
  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "\"\"", "\"now\"", "[]", "[{}]", "7", "{\"why\":\"test\"}"})
  void a_record_about_a_sweep_that_somebody_started_is_the_event_of_the_schedule(String payload) {
    for (var record : List.of(about(payload), about(about(payload)), record(""))) {
      var change = EventReader.read(record, RECEIVED);

      assertTrue(EventReader.isSweep(change), record);
      assertInstanceOf(Impact.WholeRegion.class, change.impact());
      assertEquals("111122223333", change.account());
      assertEquals("us-east-2", change.region());
      assertEquals(Instant.parse("2026-11-23T08:00:00Z"), change.origin().at());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "null", "[]", "{\"source\":\"aws.ec2\"}"})
  void what_is_neither_an_event_nor_a_record_is_refused(String message) {
    assertThrows(BadInput.class, () -> EventReader.read(message, RECEIVED));
  }

  @Test
  void an_event_that_carries_such_a_member_stays_itself() {
    var change =
        EventReader.read(
            Events.notification("aws.ec2", "EC2 Instance State-change Notification", "{}")
                .replaceFirst("\\{", "{\"requestPayload\":{\"source\":\"aws.events\"},"),
            RECEIVED);
    assertEquals("EC2 Instance State-change Notification", change.origin().what());
  }

  /// The most that an alert lists are kept, and the rest is counted.
  @Test
  void a_change_that_gets_its_time_from_the_queue_keeps_the_count_of_its_names() {
    var names = IntStream.range(0, 700).mapToObj(n -> "i-" + n).collect(Collectors.toSet());
    var origin = new ChangeOrigin("RunInstances", "", Change.UNTIMED, names);
    var change = new Change(origin, "", "", new Impact.None("of the test"), Set.of(), List.of());

    var received = change.receivedAt(RECEIVED).origin();

    assertEquals(200, received.unnamed());
    assertEquals(RECEIVED, received.at());
    assertEquals(origin.names(), received.names());
  }
}
