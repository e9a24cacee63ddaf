package slash80.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import slash80.facts.InternetGateway;
import slash80.facts.SecurityGroup;
import slash80.facts.World;

/// Rule sets as large as AWS allows, of which no two rules share a range, judged in a JVM of its
/// own with the memory that a function has left beside the facts.
class HostileRuleSetsTest {
  private static final int GROUPS = 16;
  private static final int RULES = 62;

  @Test
  void eighty_postures_of_nested_port_ranges_are_judged() throws Exception {
    assertEquals("judged 80 postures", judged("nested", 80));
  }

  @Test
  void eight_hundred_postures_of_distinct_port_ranges_are_judged() throws Exception {
    assertEquals("judged 800 postures", judged("distinct", 800));
  }

  private static String judged(String kind, int postures) throws IOException, InterruptedException {
    var said = Files.createTempFile("hostile", ".txt");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                HostileRuleSetsTest.class.getName(),
                kind,
                Integer.toString(postures))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      return process.waitFor(4, TimeUnit.MINUTES)
          ? Files.readString(said).strip()
          : "not within four minutes";
    } finally {
      process.destroyForcibly();
      Files.delete(said);
    }
  }

  public static void main(String[] arguments) {
    int postures = Integer.parseInt(arguments[1]);
    var network = world(arguments[0].equals("nested"), postures).network();
    var judgement = RuleBook.judge(network);
    var seen =
        network.interfaces().asKnown().orElseThrow().stream().map(network::postureOf).distinct();
    System.out.printf(
        "judged %d postures%s%n",
        seen.count(),
        judgement.undecided().stream().anyMatch(undecided -> undecided.rule().contains("ipv6-int"))
            ? " in part"
            : "");
  }

  private static World world(boolean isNested, int postures) {
    var world = new World();
    world.subnets.add(World.subnet("subnet-1", World.associated("2001:db8:1:1::/64")));
    world.gateways.add(new InternetGateway(World.IGW, List.of(World.VPC)));
    world.tables.add(World.table("rtb-1", List.of(), World.route("::/0", "igw-1")));
    world.acls.add(
        World.acl(
            "acl-1",
            List.of("subnet-1"),
            World.entry("in 100 allow all ::/0"),
            World.entry("out 100 allow all ::/0")));
    for (int posture = 0; posture < postures; posture++) {
      addPosture(world, isNested, posture);
    }
    return world;
  }

  private static void addPosture(World world, boolean isNested, int posture) {
    var groups =
        IntStream.range(0, GROUPS)
            .mapToObj(group -> "sg-%d-%d".formatted(posture, group))
            .toArray(String[]::new);
    for (int group = 0; group < GROUPS; group++) {
      int of = group;
      world.groups.add(
          World.group(
              groups[group],
              IntStream.range(0, RULES)
                  .mapToObj(rule -> World.rule(text(isNested, posture, of * RULES + rule)))
                  .toArray(SecurityGroup.Rule[]::new)));
    }
    world.instances.add(World.instance("i-" + posture, World.NOW.minusSeconds(3600)));
    world.interfaces.add(
        World.eni("eni-" + posture)
            .on("i-" + posture, 0, 0)
            .holding("2001:db8:1:1:%x::/80".formatted(posture))
            .guardedBy(groups)
            .made());
  }

  /// Nested: each range of ports lies in the one before, so the innermost port has 992 sources.
  private static String text(boolean isNested, int posture, int rule) {
    int first = isNested ? 1 + rule * 32 : 1 + rule * 66;
    int last = isNested ? 65_535 - rule * 32 : first + 64;
    return "tcp %d-%d 2a%02x:%x::/48"
        .formatted(first, last, posture % 256, rule * 64 + posture / 256);
  }
}
