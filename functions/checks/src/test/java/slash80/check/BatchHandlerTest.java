package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.check.Events.call;
import static slash80.check.Events.messages;
import static slash80.check.Events.state;
import static slash80.fixtures.Fixtures.cluster;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.subnet;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.check.BatchOutcome.Disposition;
import slash80.check.stores.ReadOnlyStore;
import slash80.facts.Fact;
import slash80.fixtures.Fixtures;
import slash80.fixtures.Part;
import slash80.ip.IpFamily;
import slash80.judge.Exemption;
import slash80.judge.Policy;
import slash80.judge.ResourceSelector;
import slash80.network.Parameters;

final class BatchHandlerTest extends WatchFixture {
  @Test
  void a_new_finding_is_published_once() {
    account.holds(faulty());

    var first = handle(ROUTE);
    var second = handle(ROUTE);

    assertEquals(List.of(Disposition.ALERTED), fates(first));
    assertEquals(first.alerts(), sent);
    assertEquals(List.of(Disposition.SILENT), fates(second));
    assertTrue(second.sentences().get("m0").contains("no finding opened or was fixed in demo"));
  }

  @Test
  void an_exempted_finding_is_published_when_its_exemption_ends() {
    account.holds(faulty());
    handle(ROUTE);
    policy = exempting("2026-12-31");
    assertEquals(List.of(Disposition.SILENT), fates(handle(ROUTE)));
    policy = exempting("2026-11-22");
    assertEquals(List.of(Disposition.ALERTED), fates(handle(ROUTE)), "it is news again");
    assertEquals(0, sent.getLast().attributes().get("resolved"));
  }

  @Test
  void a_policy_that_cannot_be_used_silences_nothing_and_is_said() {
    account.holds(faulty());
    policy = Policy.inPlaceOf(Parameters.DEFAULTS, "parameter /p could not be read: AccessDenied");
    var outcome = handle(ROUTE, ELSEWHERE);
    assertEquals(List.of(Disposition.ALERTED, Disposition.SILENT), fates(outcome));
    assertEquals(
        "parameter /p could not be read: AccessDenied",
        sent.getFirst().document().get("policyTrouble"));
    assertTrue(sent.getFirst().email().contains("THE POLICY COULD NOT BE USED"));
    var line = outcome.handled().getFirst().sentence();
    assertTrue(
        line.endsWith("; checked without the policy: parameter /p could not be read: AccessDenied"),
        line);
    assertFalse(outcome.handled().getLast().sentence().contains("policy"));
  }

  private static Policy exempting(String expires) {
    return new Policy(
        Parameters.DEFAULTS,
        Set.of(),
        Map.of(),
        List.of(),
        List.of(
            new Exemption(
                "node-holds-pod-prefix",
                ResourceSelector.parse("n1"),
                Optional.empty(),
                "until the move",
                "platform",
                LocalDate.parse(expires))),
        Optional.empty());
  }

  @Test
  void a_fixed_finding_is_published_once() {
    account.holds(faulty());
    handle(ROUTE);
    account.holds(sound());

    assertEquals(List.of(Disposition.ALERTED), fates(handle(ROUTE)));
    assertEquals(List.of(Disposition.SILENT), fates(handle(ROUTE)));
    assertEquals(1, sent.getLast().attributes().get("resolved"));
  }

  @Test
  void a_finding_that_was_not_checked_is_not_published_as_fixed() {
    account.holds(faulty());
    handle(ROUTE);
    account.holds(sound().unread(Part.INTERFACES, "AccessDenied"));

    assertEquals(List.of(Disposition.SILENT), fates(handle(ROUTE)));
  }

  @Test
  void a_sound_cluster_is_greeted_and_its_prefixes_are_written_once_and_then_nothing() {
    account.holds(sound());
    assertEquals(List.of(Disposition.ALERTED), fates(handle(ROUTE)));
    assertEquals("hello", sent.getFirst().document().get("kind"));
    var kept = kept("demo");
    assertEquals(1, kept.ledger().prefixes().size());

    store = new ReadOnlyStore(store);
    assertEquals(List.of(Disposition.SILENT), fates(handle(ROUTE)));
  }

  @Test
  void a_batch_reads_each_cluster_once_and_publishes_one_alert() {
    account.holds(faulty());
    var bodies = IntStream.range(0, 500).mapToObj(BatchHandlerTest::launch).toArray(String[]::new);

    var outcome = handle(bodies);

    assertEquals(1, account.reads);
    assertEquals(1, account.questions);
    assertEquals(1, sent.size());
    assertTrue(fates(outcome).stream().allMatch(Disposition.ALERTED::equals));
  }

  private static String launch(int number) {
    return state("i-%d".formatted(number), "running");
  }

  @Test
  void a_bad_message_fails_alone() {
    account.holds(faulty());

    var outcome = handle("{\"source\":", ROUTE, "{}", ELSEWHERE);

    assertEquals(
        List.of(Disposition.FAILED, Disposition.ALERTED, Disposition.FAILED, Disposition.SILENT),
        fates(outcome));
    assertEquals(List.of("m0", "m2"), outcome.failed());
    assertEquals(1, sent.size());
  }

