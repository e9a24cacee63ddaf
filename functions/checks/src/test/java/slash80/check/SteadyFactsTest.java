package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.check.Events.call;
import static slash80.check.Events.check;
import static slash80.check.Events.messages;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import slash80.aws.ledger.LedgerStore.Conflict;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.live.StubbedAws;
import slash80.facts.Cluster;
import slash80.judge.Policy;
import slash80.ledger.Ledger;
import slash80.ledger.Timings;
import slash80.network.Parameters;

/// Tests which checks of a cluster ask again for the reservations in its subnets, one call each,
/// and for the nodes that carry a changed group.
final class SteadyFactsTest {
  private static final Path EXAMPLE = Path.of(System.getProperty("project.root"), "events/account");
  private static final Cluster.Id CLUSTER =
      new Cluster.Id("111122223333", "us-east-2", "kodekloud");
  private static final String TABLE = "{'routeTableId':'rtb-0c0de0000000086d0'}";
  private static final String ROUTE = call("CreateRoute").asking(TABLE).event();
  private static final String RESERVATION =
      call("CreateSubnetCidrReservation")
          .asking("{'CreateSubnetCidrReservationRequest':{'SubnetId':'subnet-0c0de000000008604'}}")
          .event();
  private static final String GROUP =
      call("AuthorizeSecurityGroupIngress").asking("{'groupId':'sg-0c0de000000000001'}").event();
  private static final String UNHEARD_OF_GROUP =
      call("CreateNovelty").asking("{'groupId':'sg-0c0de000000000001'}").event();
  private static final String UNHEARD_OF = call("CreateNovelty").asking(TABLE).event();
  private static final String SWEEP = check("kodekloud");

  private final StubbedAws aws = StubbedAws.serving(EXAMPLE);
  private final MemoryLedgerStore store = new MemoryLedgerStore();
  private Instant now = Instant.parse("2026-11-23T12:00:00Z");
  private final InstantSource clock = () -> now;
  private final BatchHandler watch = environment();

  @AfterEach
  void close() {
    aws.close();
  }

  private BatchHandler environment() {
    var account = aws.account(clock);
    return new BatchHandler(
        clock,
        () ->
            new Services(
                account,
                store,
                (_, _) -> {},
                Policy.with(Parameters.DEFAULTS),
                Timings.DEFAULTS,
                clock,
                _ -> {}));
  }

  /// The number of subnets that were asked for their reservations.
  private int asked(BatchHandler environment, String... events) {
    now = now.plusSeconds(60);
    aws.forget();
    assertEquals(List.of(), environment.handle(messages(events)).failed());
    return aws.counts().getOrDefault("GetSubnetCidrReservations", 0);
  }

  private int asked(String... events) {
    return asked(watch, events);
  }

  private int askedForNodes(BatchHandler environment, String... events) {
    asked(environment, events);
    return aws.counts().getOrDefault("DescribeInstances", 0);
  }

  @Test
  void a_check_for_a_group_remembers_the_nodes_of_the_check_before() {
    asked(SWEEP);
    assertEquals(0, askedForNodes(watch, GROUP));
    assertEquals(1, askedForNodes(watch, SWEEP));
    assertEquals(0, askedForNodes(watch, GROUP, GROUP));
    assertEquals(1, askedForNodes(watch, GROUP, UNHEARD_OF_GROUP));
  }

  @Test
  void a_new_environment_asks_once_for_the_nodes_of_a_group() {
    asked(SWEEP);
    var other = environment();
    assertEquals(1, askedForNodes(other, GROUP));
    assertEquals(0, askedForNodes(other, GROUP));
  }

  @Test
  void no_node_is_remembered_for_longer_than_an_hour() {
    asked(SWEEP);
    now = now.plusSeconds(3_600);
    assertEquals(1, askedForNodes(watch, GROUP));
  }

  @Test
  void what_another_environment_wrote_to_the_ledger_makes_nodes_stale() throws Conflict {
    asked(SWEEP);
    var stored = store.read(CLUSTER);
    now = now.plusSeconds(60);
    store.replace(CLUSTER, stored, readAt(stored.ledger(), now));
    assertEquals(1, askedForNodes(watch, GROUP));
  }

  private int subnets() {
    int subnets = asked(SWEEP);
    assertEquals(subnets, asked(SWEEP));
    return subnets;
  }

  @Test
  void a_check_for_a_route_remembers_the_answers_of_the_check_before() {
    int subnets = subnets();
    assertEquals(0, asked(ROUTE, ROUTE));
    assertEquals(subnets, asked(SWEEP));
  }

  @Test
  void a_new_environment_asks_once() {
    int subnets = subnets();
    var other = environment();
    assertEquals(subnets, asked(other, ROUTE));
    assertEquals(0, asked(other, ROUTE));
  }

  @Test
  void a_changed_reservation_is_asked_for_and_its_first_answer_is_not_trusted() {
    int subnets = subnets();
    assertEquals(subnets, asked(RESERVATION));
    assertEquals(subnets, asked(ROUTE));
    assertEquals(0, asked(ROUTE));
    assertEquals(subnets, asked(ROUTE, RESERVATION));
  }

  @Test
  void a_call_that_nobody_has_heard_of_may_change_a_reservation() {
    int subnets = subnets();
    assertEquals(subnets, asked(UNHEARD_OF));
  }

  @Test
  void nothing_is_remembered_for_longer_than_an_hour() {
    int subnets = subnets();
    now = now.plusSeconds(3_600);
    assertEquals(subnets, asked(ROUTE));
  }

  @Test
  void what_another_environment_wrote_to_the_ledger_makes_answers_stale() throws Conflict {
    int subnets = subnets();
    var stored = store.read(CLUSTER);
    now = now.plusSeconds(60);
    store.replace(CLUSTER, stored, readAt(stored.ledger(), now));
    assertEquals(subnets, asked(ROUTE));
  }

  private static Ledger readAt(Ledger ledger, Instant began) {
    return new Ledger(
        ledger.format(),
        ledger.cluster(),
        began,
        ledger.state(),
        ledger.claims(),
        ledger.reminded(),
        ledger.outgoing());
  }
}
