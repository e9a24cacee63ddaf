package slash80.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.Deadlines;
import slash80.aws.ManyClusters;
import slash80.aws.SdkSettings;
import slash80.aws.live.StubbedAws;
import slash80.check.Events;
import slash80.check.Poller;
import slash80.check.QueueMessage;
import slash80.check.Surroundings;

/// Tests of the runbook of docs/operating.md: a message of each kind that cannot be handled ends
/// among the dead letters, and is handled when StartMessageMoveTask has moved it back. The commands
/// themselves are run by .ci/test_runbook.py.
@EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
final class EmulatedRedriveTest {
  @TempDir private Path folder;
  private StubbedAws aws;
  private SdkSettings settings;
  private Surroundings around;

  @BeforeEach
  void open() throws Exception {
    aws = StubbedAws.serving(ManyClusters.write(folder, "111122223333", 1, 2, 1));
    settings = SdkSettings.emulatedBeside(aws);
    around = new Surroundings();
  }

  @AfterEach
  void close() {
    settings.close();
    aws.close();
  }

  @Test
  void a_check_of_a_sweep_is_handled_when_it_is_moved_back() {
    assertHandledAfterRedrive(Events.check("c1"));
  }

  /// What EventBridge could not put into its queue is the event itself.
  @Test
  void an_event_that_eventbridge_could_not_deliver_is_handled_when_it_is_moved_back() {
    assertHandledAfterRedrive(
        Events.call("AssignIpv6Addresses")
            .asking(
                "{'networkInterfaceId':'%s'}"
                    .formatted(ManyClusters.node(1, 1).replace("i-", "eni-")))
            .event());
  }

  /// Lambda wraps the event of the schedule into a record.
  @Test
  void the_record_of_a_failed_sweep_is_handled_when_it_is_moved_back() {
    assertHandledAfterRedrive(
        """
        {"version": "1.0", "timestamp": "2026-11-23T08:00:00Z",
         "requestContext": {"condition": "RetriesExhausted", "approximateInvokeCount": 1},
         "requestPayload": %s,
         "responseContext": {"functionError": "Unhandled"},
         "responsePayload": {"errorMessage": "10 of 15 messages are not sent"}}
        """
            .formatted(Events.notification("aws.events", "Scheduled Event", "{}")));
  }

  private void assertHandledAfterRedrive(String body) {
    var queue = around.changes();
    queue.send(List.of(body));
    for (var batch = queue.receive(10); !batch.messages().isEmpty(); batch = queue.receive(10)) {
      queue.hand(batch, messages -> messages.stream().map(QueueMessage::id).toList());
      queue.reappear(batch);
    }

    assertEquals(1, around.redrive());
    assertEquals(List.of(body), handle(queue));

    assertEquals(List.of(), around.deadLetters());
    assertEquals(List.of(), queue.receive(10).messages());
    var alerts = around.received();
    assertEquals(1, alerts.size());
    assertEquals("c1", alerts.getFirst().path("cluster").asText());
  }

  /// The bodies of the messages that were handled.
  private List<String> handle(Poller queue) {
    var environment = new HashMap<>(around.environment());
    var handler =
        HandlerFactory.of(WatchSettings.of(name -> Optional.ofNullable(environment.get(name))));
    var batch = queue.receive(10);
    queue.hand(batch, messages -> handler.handle(messages, Deadlines.NONE).failed());
    return batch.messages().stream().map(QueueMessage::body).toList();
  }
}
