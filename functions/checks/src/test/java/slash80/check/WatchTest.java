package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.check.Events.call;
import static slash80.check.Events.check;
import static slash80.check.Events.messages;
import static slash80.check.Events.state;
import static slash80.fixtures.Fixtures.cluster;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.subnet;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import slash80.alerts.Alert;
import slash80.alerts.Cadence;
import slash80.alerts.Ledger;
import slash80.aws.Account;
import slash80.aws.LedgerStore;
import slash80.aws.MemoryLedgerStore;
import slash80.aws.Publisher;
import slash80.aws.Whereabouts;
import slash80.check.Outcome.Fate;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.Instance;
import slash80.facts.Network;
import slash80.facts.Parameters;
import slash80.facts.Scope;
import slash80.facts.Vpc;
import slash80.fixtures.AlertSchema;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.Fixtures;
import slash80.fixtures.Part;
import slash80.network.IpFamily;
import slash80.rules.Exemption;
import slash80.rules.Policy;
import slash80.rules.Selector;

class WatchTest {
  private static final String ROUTE =
      call("CreateRoute").asking("{'routeTableId':'rtb-a'}").event();
  private static final String ELSEWHERE =
      call("CreateRoute").asking("{'routeTableId':'rtb-e15e'}").event();
  private static final String UNTIED =
      call("DisassociateRouteTable").asking("{'associationId':'rtbassoc-0'}").event();

  private static final String SWEEP = check("demo");

  private Instant now = Fixtures.NOW;
  private final FakeAccount account = new FakeAccount();
  private final List<Alert> sent = new ArrayList<>();
  private LedgerStore store = new MemoryLedgerStore();
  private Publisher publisher = (_, alert) -> sent.add(AlertSchema.checked(alert));
  private Supplier<Account> accounts = () -> account;
  private Policy policy = Policy.NONE;

  @Test
  void what_is_newly_wrong_is_told_once() {
    account.holds(faulty());

    var first = handle(ROUTE);
    var second = handle(ROUTE);

    assertEquals(List.of(Fate.ALERTED), fates(first));
    assertEquals(first.alerts(), sent);
    assertEquals(List.of(Fate.SILENT), fates(second));
    assertTrue(second.sentences().get("m0").contains("nothing is newly wrong or resolved in demo"));
  }

  @Test
  void what_the_policy_exempts_is_not_told_until_it_ends() {
    account.holds(faulty());
    handle(ROUTE);
    policy = exempting("2026-12-31");
    assertEquals(List.of(Fate.SILENT), fates(handle(ROUTE)));
    policy = exempting("2026-11-22");
    assertEquals(List.of(Fate.ALERTED), fates(handle(ROUTE)), "it is news again");
    assertEquals(0, sent.getLast().attributes().get("resolved"));
  }

