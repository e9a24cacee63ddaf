package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.check.Events.call;
import static slash80.check.Events.state;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.alerts.Alert;
import slash80.aws.ManyClusters;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.live.LiveAccount;
import slash80.aws.live.StubbedAws;
import slash80.aws.live.StubbedAws.Fault;
import slash80.fixtures.AlertSchema;
import slash80.judge.Policy;
import slash80.ledger.Timings;
import slash80.network.Parameters;

/// Tests of many events at once, about five clusters of 200 nodes behind the SDK, of which three
/// nodes each have a finding. Some calls are refused meanwhile.
final class StormTest {
  private static final int CLUSTERS = 5;
  private static final int NODES = 200;
  private static final int FAULTY = 3;
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

  private final List<Alert> sent = Collections.synchronizedList(new ArrayList<>());
  private MemoryLedgerStore store = new MemoryLedgerStore();
  private StubbedAws aws;
  @TempDir private Path folder;

  @BeforeEach
  void open() throws Exception {
    aws = StubbedAws.serving(ManyClusters.write(folder, "111122223333", CLUSTERS, NODES, FAULTY));
  }

  @AfterEach
  void close() {
    aws.close();
  }

  /// The queue hands out at most 1,000 events, or those of 5 seconds: 12 batches, two at a time.
  @Test
  void ten_thousand_events_in_a_minute_are_a_few_checks_and_one_alert_a_cluster() throws Exception {
    long seed = 80;
    var batches = batches(storm(new Random(seed), 10_000, CLUSTERS), 12);
    var outcomes = twoAtATime(batches);

    var checks = outcomes.stream().flatMap(outcome -> outcome.checks().stream()).toList();
    var failed = outcomes.stream().flatMap(outcome -> outcome.failed().stream()).toList();
    System.out.printf(
        "storm of 10,000 events, seed %d: %d batches, %d checks, %,d calls, %d alerts, %d"
            + " messages again: %s%n",
        seed, batches.size(), checks.size(), aws.calls(), sent.size(), failed.size(), aws.counts());
    assertEquals(List.of(), failed);
    assertTrue(checks.size() <= 12 * CLUSTERS, checks.toString());
    assertTrue(aws.calls() <= 12 * (CLUSTERS * 20 + 20), aws.counts().toString());
    assertEquals(CLUSTERS, sent.size());
    assertEquals(expected(), wrong());
    assertEachIsPublishedOnce(expected());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{'source':'aws.ec2'}", "null", "\0"})
  void a_poison_message_among_999_good_ones_fails_alone(String poison) {
    var messages = new ArrayList<>(storm(new Random(1), 999, CLUSTERS));
    messages.add(500, new QueueMessage("poison", poison.replace('\'', '"')));

    var outcome = watch().handle(messages);

    assertEquals(List.of("poison"), outcome.failed());
    assertEquals(1_000, outcome.handled().size());
    assertEquals(CLUSTERS, sent.size());
  }

  /// A call that keeps failing fails its messages, which are delivered again; no alert is lost or
  /// published twice.
  @ParameterizedTest
  @EnumSource(names = {"THROTTLED", "BROKEN"})
  void a_call_that_fails_for_a_while_loses_and_repeats_nothing(Fault fault) {
    var messages = storm(new Random(2), 60, 2);
    watch().handle(messages);
    var expected = wrong();
    var actions = new TreeSet<>(aws.counts().keySet());
    assertTrue(actions.size() >= 12, actions.toString());
    int failures = 0;
    for (String action : actions) {
      sent.clear();
      store = new MemoryLedgerStore();
      aws.fail(action, fault);
      failures += watch().handle(messages).failed().size();
      aws.mend();
      assertEquals(List.of(), watch().handle(messages).failed(), action);
      assertEquals(expected, wrong(), action);
      assertEachIsPublishedOnce(expected);
    }
    System.out.printf(
        "%s for a while, each of %d calls in turn: %,d of %,d messages again%n",
        fault, actions.size(), failures, actions.size() * messages.size());
    assertTrue(failures >= messages.size() / 2 * actions.size(), "too few: " + failures);
  }

  @ParameterizedTest
  @EnumSource(names = {"THROTTLED", "BROKEN"})
  void a_burst_of_faults_on_every_call_is_sat_out(Fault fault) {
    var messages = storm(new Random(3), 60, 2);
    watch().handle(messages);
    var expected = wrong();
    var actions = Set.copyOf(aws.counts().keySet());
    sent.clear();
    store = new MemoryLedgerStore();
    for (String action : actions) {
      aws.fail(action, 1, fault);
      aws.fail(action, 2, fault);
    }

    assertEquals(List.of(), watch().handle(messages).failed());

    assertEquals(expected, wrong());
    assertEachIsPublishedOnce(expected);
  }

  // ---- The storm ----

  private static List<QueueMessage> storm(Random dice, int size, int clusters) {
    return IntStream.range(0, size)
        .mapToObj(number -> new QueueMessage("m" + number, event(dice, number % clusters + 1)))
        .toList();
  }

  /// A scale-up of every cluster, calls about interfaces and groups, a route now and then, and
  /// calls about resources outside clusters.
  private static String event(Random dice, int cluster) {
    String node = ManyClusters.node(cluster, dice.nextInt(NODES));
    return switch (dice.nextInt(10)) {
      case 0, 1, 2 -> state(node, "pending");
      case 3, 4, 5 -> state(node, "running");
      case 6 ->
          call("AssignIpv6Addresses")
              .asking("{'networkInterfaceId':'%s'}".formatted(node.replace("i-", "eni-")))
              .event();
      case 7 ->
          call("AuthorizeSecurityGroupIngress")
              .asking("{'groupId':'sg-%d'}".formatted(cluster))
              .event();
      case 8 -> call("CreateRoute").asking("{'routeTableId':'rtb-%d'}".formatted(cluster)).event();
      default -> call("ModifyVpcAttribute").asking("{'vpcId':'vpc-0e15e'}").event();
    };
  }

  private static List<List<QueueMessage>> batches(List<QueueMessage> messages, int count) {
    int size = (messages.size() + count - 1) / count;
    return IntStream.range(0, count)
        .mapToObj(i -> messages.subList(i * size, Math.min((i + 1) * size, messages.size())))
        .toList();
  }

  /// Each of two environments of the function has an account of its own, and takes the next batch
  /// when it is done.
  private List<BatchOutcome> twoAtATime(List<List<QueueMessage>> batches) throws Exception {
    var watches = ThreadLocal.withInitial(this::watch);
    try (var pool = Executors.newFixedThreadPool(2)) {
      var tasks =
          batches.stream()
              .<Callable<BatchOutcome>>map(batch -> () -> watches.get().handle(batch))
              .toList();
      var outcomes = new ArrayList<BatchOutcome>();
      for (var future : pool.invokeAll(tasks)) {
        outcomes.add(future.get());
      }
      return outcomes;
    }
  }

  private BatchHandler watch() {
    InstantSource clock = InstantSource.fixed(AT);
    LiveAccount account = aws.account(clock);
    return new BatchHandler(
        clock,
        () ->
            new Services(
                account,
                store,
                (_, alert) -> sent.add(AlertSchema.checked(alert)),
                Policy.with(Parameters.DEFAULTS),
                Timings.DEFAULTS,
                clock,
                _ -> {}));
  }

  // ---- State ----

  private static Set<String> expected() {
    var expected = new TreeSet<String>();
    for (int cluster = 1; cluster <= CLUSTERS; cluster++) {
      for (int node = NODES - FAULTY; node < NODES; node++) {
        expected.add("node-holds-pod-prefix/" + ManyClusters.node(cluster, node));
      }
    }
    return expected;
  }

  /// The open findings about nodes without a prefix.
  private Set<String> wrong() {
    var open = new TreeSet<String>();
    aws.account().clusters().stream()
        .flatMap(cluster -> store.read(cluster.id()).ledger().open().keySet().stream())
        .filter(id -> id.startsWith("node-holds-pod-prefix/"))
        .forEach(open::add);
    return open;
  }

  private void assertEachIsPublishedOnce(Set<String> expected) {
    var published = sent.stream().flatMap(StormTest::opened).sorted().toList();
    assertEquals(List.copyOf(new TreeSet<>(published)), published);
    assertTrue(published.containsAll(expected), published.toString());
  }

  private static Stream<String> opened(Alert alert) {
    return ((List<?>) alert.document().get("opened"))
        .stream().map(value -> (String) ((Map<?, ?>) value).get("id"));
  }
}
