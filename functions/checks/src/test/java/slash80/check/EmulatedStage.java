package slash80.check;

import static slash80.check.Events.call;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import slash80.aws.ManyClusters;
import slash80.aws.live.StubbedAws;
import slash80.facts.Cluster;
import slash80.judge.Policy;
import slash80.ledger.Ledger;
import slash80.ledger.Timings;
import slash80.network.Parameters;

/// `watch` as it is deployed, with every call over HTTP: a stubbed account with a cluster of three
/// nodes beside another; queues, topic and bucket on the emulator. Each delivery of a message is a
/// process of its own.
final class EmulatedStage implements AutoCloseable {
  static final String CHANGE = call("CreateRoute").asking("{'routeTableId':'rtb-1'}").event();
  static final String SWEEP =
      Events.notification("slash80.sweep", "Cluster Check", "{'cluster':'c1'}");

  /// The time after which SQS delivers a message again that was not deleted.
  private static final Duration VISIBILITY = Duration.ofSeconds(725);

  private static final int NODES = 3;
  private static final String RULE = "node-holds-pod-prefix/";

  final Wire wire = new Wire();
  final Surroundings around = new Surroundings(wire);
  final StubbedAws aws;
  private final Path folder;
  private final Cluster cluster;
  private Instant now = Instant.parse("2026-11-23T08:00:00Z");
  private int accounts;

  EmulatedStage(Path folder) {
    this.folder = folder;
    this.aws = StubbedAws.serving(written(0));
    this.cluster = aws.account().clusters().getFirst();
    wire.forget();
  }

  /// From now on this many nodes of the cluster have no prefix.
  void faulty(int nodes) {
    aws.serve(written(nodes));
  }

  /// From now on the first cluster does not exist.
  void gone() {
    var left = written(0);
    try (var files = Files.walk(left.resolve("c1"))) {
      files.filter(Files::isRegularFile).forEach(EmulatedStage::delete);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    aws.serve(left);
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private Path written(int faulty) {
    try {
      return ManyClusters.write(
          folder.resolve("account" + accounts++), "111122223333", 2, NODES, faulty);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  // ---- watch ----

  /// Receives a message of the queue of changes and lets a process handle it. True if the message
  /// was deleted; if not, SQS delivers it again later.
  boolean deliver() {
    var queue = around.changes();
    var batch = queue.receive(1_000);
    var failed = new ArrayList<String>();
    try {
      queue.hand(
          batch,
          messages -> {
            failed.addAll(process().handle(messages).failed());
            return failed;
          });
      return failed.isEmpty();
    } finally {
      queue.reappear(batch);
      pass(VISIBILITY);
    }
  }

  /// The same, but the process ends while it handles the message.
  void deliverToTheDying() {
    try {
      deliver();
      throw new AssertionError("it came to its end");
    } catch (Stage.Kill _) {
      // SQS brings the message again
    }
  }

  /// Restores the cluster, and removes the ledger and all alerts.
  void beginAnew() {
    wire.serveAll();
    wire.forget();
    aws.mend();
    faulty(0);
    around.forget(cluster.id());
  }

  void happens(String... events) {
    around.changes().send(List.of(events));
  }

  BatchHandler process() {
    var account = aws.account(() -> now, wire.to("account"));
    return new BatchHandler(
        () -> now,
        () ->
            new Services(
                account,
                around.store(),
                around.publisher(),
                Policy.with(Parameters.DEFAULTS),
                Timings.DEFAULTS,
                () -> now,
                _ -> {}));
  }

  // ---- State ----

  Ledger ledger() {
    return around.store().read(cluster.id()).ledger();
  }

  Set<String> open() {
    return new TreeSet<>(
        ledger().open().keySet().stream().filter(id -> id.startsWith(RULE)).toList());
  }

  static Set<String> wrong(int nodes) {
    return new TreeSet<>(
        IntStream.range(NODES - nodes, NODES).mapToObj(EmulatedStage::finding).toList());
  }

  static String finding(int node) {
    return RULE + ManyClusters.node(1, node);
  }

  @Override
  public void close() {
    aws.close();
  }
}
