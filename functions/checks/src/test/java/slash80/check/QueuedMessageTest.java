package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import slash80.check.BatchOutcome.Disposition;
import slash80.check.BatchOutcome.HandledMessage;

/// Tests that messages still in the queue during an upgrade are read. The message of a sweep is
/// kept as commit 04ec8fe wrote it: do not update it.
final class QueuedMessageTest extends WatchFixture {
  private static final String OLD_SWEEP =
      """
      {"version":"0","id":"f34437d7-d4d7-43a2-a5d1-2ff7c1b48d4f","detail-type":"Cluster Check",\
      "source":"slash80.sweep","account":"111122223333","time":"2026-11-23T07:00:00Z",\
      "region":"us-east-2","resources":["arn:aws:eks:us-east-2:111122223333:cluster/demo"],\
      "detail":{"cluster":"demo","account":"111122223333","region":"us-east-2"}}\
      """;

  /// An event, as EventBridge writes it.
  private static final String WAITING =
      """
      {"version":"0","id":"3bf3c3f1-0000-4000-8000-000000000000","detail-type":"AWS API Call via \
      CloudTrail","source":"aws.ec2","account":"111122223333","time":"2026-11-23T07:00:00Z",\
      "region":"us-east-2","resources":[],"detail":{"eventTime":"2026-11-23T07:00:00Z",\
      "eventSource":"ec2.amazonaws.com","eventName":"CreateRoute","awsRegion":"us-east-2",\
      "requestParameters":{"routeTableId":"rtb-a"},"responseElements":{"_return":true}}}\
      """;

  @Test
  void a_check_that_an_earlier_sweep_requested_is_made() {
    account.holds(faulty());

    var outcome = handle(OLD_SWEEP);

    assertEquals(List.of(Disposition.ALERTED), fates(outcome));
    assertEquals(
        List.of("Cluster Check: alert \"" + sent.getFirst().subject() + '"'), sentences(outcome));
    assertEquals("demo", sent.getFirst().attributes().get("cluster"));
  }

  @Test
  void a_cluster_that_an_earlier_sweep_knew_and_that_is_gone_is_closed() {
    account.holds(faulty(), sound("second"));
    handle(UNTIED);
    account.holds(sound("second"));

    assertEquals(List.of(Disposition.ALERTED), fates(handle(OLD_SWEEP)));
    assertEquals("", kept("demo").version());
  }

  @Test
  void an_event_that_waits_in_the_queue_is_judged() {
    account.holds(faulty());

    assertEquals(List.of(Disposition.ALERTED), fates(handle(WAITING)));
  }

  private static List<String> sentences(BatchOutcome outcome) {
    return outcome.handled().stream().map(HandledMessage::sentence).toList();
  }
}
