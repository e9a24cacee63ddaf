package slash80.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import slash80.aws.BigSnapshot;
import slash80.aws.snapshot.Snapshot;
import slash80.facts.Facts;
import slash80.facts.NetworkInterface;
import slash80.ip.IpFamily;
import slash80.judge.Judgement;
import slash80.judge.RuleBook;
import slash80.network.Network;
import slash80.network.Parameters;
import slash80.reach.Reach;

/// Measures a cluster with 500 security groups of 40 rules, two of them on every node. A network
/// caches its results, so each measurement uses a new one.
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 2)
public class WholeClusters {
  @Param({"500", "1000", "2000"})
  public int nodes;

  private Path folder;
  private Facts facts;
  private List<NetworkInterface> interfaces;
  private Network network;
  private int asked;

  @Setup
  public void snapshot() throws IOException {
    folder = BigSnapshot.write(Files.createTempDirectory("slash80-bench"), nodes, 500, 40);
    facts = read();
    interfaces = facts.attachments().interfaces().asKnown().orElseThrow();
    network = networkOf();
  }

  @TearDown(Level.Trial)
  public void delete() throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private Network networkOf() {
    return new Network(facts, Parameters.DEFAULTS);
  }

  @Benchmark
  public Facts read() {
    var snapshot = Snapshot.open(folder);
    return snapshot.read(snapshot.clusters().getFirst(), snapshot.at());
  }

  @Benchmark
  public Judgement judge() {
    return RuleBook.judge(networkOf());
  }

  /// Returns every interface once, then the interfaces of a new network.
  @Benchmark
  public Reach reach() {
    if (asked == interfaces.size()) {
      asked = 0;
      network = networkOf();
    }
    return network.reach(interfaces.get(asked++), IpFamily.IPV6);
  }
}
