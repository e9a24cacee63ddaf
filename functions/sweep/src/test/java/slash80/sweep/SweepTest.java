package slash80.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import slash80.aws.AccountRegion;
import slash80.aws.Fleet;
import slash80.aws.ledger.LedgerStore;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.facts.Cluster;
import slash80.fixtures.Fixtures;
import slash80.ledger.Ledger;

/// Tests of the hourly beginning of a sweep.
final class SweepTest {
  private static final AccountRegion HOME = new AccountRegion("111122223333", "us-east-2");

  private final FakeQueue sites = new FakeQueue();
  private final FakeQueue checks = new FakeQueue();
  private LedgerStore store = new MemoryLedgerStore();
  private Instant now = Fixtures.NOW;

  @Test
  void one_account_and_region_is_one_message_and_a_review() throws Exception {
    assertEquals(new Sweep.Requested(1, 0, Optional.empty()), sweep(Fleet.only(HOME)));

    assertEquals(List.of(HOME), asked());
    assertEquals(List.of("Sites Review"), kinds(checks));
    assertEquals(List.of(900), checks.delays);
  }

  @Test
  void five_thousand_accounts_in_four_regions_come_within_a_quarter_of_an_hour() throws Exception {
    var fleet = fleet(4_999, "us-east-1", "eu-west-1", "ap-south-1");

    assertEquals(20_000, sweep(fleet).sites());

    assertEquals(2_000, sites.sizes.size());
    assertEquals(Set.copyOf(fleet.sites()), Set.copyOf(asked()));
    var perSecond =
        sites.delays.stream().collect(Collectors.groupingBy(delay -> delay, Collectors.counting()));
    assertTrue(perSecond.values().stream().allMatch(count -> count <= 23), perSecond.toString());
    assertTrue(sites.delays.getLast() > 800, sites.delays.getLast().toString());
  }

  @Test
  void few_accounts_are_examined_every_hour() throws Exception {
    sweep(fleet(99));
    assertEquals(100, examined());
  }

  @Test
  void each_of_many_accounts_is_examined_once_a_day() throws Exception {
    var seen = new ArrayList<AccountRegion>();
    for (int hour = 0; hour < 24; hour++) {
      now = Fixtures.NOW.plusSeconds(3_600L * hour);
      sites.taken.clear();
      sweep(fleet(999));
      int examined = examined();
      assertTrue(examined > 10 && examined < 90, "%d in an hour".formatted(examined));
      for (var event : events(sites)) {
        if (event.at("/detail/examine").asBoolean()) {
          seen.add(site(event));
        }
      }
    }
    assertEquals(1_000, seen.size());
    assertEquals(1_000, Set.copyOf(seen).size());
  }

  @Test
  void ledgers_of_accounts_and_regions_that_are_no_longer_checked_are_asked_for() throws Exception {
    keep(HOME.account(), HOME.region(), "here");
    keep("222233334444", HOME.region(), "gone-account");
    keep(HOME.account(), "eu-west-1", "gone-region");

    sweep(Fleet.only(HOME));

    assertEquals(
        new TreeSet<>(List.of("", "gone-account", "gone-region")),
        new TreeSet<>(checks.clusters()));
  }

  /// A list that was read in part would close the ledgers of all accounts that it lacks.
  @Test
  void no_ledger_is_closed_while_the_accounts_are_not_known() throws Exception {
    keep("222233334444", HOME.region(), "demo");

    var failure =
        assertThrows(
            IllegalStateException.class,
            () ->
                sweep(
                    new Sweep.Known(
                        Fleet.only(HOME), Optional.of("the accounts cannot be listed"))));

    assertEquals("the accounts cannot be listed", failure.getMessage());
    assertEquals(List.of(HOME), asked());
    assertEquals(List.of("Sites Review"), kinds(checks));
  }

  @Test
  void messages_that_are_not_sent_fail_the_sweep_after_all_others() throws Exception {
    sites.fails = call -> call == 1;
    store = new UnlistedStore(store);

    var failure = assertThrows(IllegalStateException.class, () -> sweep(fleet(14)));

    assertTrue(
        failure.getMessage().startsWith("10 of 15 messages are not sent: account "),
        failure.getMessage());
    assertTrue(failure.getMessage().contains("the ledgers cannot be listed"));
    assertEquals(5, asked().size());
    assertEquals(List.of("Sites Review"), kinds(checks));
  }

  @Test
  void a_sweep_that_the_next_one_overtakes_is_said_with_its_remedy() {
    sites.waiting = () -> 4_000;
    checks.waiting = () -> 213;

    var requested = sweep(Fleet.only(HOME));

    assertEquals(4_213, requested.waiting());
    assertEquals(
        Optional.of(
            "the last sweep is not finished: the messages that wait for it are 4,213, so clusters"
                + " are checked less often than every hour. Raise SweepConcurrency:"
                + " docs/deploying.md has a table"),
        requested.remark());
  }

  @Test
  void messages_that_cannot_be_counted_hold_up_no_sweep() throws Exception {
    checks.waiting =
        () -> {
          throw new IllegalStateException("sqs:GetQueueAttributes: AccessDenied");
        };

    assertEquals(
        new Sweep.Requested(
            1,
            0,
            Optional.of(
                "the messages of the last sweep cannot be counted (sqs:GetQueueAttributes:"
                    + " AccessDenied)")),
        sweep(Fleet.only(HOME)));
    assertEquals(List.of(HOME), asked());
  }

  private void keep(String account, String region, String name) throws Exception {
    var cluster = new Cluster.Id(account, region, name);
    store.replace(cluster, store.read(cluster), Ledger.empty(name).began(Fixtures.NOW));
  }

  private static Fleet fleet(int members, String... regions) {
    var accounts =
        IntStream.range(0, members).mapToObj("2%011d"::formatted).collect(Collectors.toSet());
    return new Fleet(HOME, Set.of(regions), accounts, Optional.of("slash80"));
  }

  private Sweep.Requested sweep(Fleet fleet) {
    return sweep(new Sweep.Known(fleet, Optional.empty()));
  }

  private Sweep.Requested sweep(Sweep.Known known) {
    return new Sweep(_ -> known, _ -> store, new GivenQueues(sites, checks), () -> now)
        .run(now.plusSeconds(285));
  }

  private int examined() throws Exception {
    return (int)
        events(sites).stream().filter(event -> event.at("/detail/examine").asBoolean()).count();
  }

  private List<AccountRegion> asked() throws Exception {
    return events(sites).stream().map(SweepTest::site).toList();
  }

  private static AccountRegion site(JsonNode event) {
    return new AccountRegion(event.path("account").asText(), event.path("region").asText());
  }

  private static List<String> kinds(FakeQueue queue) throws Exception {
    return events(queue).stream().map(event -> event.path("detail-type").asText()).toList();
  }

  private static List<JsonNode> events(FakeQueue queue) throws Exception {
    var events = new ArrayList<JsonNode>();
    for (var body : queue.taken) {
      events.add(new ObjectMapper().readTree(body));
    }
    return events;
  }
}
