package slash80.bench;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.ip.PortRange;
import slash80.ip.Prefix;

/// Measures the union of the packets that two security groups admit, as a packet set and as
/// [Boxes].
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class PacketSets {
  @Param("40")
  public int rules;

  private PacketSet one;
  private PacketSet other;
  private PacketSet both;
  private Boxes oneNaive;
  private Boxes otherNaive;
  private Boxes bothNaive;

  @Setup
  public void groups() {
    var random = new Random(80);
    oneNaive = group(random);
    otherNaive = group(random);
    bothNaive = oneNaive.union(otherNaive);
    one = packets(oneNaive);
    other = packets(otherNaive);
    both = one.union(other);
    requireEqual(both, bothNaive);
    requireEqual(one.intersection(other), oneNaive.intersection(otherNaive));
    requireEqual(one.difference(other), oneNaive.difference(otherNaive));
  }

  /// A quarter of the rules has wide blocks, so that groups overlap as hand-written groups do.
  private Boxes group(Random random) {
    return Boxes.of(Stream.generate(() -> box(random)).limit(rules).toList());
  }

  private static Boxes.Box box(Random random) {
    int port = List.of(22, 80, 443, 3_306, 8_080, 30_000).get(random.nextInt(6));
    int length = random.nextInt(4) == 0 ? 20 : 32;
    var sources = Prefix.parse("2600:%x::/%d".formatted(random.nextInt(256) << 8, length));
    return new Boxes.Box(
        new PortRange(port, port + random.nextInt(2_000)), sources.first(), sources.last());
  }

  private static PacketSet packets(Boxes boxes) {
    return boxes.packets(IpFamily.IPV6);
  }

  private static void requireEqual(PacketSet set, Boxes naive) {
    if (!set.equals(packets(naive))) {
      throw new IllegalStateException("the two disagree on what is measured");
    }
  }

  @Benchmark
  public PacketSet union() {
    return one.union(other);
  }

  @Benchmark
  public Boxes unionNaive() {
    return oneNaive.union(otherNaive);
  }

  @Benchmark
  public PacketSet intersection() {
    return one.intersection(other);
  }

  @Benchmark
  public Boxes intersectionNaive() {
    return oneNaive.intersection(otherNaive);
  }

  @Benchmark
  public PacketSet difference() {
    return one.difference(other);
  }

  @Benchmark
  public Boxes differenceNaive() {
    return oneNaive.difference(otherNaive);
  }

  @Benchmark
  public boolean containsAll() {
    return both.containsAll(one);
  }

  @Benchmark
  public boolean containsAllNaive() {
    return bothNaive.containsAll(oneNaive);
  }
}
