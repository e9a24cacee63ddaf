package slash80.check;

import static slash80.check.Events.messages;
import static slash80.fixtures.Fixtures.cluster;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.subnet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import slash80.alerts.Alert;
import slash80.aws.Account;
import slash80.aws.alert.Publisher;
import slash80.aws.ledger.LedgerStore;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.Vpc;
import slash80.fixtures.AlertSchema;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.Fixtures;
import slash80.fixtures.NodeFixture;
import slash80.fixtures.Part;
import slash80.fixtures.PublishedNews;
import slash80.judge.Policy;
import slash80.ledger.Ledger;
import slash80.ledger.Timings;
import slash80.network.Network;

/// A cluster of three nodes, a ledger, a topic and a stopped clock around `watch`. Each call of a
/// check has two steps, before and after it is carried out. At a step a check can be killed or
/// refused, or it waits for its turn.
final class Stage {
  private static final List<String> NODES = List.of("n1", "n2", "n3");

  /// The end of the process. It is not an exception, so no code of the process handles it.
  static final class Kill extends Error {
    private static final long serialVersionUID = 1;
  }

  /// The published news: `opened <id>`, `resolved <id>`, `reminded <id>`, `refused <action>`,
  /// `cluster-gone <name>`, `hello <name>`.
  final List<String> published = new ArrayList<>();

  /// Built once for all tests, because reach is cached in them.
  private static final Map<String, Network> NETWORKS = new ConcurrentHashMap<>();

  private final LedgerStore stored;
  private final Publisher topic;
  private Outlets outlets = Outlets.TOPIC_ONLY;
  Policy policy = Policy.NONE;
  private final ThreadLocal<Optional<Turn>> turn = ThreadLocal.withInitial(Optional::empty);
  private Instant now = Fixtures.NOW;
  private Set<String> faulty = Set.of();
  private boolean isDenied;
  private boolean isGone;
  private int step;
  private int fault = Integer.MAX_VALUE;
  private Supplier<Throwable> failure = Kill::new;
  private int refusals;
  private boolean isKilledBeforePublishing;
  private boolean isPublished;
  private boolean isWritten;
  private int swapsLost;

  Stage() {
    this(new MemoryLedgerStore(), (_, _) -> {});
  }

  /// @param stored the store of the ledger
  /// @param topic publishes too, beside [#published]
  Stage(LedgerStore stored, Publisher topic) {
    this.stored = stored;
    this.topic = topic;
  }

  void sendTo(Outlets others) {
    outlets = others;
  }

  /// From now on these nodes hold no IPv6 address; the others do.
  void faulty(String... nodes) {
    faulty = Set.of(nodes);
  }

  /// IAM does not allow `eks:DescribeAddon`.
  void denied() {
    isDenied = true;
  }

  void granted() {
    isDenied = false;
  }