  @Test
  void a_change_in_a_vpc_without_an_ipv6_cluster_is_dropped_with_the_reason() {
    account.holds(faulty());

    var outcome = handle(ELSEWHERE);

    assertEquals(0, account.reads);
    assertTrue(
        outcome.sentences().get("m0").endsWith("no alert, no IPv6 cluster is in vpc-9"),
        outcome.sentences().get("m0"));
  }

  @Test
  void an_ipv4_cluster_is_judged_when_it_is_named_and_when_everything_is() {
    account.holds(sound().speaking(IpFamily.IPV4));

    assertEquals(List.of(Disposition.SILENT), fates(handle(ROUTE)));
    assertEquals(
        List.of(Disposition.ALERTED),
        fates(handle(call("UpdateClusterConfig").of("eks").asking("{'name':'demo'}").event())));
    store = new MemoryLedgerStore();
    assertEquals(List.of(Disposition.ALERTED), fates(handle(UNTIED)));
  }

  @Test
  void a_cluster_whose_family_is_not_said_is_judged_as_an_ipv6_one() {
    account.holds(sound().unread(Part.IP_FAMILY, "not said").withoutInternetGateway());

    handle(ROUTE);
    assertEquals(1, account.reads);
  }

  @Test
  void an_event_that_cannot_be_tied_to_a_vpc_checks_every_cluster() {
    account.holds(faulty(), sound("second"));

    handle(UNTIED);
    assertEquals(2, account.reads);

    account.vpcs = ids -> Fact.unread("rtb-a is gone");
    handle(ROUTE);
    assertEquals(4, account.reads);
  }

  @Test
  void a_cluster_that_is_not_there_is_not_judged() {
    account.holds(faulty());

    var outcome = handle(call("DeleteCluster").of("eks").asking("{'name':'gone'}").event());

    assertTrue(outcome.sentences().get("m0").endsWith("there is no cluster gone"));
  }

  @Test
  void a_sweep_reminds_of_open_findings_and_an_event_does_not() {
    account.holds(faulty());
    handle(ROUTE);

    now = now.plus(Duration.ofHours(25));
    account.holds(faulty().at(now));
    assertEquals(List.of(Disposition.SILENT), fates(handle(ROUTE)));
    assertEquals(List.of(Disposition.ALERTED), fates(handle(SWEEP)));
    assertEquals(1, sent.getLast().attributes().get("reminded"));
    assertEquals(List.of(Disposition.SILENT), fates(handle(SWEEP)));
  }

  @Test
  void an_event_that_changes_nothing_makes_no_call() {
    accounts =
        () -> {
          throw new IllegalStateException("no account");
        };

    var outcome = handle(call("DescribeVpcs").asking("{}").reading().event(), ROUTE);

    assertEquals(List.of(Disposition.SILENT, Disposition.FAILED), fates(outcome));
  }

  @Test
  void an_event_of_another_account_or_region_fails_loudly() {
    account.holds(faulty());

    var outcome =
        handle(
            ROUTE.replace("us-east-2", "eu-west-1"), ROUTE.replace("111122223333", "444455556666"));

    assertEquals(List.of(Disposition.FAILED, Disposition.FAILED), fates(outcome));
    assertTrue(outcome.sentences().get("m0").contains("in account 111122223333, region eu-west-1"));
    assertTrue(sent.isEmpty());
  }

  @Test
  void a_cluster_that_cannot_be_read_fails_its_messages_only() {
    account.holds(faulty(), sound("second"));
    account.broken = "second";

    var outcome =
        handle(
            call("UpdateClusterConfig").of("eks").asking("{'name':'demo'}").event(),
            call("UpdateClusterConfig").of("eks").asking("{'name':'second'}").event());

    assertEquals(List.of(Disposition.ALERTED, Disposition.FAILED), fates(outcome));
  }

  @Test
  void a_node_is_judged_by_the_prefixes_that_the_ledger_recorded() {
    account.holds(sound());
    handle(ROUTE);
    var recorded = kept("demo").ledger().prefixes();
    account.holds(
        cluster(
            "demo", subnet("a", "2001:db8:0:1::/64", node("n1").holding("2001:db8:0:1:77::/80"))));

    handle(ROUTE);

    assertEquals(recorded, kept("demo").ledger().prefixes());
  }

  @Test
  void names_and_ids_from_events_stay_on_their_line() {
    account.holds(faulty());

    var outcome = handle(call("Create\\u000aRoute\\u001b[31m\\u202e").asking("{}").event());

    assertFalse(outcome.handled().getFirst().sentence().matches("(?s).*[\\n\\u001b\\u202e].*"));
  }

  @Test
  void the_moment_of_a_batch_is_that_of_its_last_event() {
    var messages = List.of(new QueueMessage("a", ROUTE), new QueueMessage("b", "broken"));

    assertEquals(
        Instant.parse("2026-11-23T07:00:00Z"), MessageBatch.of(messages).lastEvent(Fixtures.NOW));
    assertEquals(Fixtures.NOW, MessageBatch.of(List.of()).lastEvent(Fixtures.NOW));
  }
}
