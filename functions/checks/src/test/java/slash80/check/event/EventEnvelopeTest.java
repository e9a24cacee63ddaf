package slash80.check.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.aws.BadInput;
import slash80.blame.Effect;
import slash80.blame.InterfaceSteps;
import slash80.check.Events;
import slash80.ledger.CallRecord;
import slash80.ledger.ChangeOrigin;

/// Tests of what the envelope of an event says: its kind, its time, and whether it is an event.
final class EventEnvelopeTest {
  private static final Instant RECEIVED = Instant.parse("2026-11-23T09:00:00Z");

  @ParameterizedTest
  @ValueSource(strings = {"", "noon", "+1000000000-12-31T23:59:59Z", "-1000000000-01-01T00:00:00Z"})
  void a_time_that_no_calendar_has_is_that_of_the_receipt(String time) {
    var event =
        """
        {"source":"aws.ec2","detail-type":"x","time":"%s","detail":{}}\
        """
            .formatted(time);
    assertEquals(RECEIVED, EventReader.read(event, RECEIVED).origin().at());
  }

  @Test
  void a_message_that_nests_without_end_is_refused_in_words() {
    var refused = assertThrows(BadInput.class, () -> EventReader.read("[".repeat(5_000), RECEIVED));
    assertEquals(
        "the message is larger or more deeply nested than any event", refused.getMessage());
  }

  @Test
  void a_notification_is_read_with_its_kind_and_time() {
    var change =
        EventReader.read(
            Events.notification(
                "aws.ec2",
                "EC2 Instance State-change Notification",
                "{'instance-id':'i-1','state':'running'}"),
            RECEIVED);

    assertEquals(
        new ChangeOrigin(
            "EC2 Instance State-change Notification: running",
            "",
            Instant.parse("2026-11-23T07:00:00Z"),
            Set.of("i-1"),
            0,
            CallRecord.NONE,
            new Effect.Steps(List.of(new InterfaceSteps.Made(Set.of("i-1"))))),
        change.origin());
    EventReaderTest.names("i-1", change.impact());
  }

  @Test
  void an_event_without_a_time_happened_when_it_was_received() {
    var change =
        EventReader.read(
            """
            {"source":"slash80.sweep","detail-type":"Cluster Check",
             "detail":{"cluster":"demo","account":"111122223333","region":"us-east-2"}}\
            """,
            RECEIVED);

    assertEquals(RECEIVED, change.origin().at());
    assertEquals("111122223333", change.account());
    assertEquals("us-east-2", change.region());
    assertEquals(EventReaderTest.clusters("demo"), change.impact());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "5",
        "\"text\"",
        "{}",
        "{\"source\":\"aws.ec2\"}",
        "{\"detail-type\":\"x\"}",
        "{\"source\":\"aws.ec2\",\"detail-type\":5",
        "{} {}",
        "{\"source\":{},\"detail-type\":[]}"
      })
  void text_that_is_not_an_event_is_refused(String body) {
    assertThrows(BadInput.class, () -> EventReader.read(body, RECEIVED));
  }

  // Events that change nothing
}