  void gone() {
    isGone = true;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  // ---- Faults ----

  void countSteps() {
    step = 0;
  }

  int steps() {
    return step;
  }

  /// Kills once, at the step with this number from now on.
  void killAt(int number) {
    faultAt(number, Kill::new);
  }

  void killNoMore() {
    fault = Integer.MAX_VALUE;
  }

  void refuseAt(int number) {
    faultAt(number, () -> new IllegalStateException("ServiceUnavailable"));
  }

  private void faultAt(int number, Supplier<Throwable> fault) {
    this.step = 0;
    this.fault = number;
    this.failure = fault;
    this.isPublished = false;
    this.isWritten = false;
  }

  /// Kills once, before the next alert.
  void killBeforePublishing() {
    isKilledBeforePublishing = true;
  }

  void refusePublishing(int times) {
    refusals = times;
  }

  boolean isPublishedAndNotWritten() {
    return isPublished && !isWritten;
  }

  void step() {
    turn.get().ifPresent(Turn::await);
    if (step++ == fault) {
      fault = Integer.MAX_VALUE;
      Stage.<RuntimeException>raise(failure.get());
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void raise(Throwable fault) throws T {
    throw (T) fault;
  }

  /// A call that can fail before and after it is carried out.
  private <T> T call(Supplier<T> call) {
    step();
    var answer = call.get();
    step();
    return answer;
  }

  // ---- watch ----

  BatchOutcome handle(String... bodies) {
    return new BatchHandler(
            () -> now,
            () ->
                new Services(
                        new TheAccount(),
                        new TheStore(),
                        new TheTopic(),
                        policy,
                        Timings.DEFAULTS,
                        () -> now)
                    .with(outlets))
        .handle(messages(bodies));
  }

  void handleOrDie(String body) {
    try {
      handle(body);
    } catch (Kill _) {
      // SQS delivers the message again
    }
  }

  private void publish(Alert alert, Runnable send) {
    if (isKilledBeforePublishing) {
      isKilledBeforePublishing = false;
      throw new Kill();
    }
    if (refusals > 0) {
      refusals--;
      throw new IllegalStateException("SNS is away");
    }
    step();
    published.addAll(PublishedNews.of(alert));
    send.run();
    isPublished = true;
    step();
  }

  private final class TheTopic implements Publisher {
    @Override
    public void publish(Cluster.Id cluster, Alert alert) {
      Stage.this.publish(alert, () -> topic.publish(cluster, AlertSchema.checked(alert)));
    }

    @Override
    public Fact<Integer> subscribers() {
      return topic.subscribers();
    }

    @Override
    public void publishBare(Cluster.Id cluster, Alert alert, String reason) {
      Stage.this.publish(alert, () -> topic.publishBare(cluster, alert, reason));
    }
  }

  // ---- State ----

  Set<String> wrong() {
    return faulty.stream()
        .map("node-has-both-families/%s"::formatted)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  Ledger ledger() {
    return stored.read(network(now).cluster().id()).ledger();
  }

  Set<String> open() {
    return new TreeSet<>(ledger().open().keySet());
  }

  int takeSwapsLost() {
    int lost = swapsLost;
    swapsLost = 0;
    return lost;
  }

  private Network network(Instant at) {
    return NETWORKS.computeIfAbsent(
        at + new TreeSet<>(faulty).toString() + isDenied, _ -> fixture(at).network());
  }

  private ClusterFixture fixture(Instant at) {
    var nodes =
        NODES.stream()
            .map(name -> faulty.contains(name) ? node(name).withoutIpv6() : node(name))
            .toArray(NodeFixture[]::new);
    var demo = cluster("demo", subnet("a", "2001:db8:0:1::/64", nodes)).at(at);
    return isDenied
        ? demo.denied(Part.VPC_CNI, "eks:DescribeAddon")
        : demo.granting("eks:DescribeAddon");
  }

  private final class TheAccount implements Account {
    @Override
    public List<Cluster> clusters() {
      return call(() -> isGone ? List.of() : List.of(network(now).cluster()));
    }

    @Override
    public Facts read(Cluster cluster, Instant at) {
      return call(() -> network(at).facts());
    }

    @Override
    public Fact<Set<Vpc.Id>> vpcsOf(Collection<String> ids) {
      return call(() -> Fact.known(Set.of(new Vpc.Id("vpc-1"))));
    }
  }

  private final class TheStore implements LedgerStore {
    @Override
    public StoredLedger read(Cluster.Id cluster) {
      return call(() -> stored.read(cluster));
    }

    @Override
    public void replace(Cluster.Id cluster, StoredLedger read, Ledger after) throws Conflict {
      swap(() -> stored.replace(cluster, read, after));
    }

    @Override
    public void remove(Cluster.Id cluster, StoredLedger read) throws Conflict {
      swap(() -> stored.remove(cluster, read));
    }

    private interface Swap {
      void run() throws Conflict;
    }

    private void swap(Swap swap) throws Conflict {
      step();
      try {
        swap.run();
      } catch (Conflict lost) {
        swapsLost++;
        throw lost;
      }
      isWritten = isPublished;
      step();
    }

    @Override
    public List<Cluster.Id> clusters() {
      return stored.clusters();
    }

    @Override
    public String storeDigest(Cluster.Id cluster, Map<String, Object> digest) {
      return stored.storeDigest(cluster, digest);
    }
  }

  // ---- Concurrent checks ----

  /// A call of `watch` in its own thread, which takes a step only when the test allows it.
  final class Turn {
    private final Semaphore go = new Semaphore(0);
    private final Semaphore waits = new Semaphore(0);
    private final Thread thread;
    private Optional<BatchOutcome> outcome = Optional.empty();
    private volatile boolean isOver;

    private Turn(String event) {
      thread =
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    turn.set(Optional.of(this));
                    go.acquireUninterruptibly();
                    try {
                      outcome = Optional.of(handle(event));
                    } finally {
                      isOver = true;
                      waits.release();
                    }
                  });
    }

    private void await() {
      waits.release();
      go.acquireUninterruptibly();
    }

    private void goOn() {
      go.release();
      waits.acquireUninterruptibly();
    }

    /// Lets the check read the account, and stops it before it judges: clusters, VPCs, ledger and
    /// network take two steps each.
    void runUntilRead() {
      for (int steps = 0; steps < 8; steps++) {
        goOn();
      }
    }

    BatchOutcome outcome() {
      return outcome.orElseThrow(() -> new AssertionError(thread + " has no outcome"));
    }
  }

  Turn starting(String event) {
    return new Turn(event);
  }

  /// Runs both to their end; the dice decides how seldom the slow one takes a step.
  static void interleave(Random dice, Turn slow, Turn fast) {
    int seldom = dice.nextInt(1, 15);
    while (!slow.isOver || !fast.isOver) {
      boolean isSlowOnes = fast.isOver || !slow.isOver && dice.nextInt(seldom) == 0;
      (isSlowOnes ? slow : fast).goOn();
    }
  }
}
