package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.check.Events.call;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.live.StubbedAws;
import slash80.check.BatchOutcome.Disposition;
import slash80.judge.Policy;
import slash80.ledger.Timings;
import slash80.network.Parameters;

/// Tests the deliveries of a message whose change EC2 does not show: a rule that the account never
/// has.
final class StaleAnswerTest {
  private static final Path EXAMPLE = Path.of(System.getProperty("project.root"), "events/account");

  /// The time of the event.
  private static final Instant AT = Instant.parse("2026-11-23T07:00:00Z");

  private final StubbedAws aws = StubbedAws.serving(EXAMPLE);
  private final MemoryLedgerStore store = new MemoryLedgerStore();
  private Instant now = AT;

  @AfterEach
  void close() {
    aws.close();
  }

  @ParameterizedTest
  @CsvSource({
    "5, 1, 60",
    "66, 2, 180",
    "250, 3, 360",
    "599, 1, 60",
    // the fourth receive and every later one is for failures
    "70, 4, 0",
    "70, 8, 0",
    // ten minutes after the event EC2 shows what it did
    "600, 1, 0",
    "601, 3, 0",
  })
  void it_comes_again_while_its_event_is_young_and_receives_are_left(
      int age, int receives, int seconds) {
    now = AT.plusSeconds(age);
    var outcome = handle(message("m", "sgr-0dead", receives));

    var sentence = outcome.handled().getFirst().sentence();
    if (seconds > 0) {
      assertEquals(Map.of("m", Duration.ofSeconds(seconds)), outcome.again());
      assertEquals(List.of("m"), outcome.failed());
      assertEquals(Disposition.AGAIN, outcome.handled().getFirst().disposition());
      assertTrue(
          sentence.contains(
              "delivered again in %d s, because AWS does not show this change yet: sgr-0dead"
                  .formatted(seconds)),
          sentence);
    } else {
      assertEquals(Map.of(), outcome.again());
      assertEquals(List.of(), outcome.failed());
      assertTrue(
          sentence.contains(
              "checked as it is, because AWS still does not show this change: sgr-0dead"),
          sentence);
    }
  }

  @Test
  void all_deliveries_lead_to_its_tenth_minute_and_five_receives_are_left() {
    now = AT.plusSeconds(2);
    var deliveries = 0;
    for (var again = List.of(now); !again.isEmpty(); deliveries++) {
      now = again.getFirst();
      again =
          handle(message("m", "sgr-0dead", deliveries + 1)).again().values().stream()
              .map(now::plus)
              .toList();
    }
    assertEquals(4, deliveries);
    assertTrue(now.isAfter(AT.plus(Duration.ofMinutes(10))), now.toString());
  }

  @Test
  void a_message_that_ec2_shows_is_done_beside_one_that_it_does_not() {
    now = AT.plusSeconds(5);
    var outcome =
        handle(message("shown", "sgr-0f000000000000102", 1), message("stale", "sgr-0dead", 1));

    assertEquals(List.of("stale"), outcome.failed());
  }

  @Test
  void a_rule_that_the_same_batch_revoked_is_not_waited_for() {
    now = AT.plusSeconds(5);
    var revoked =
        call("RevokeSecurityGroupIngress")
            .asking(
                "{'groupId':'sg-0f000000000000001','securityGroupRuleIds':{'items':[{'securityGroupRuleId':'sgr-0dead'}]}}")
            .answering("{'_return':true}")
            .event()
            .replace("07:00:00Z", "07:00:01Z");

    var outcome = handle(message("added", "sgr-0dead", 1), new QueueMessage("revoked", revoked));

    assertEquals(List.of(), outcome.failed(), outcome.handled().toString());
  }

  private static QueueMessage message(String id, String rule, int receives) {
    return new QueueMessage(id, authorized(rule), receives);
  }

  private BatchOutcome handle(QueueMessage... messages) {
    var account = aws.account(() -> now);
    return new BatchHandler(
            () -> now,
            () ->
                new Services(
                    account,
                    store,
                    (_, _) -> {},
                    Policy.with(Parameters.DEFAULTS),
                    Timings.DEFAULTS,
                    () -> now,
                    _ -> {}))
        .handle(List.of(messages));
  }

  private static String authorized(String rule) {
    return call("AuthorizeSecurityGroupIngress")
        .asking("{'groupId':'sg-0f000000000000001'}")
        .answering(
            """
            {'securityGroupRuleSet':{'items':[{'groupId':'sg-0f000000000000001','securityGroupRuleId':'%s',
            'isEgress':false,'ipProtocol':'tcp','fromPort':22,'toPort':22,'cidrIpv6':'::/0'}]}}
            """
                .formatted(rule))
        .event();
  }
}
