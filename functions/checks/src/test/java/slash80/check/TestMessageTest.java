package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.check.Events.messages;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import slash80.alerts.Alert;
import slash80.aws.AccountRegion;
import slash80.aws.Fleet;
import slash80.aws.fleet.CurrentFleet;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.ledger.MemorySiteBook;
import slash80.check.BatchOutcome.Disposition;
import slash80.fixtures.AlertSchema;
import slash80.judge.Policy;
import slash80.ledger.Timings;

/// Messages of `slash80 try`: a marked alert answers them, whatever else is in the batch.
final class TestMessageTest {
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");
  private static final Fleet FLEET =
      new Fleet(
          new AccountRegion("111122223333", "us-east-2"), Set.of(), Set.of(), Optional.empty());

  private final List<Alert> sent = new ArrayList<>();
  private final List<AccountRegion> opened = new ArrayList<>();
  private boolean refuses;

  private Services services() {
    return new Services(
        new SiteDesk.NoAccount(),
        new MemoryLedgerStore(),
        (_, alert) -> {
          if (refuses) {
            throw new IllegalStateException("the topic refuses");
          }
          AlertSchema.assertFits(new ObjectMapper().valueToTree(alert.document()));
          sent.add(alert);
        },
        Policy.NONE,
        Timings.DEFAULTS,
        InstantSource.fixed(AT));
  }

  private List<Disposition> handle(String... events) {
    var clock = InstantSource.fixed(AT);
    var desk = new SiteDesk(new MemorySiteBook(), this::services, clock);
    return new AccountRouter(
            CurrentFleet.of(FLEET),
            clock,
            (site, _, _) -> {
              opened.add(site);
              return services();
            },
            desk)
        .handle(messages(events), Instant.MAX).handled().stream()
            .map(BatchOutcome.HandledMessage::disposition)
            .toList();
  }

  private static String test(String source, String mark) {
    return Events.notification(source, "Slash80 Test", "{'test':'%s'}".formatted(mark));
  }

  @Test
  void a_marked_alert_answers_each_test_and_no_account_is_read() {
    assertEquals(
        List.of(Disposition.ALERTED, Disposition.ALERTED),
        handle(test("slash80.try", "4711"), test("slash80.try", "4712")));

    assertEquals(
        List.of("4711", "4712"), sent.stream().map(alert -> alert.document().get("test")).toList());
    var alert = sent.getFirst();
    assertEquals("test", alert.attributes().get("kind"));
    assertEquals("[TEST] Slash80: alerts arrive (us-east-2)", alert.subject());
    assertTrue(alert.email().contains("Test      4711\n"), alert.email());
    assertTrue(alert.email().lines().allMatch(line -> line.length() <= 72), alert.email());
    assertEquals(List.of(), opened);
  }

  @Test
  void a_mark_from_outside_is_text() {
    handle(test("slash80.try", "a\\u001b[2J<!channel>"));
    assertTrue(!sent.getFirst().email().contains("\u001b"), sent.getFirst().email());
    assertTrue(!sent.getFirst().card().toString().contains("<!channel>"));
  }

  @Test
  void a_test_whose_alert_is_refused_comes_again() {
    refuses = true;
    assertEquals(List.of(Disposition.FAILED), handle(test("slash80.try", "4711")));
  }

  @Test
  void an_event_of_aws_that_is_called_like_a_test_is_none() {
    assertEquals(List.of(Disposition.SILENT), handle(test("aws.ec2", "4711")));
    assertEquals(List.of(), sent);
    assertEquals(1, opened.size());
  }
}