  @Test
  void a_policy_that_cannot_be_used_silences_nothing_and_is_said() {
    account.holds(faulty());
    policy = Policy.inPlaceOf(Parameters.DEFAULTS, "parameter /p could not be read: AccessDenied");
    var outcome = handle(ROUTE, ELSEWHERE);
    assertEquals(List.of(Fate.ALERTED, Fate.SILENT), fates(outcome));
    assertEquals(
        "parameter /p could not be read: AccessDenied",
        sent.getFirst().document().get("policyTrouble"));
    assertTrue(sent.getFirst().email().contains("THE POLICY COULD NOT BE USED"));
    var line = outcome.handled().getFirst().sentence();
    assertTrue(
        line.endsWith("; judged without the policy: parameter /p could not be read: AccessDenied"),
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
                Selector.parse("n1"),
                Optional.empty(),
                "until the move",
                "platform",
                LocalDate.parse(expires))),
        Optional.empty());
  }

  @Test
  void what_is_mended_is_told_once() {
    account.holds(faulty());
    handle(ROUTE);
    account.holds(sound());

    assertEquals(List.of(Fate.ALERTED), fates(handle(ROUTE)));
    assertEquals(List.of(Fate.SILENT), fates(handle(ROUTE)));
    assertEquals(1, sent.getLast().attributes().get("resolved"));
  }

  @Test
  void what_could_not_be_read_is_not_told_as_mended() {
    account.holds(faulty());
    handle(ROUTE);
    account.holds(sound().unread(Part.INTERFACES, "AccessDenied"));

    assertEquals(List.of(Fate.SILENT), fates(handle(ROUTE)));
  }

  @Test
  void a_sound_cluster_writes_what_its_nodes_hold_once_and_then_nothing() {
    account.holds(sound());
    assertEquals(List.of(Fate.SILENT), fates(handle(ROUTE)));
    var kept = kept("demo");
    assertEquals(1, kept.ledger().prefixes().size());

    store = new ReadOnly(store);
    assertEquals(List.of(Fate.SILENT), fates(handle(ROUTE)));
  }

  @Test
  void a_batch_reads_each_cluster_once_and_tells_it_in_one_alert() {
    account.holds(faulty());
    var bodies = IntStream.range(0, 500).mapToObj(WatchTest::launch).toArray(String[]::new);

    var outcome = handle(bodies);

    assertEquals(1, account.reads);
    assertEquals(1, account.questions);
    assertEquals(1, sent.size());
    assertTrue(fates(outcome).stream().allMatch(Fate.ALERTED::equals));
  }

  private static String launch(int number) {
    return state("i-%d".formatted(number), "running");
  }

  @Test
  void a_bad_message_fails_alone() {
    account.holds(faulty());

    var outcome = handle("{\"source\":", ROUTE, "{}", ELSEWHERE);

    assertEquals(List.of(Fate.FAILED, Fate.ALERTED, Fate.FAILED, Fate.SILENT), fates(outcome));
    assertEquals(List.of("m0", "m2"), outcome.failed());
    assertEquals(1, sent.size());
  }

  @Test
  void a_change_in_a_vpc_without_an_ipv6_cluster_is_dropped_with_the_reason() {
    account.holds(faulty());

    var outcome = handle(ELSEWHERE);

    assertEquals(0, account.reads);
    assertTrue(
        outcome.sentences().get("m0").endsWith("no alert, no IPv6 cluster stands in vpc-9"),
        outcome.sentences().get("m0"));
  }

  @Test
  void an_ipv4_cluster_is_judged_when_it_is_named_and_when_everything_is() {
    account.holds(sound().speaking(IpFamily.IPV4));

    assertEquals(List.of(Fate.SILENT), fates(handle(ROUTE)));
    assertEquals(
        List.of(Fate.ALERTED),
        fates(handle(call("UpdateClusterConfig").of("eks").asking("{'name':'demo'}").event())));
    store = new MemoryLedgerStore();
    assertEquals(List.of(Fate.ALERTED), fates(handle(UNTIED)));
  }

  @Test
  void a_cluster_whose_family_is_not_said_is_judged_as_an_ipv6_one() {
    account.holds(sound().unread(Part.IP_FAMILY, "not said").withoutInternetGateway());

    handle(ROUTE);
    assertEquals(1, account.reads);
  }

  @Test
  void what_cannot_be_tied_judges_every_cluster() {
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
  void the_ledger_of_a_cluster_that_is_gone_is_closed_with_one_last_alert() {
    account.holds(faulty(), sound("second"));
    handle(UNTIED);
    account.holds(sound("second"));
    var deleted = call("DeleteCluster").of("eks").asking("{'name':'demo'}").by("user/bob").event();

    assertEquals(List.of(Fate.ALERTED), fates(handle(deleted)));
    assertEquals("[RESOLVED] demo: the cluster is gone (us-east-2)", sent.getLast().subject());
    assertTrue(sent.getLast().email().contains("user/bob"), sent.getLast().email());
    assertTrue(sent.getLast().email().contains("the cluster is gone"), sent.getLast().email());
    assertEquals("", kept("demo").version());
    assertEquals(List.of(Fate.SILENT), fates(handle(deleted)));
    assertEquals(2, sent.size());
  }

  @Test
  void the_end_of_a_cluster_that_could_not_be_told_is_told_when_the_message_comes_again() {
    account.holds(faulty(), sound("second"));
    handle(UNTIED);
    account.holds(sound("second"));
    publisher =
        (_, _) -> {
          throw new IllegalStateException("SNS is away");
        };
    assertEquals(List.of(Fate.FAILED), fates(handle(SWEEP)));

    publisher = (_, alert) -> sent.add(AlertSchema.checked(alert));
    assertEquals(List.of(Fate.ALERTED), fates(handle(SWEEP)));
    assertEquals(1, sent.getLast().attributes().get("resolved"));
    assertEquals("", kept("demo").version());
  }

  @Test
  void a_sweep_reminds_of_what_stays_open_and_an_event_does_not() {
    account.holds(faulty());
    handle(ROUTE);

    now = now.plus(Duration.ofHours(25));
    account.holds(faulty().at(now));
    assertEquals(List.of(Fate.SILENT), fates(handle(ROUTE)));
    assertEquals(List.of(Fate.ALERTED), fates(handle(SWEEP)));
    assertEquals(1, sent.getLast().attributes().get("reminded"));
    assertEquals(List.of(Fate.SILENT), fates(handle(SWEEP)));
  }

  @Test
  void what_changes_nothing_asks_nobody() {
    accounts =
        () -> {
          throw new IllegalStateException("no account");
        };

    var outcome = handle(call("DescribeVpcs").asking("{}").reading().event(), ROUTE);

    assertEquals(List.of(Fate.SILENT, Fate.FAILED), fates(outcome));
  }

  @Test
  void an_event_of_another_account_or_region_fails_loudly() {
    account.holds(faulty());

    var outcome =
        handle(
            ROUTE.replace("us-east-2", "eu-west-1"), ROUTE.replace("111122223333", "444455556666"));

    assertEquals(List.of(Fate.FAILED, Fate.FAILED), fates(outcome));
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

    assertEquals(List.of(Fate.ALERTED, Fate.FAILED), fates(outcome));
  }

  @Test
  void an_alert_that_could_not_be_sent_is_sent_when_the_message_comes_again() {
    account.holds(faulty());
    publisher =
        (_, _) -> {
          throw new IllegalStateException("SNS is away");
        };
    assertEquals(List.of(Fate.FAILED), fates(handle(ROUTE)));

    publisher = (_, alert) -> sent.add(AlertSchema.checked(alert));
    assertEquals(List.of(Fate.ALERTED), fates(handle(ROUTE)));
  }

  @Test
  void what_could_not_be_claimed_is_not_told_before_it_can_be() {
    account.holds(faulty());
    store = new ReadOnly(store);
    var outcome = handle(ROUTE);
    assertEquals(List.of(Fate.FAILED), fates(outcome));
    assertEquals(List.of(), outcome.alerts());

    store = new MemoryLedgerStore();
    handle(ROUTE);
    assertEquals(1, sent.size());
  }

  @Test
  void who_loses_a_swap_reads_again_and_tells_nothing_twice() {
    account.holds(faulty());
    var contested = new Contested(1);
    store = contested;

    assertEquals(List.of(Fate.ALERTED), fates(handle(ROUTE)));
    assertEquals(2, account.reads);
    assertEquals(1, sent.size());
    assertFalse(contested.read(cluster("demo").network().cluster().id()).ledger().open().isEmpty());
  }

  /// The SDK tries a write again whose answer was lost, and is told that the document is another:
  /// by its own first try.
  @Test
  void who_loses_a_swap_to_itself_tells_what_it_claimed() {
    account.holds(faulty());
    store = new Unanswered(store, 1, 0);

    assertEquals(List.of(Fate.ALERTED), fates(handle(ROUTE)));
    assertEquals(1, sent.size());
    assertEquals(List.of(), kept("demo").ledger().claims());
  }

  @Test
  void who_loses_a_swap_to_itself_tells_the_end_of_a_cluster() {
    account.holds(faulty(), sound("second"));
    handle(UNTIED);
    account.holds(sound("second"));
    store = new Unanswered(store, 1, 0);

    assertEquals(List.of(Fate.ALERTED), fates(handle(SWEEP)));
    assertEquals("", kept("demo").version());
    assertEquals(2, sent.size());
  }

  @Test
  void a_document_that_was_removed_though_the_answer_was_lost_is_removed() {
    account.holds(faulty(), sound("second"));
    handle(UNTIED);
    account.holds(sound("second"));
    store = new Unanswered(store, 0, 1);

    assertEquals(List.of(Fate.ALERTED), fates(handle(SWEEP)));
    assertEquals("", kept("demo").version());
    assertEquals(2, sent.size());
  }

  @Test
  void who_loses_every_swap_fails_and_the_message_comes_again() {
    account.holds(faulty());
    store = new Contested(1000);

    assertEquals(List.of(Fate.FAILED), fates(handle(ROUTE)));
    assertEquals(5, account.reads);
  }

  @Test
  void a_reading_that_began_before_the_ledgers_begins_again() {
    account.holds(faulty());
    var demo = account.clusters().getFirst();
    store = new Contested(0);
    write(Ledger.empty("demo").began(Fixtures.NOW.plusSeconds(60)), demo.id());
    account.listed = 0;

    handle(ROUTE);

    assertEquals(2, account.listed);
  }

  @Test
  void a_node_is_judged_by_what_the_ledger_recorded_of_it() {
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
    var messages = List.of(new Message("a", ROUTE), new Message("b", "broken"));

    assertEquals(Instant.parse("2026-11-23T07:00:00Z"), Watch.momentOf(messages, Fixtures.NOW));
    assertEquals(Fixtures.NOW, Watch.momentOf(List.of(), Fixtures.NOW));
  }

  private LedgerStore.Kept kept(String name) {
    return store.read(cluster(name).network().cluster().id());
  }

  private void write(Ledger ledger, Cluster.Id cluster) {
    try {
      store.replace(cluster, store.read(cluster), ledger);
    } catch (LedgerStore.Conflict impossible) {
      throw new AssertionError(impossible);
    }
  }

  private Outcome handle(String... bodies) {
    var clock = InstantSource.fixed(now);
    return new Watch(accounts, store, publisher, () -> policy, Cadence.DEFAULTS, clock)
        .handle(messages(bodies));
  }

  private static List<Fate> fates(Outcome outcome) {
    return outcome.handled().stream().map(Outcome.Handled::fate).toList();
  }

  private static ClusterFixture sound() {
    return sound("demo");
  }

  private static ClusterFixture sound(String name) {
    return cluster(name, subnet("a", "2001:db8:0:1::/64", node("n1")));
  }

  private static ClusterFixture faulty() {
    return cluster("demo", subnet("a", "2001:db8:0:1::/64", node("n1").withoutPrefix()));
  }

  /// Clusters in one VPC, vpc-1, where everything stands but rtb-e15e.
  private static final class FakeAccount implements Account {
    private List<Network> networks = List.of();
    private Function<Collection<String>, Fact<Set<Vpc.Id>>> vpcs =
        ids -> Fact.known(Set.of(vpcOf(ids)));
    private String broken = "";
    private int reads;
    private int questions;
    private int listed;

    private static Vpc.Id vpcOf(Collection<String> ids) {
      return new Vpc.Id(ids.contains("rtb-e15e") ? "vpc-9" : "vpc-1");
    }

    void holds(ClusterFixture... fixtures) {
      networks = Arrays.stream(fixtures).map(ClusterFixture::network).toList();
    }

    @Override
    public List<Cluster> clusters() {
      listed++;
      return networks.stream().map(Network::cluster).toList();
    }

    @Override
    public Facts read(Cluster cluster, Instant at) {
      reads++;
      if (cluster.name().equals(broken)) {
        throw new IllegalStateException("throttled");
      }
      return networks.stream()
          .filter(network -> network.cluster().equals(cluster))
          .findFirst()
          .orElseThrow()
          .facts();
    }

    @Override
    public Fact<Map<String, Whereabouts>> placesOf(Collection<String> ids, Instant since) {
      questions++;
      return vpcs.apply(ids)
          .map(
              found ->
                  ids.stream()
                      .collect(
                          Collectors.toMap(
                              id -> id,
                              id ->
                                  new Whereabouts(
                                      found, Scope.of(new Instance.Id(id)), Set.of()))));
    }

    @Override
    public Fact<Set<Vpc.Id>> vpcsOf(Collection<String> ids) {
      questions++;
      return vpcs.apply(ids);
    }
  }

  /// A store that somebody else writes to at the same moment, a number of times.
  private static final class Contested implements LedgerStore {
    private final LedgerStore store = new MemoryLedgerStore();
    private int rivals;

    Contested(int rivals) {
      this.rivals = rivals;
    }

    @Override
    public Kept read(Cluster.Id cluster) {
      return store.read(cluster);
    }

    @Override
    public void replace(Cluster.Id cluster, Kept read, Ledger after) throws Conflict {
      if (rivals-- > 0) {
        var now = store.read(cluster);
        var touched = Instant.ofEpochSecond(rivals);
        store.replace(cluster, now, now.ledger().began(touched));
      }
      store.replace(cluster, read, after);
    }

    @Override
    public void remove(Cluster.Id cluster, Kept read) throws Conflict {
      store.remove(cluster, read);
    }

    @Override
    public List<Cluster.Id> clusters(String region) {
      return store.clusters(region);
    }

    @Override
    public String keep(Cluster.Id cluster, Map<String, Object> digest) {
      return store.keep(cluster, digest);
    }
  }

  /// A store that does its first writes twice, as the SDK does where the answer is lost.
  private static final class Unanswered implements LedgerStore {
    private final LedgerStore store;
    private int replacements;
    private int removals;

    Unanswered(LedgerStore store, int replacements, int removals) {
      this.store = store;
      this.replacements = replacements;
      this.removals = removals;
    }

    @Override
    public Kept read(Cluster.Id cluster) {
      return store.read(cluster);
    }

    @Override
    public void replace(Cluster.Id cluster, Kept read, Ledger after) throws Conflict {
      store.replace(cluster, read, after);
      if (replacements-- > 0) {
        store.replace(cluster, read, after);
      }
    }

    @Override
    public void remove(Cluster.Id cluster, Kept read) throws Conflict {
      assertFalse(read.version().isEmpty(), "there is nothing to remove");
      store.remove(cluster, read);
      if (removals-- > 0) {
        store.remove(cluster, read);
      }
    }

    @Override
    public List<Cluster.Id> clusters(String region) {
      return store.clusters(region);
    }

    @Override
    public String keep(Cluster.Id cluster, Map<String, Object> digest) {
      return store.keep(cluster, digest);
    }
  }

  /// A store that may be read only.
  private record ReadOnly(LedgerStore store) implements LedgerStore {
    @Override
    public Kept read(Cluster.Id cluster) {
      return store.read(cluster);
    }

    @Override
    public void replace(Cluster.Id cluster, Kept read, Ledger after) {
      throw new IllegalStateException("AccessDenied");
    }

    @Override
    public void remove(Cluster.Id cluster, Kept read) {
      throw new IllegalStateException("AccessDenied");
    }

    @Override
    public List<Cluster.Id> clusters(String region) {
      return store.clusters(region);
    }

    @Override
    public String keep(Cluster.Id cluster, Map<String, Object> digest) {
      throw new IllegalStateException("AccessDenied");
    }
  }
}
