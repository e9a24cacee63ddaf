package slash80.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import slash80.facts.InternetGateway;
import slash80.facts.SecurityGroup;
import slash80.facts.World;
import slash80.ip.IpFamily;

/// Judges a whole cluster of the largest supported size and prints the time it takes.
class ReachLoadTest {
  private static final int NODES = 2_000;
  private static final int GROUPS = 500;
  private static final int RULES = 40;

  @Test
  void two_thousand_nodes_behind_five_hundred_groups() {
    var network = largeWorld().network();
    var states = new EnumMap<Reach.State, Integer>(Reach.State.class);
    var thread = ManagementFactory.getThreadMXBean();
    long begin = thread.getCurrentThreadCpuTime();
    for (var networkInterface : network.nodeInterfaces().asKnown().orElseThrow()) {
      for (var family : IpFamily.values()) {
        states.merge(network.reach(networkInterface, family).state(), 1, Integer::sum);
      }
      assertEquals(List.of(), network.overlapsOf(networkInterface));
    }
    System.out.printf(
        "%d nodes, %d groups of %d rules: %d ms of CPU, %s%n",
        NODES,
        GROUPS,
        RULES,
        Duration.ofNanos(thread.getCurrentThreadCpuTime() - begin).toMillis(),
        states);
    assertEquals(2 * NODES, states.values().stream().mapToInt(Integer::intValue).sum());
    assertEquals(NODES, states.get(Reach.State.OPEN));
  }

  private static World largeWorld() {
    var random = new Random(80);
    var world = new World();
    world.subnets.add(World.subnet("subnet-1", World.associated("2001:db8:1:1::/64")));
    world.gateways.add(new InternetGateway(World.IGW, List.of(World.VPC)));
    world.tables.add(
        World.table(
            "rtb-1", List.of(), World.route("::/0", "igw-1"), World.route("0.0.0.0/0", "nat-1")));
    world.acls.add(
        World.acl(
            "acl-1",
            List.of("subnet-1"),
            World.entry("in 100 allow all ::/0"),
            World.entry("out 100 allow all ::/0")));
    for (int i = 0; i < GROUPS; i++) {
      world.groups.add(
          World.group(
              "sg-" + i,
              IntStream.range(0, RULES)
                  .mapToObj(_ -> World.rule(rule(random)))
                  .toArray(SecurityGroup.Rule[]::new)));
    }
    for (int i = 0; i < NODES; i++) {
      world.instances.add(World.instance("i-" + i, World.NOW.minusSeconds(3600)));
      world.interfaces.add(
          World.eni("eni-" + i)
              .on("i-" + i, 0, 0)
              .holding("2001:db8:1:1:%x::/80".formatted(i))
              .ipv4("10.0.%d.%d".formatted(i / 250, 4 + i % 250))
              .guardedBy("sg-" + random.nextInt(GROUPS), "sg-" + random.nextInt(GROUPS))
              .made());
    }
    return world;
  }

  private static String rule(Random random) {
    int port = random.nextInt(60_000);
    return random.nextBoolean()
        ? "tcp %d-%d 2600:%x::/32"
            .formatted(port, port + random.nextInt(100), random.nextInt(65_536))
        : "tcp %d-%d %d.%d.0.0/16"
            .formatted(
                port, port + random.nextInt(100), 1 + random.nextInt(9), random.nextInt(256));
  }
}
