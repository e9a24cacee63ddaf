package slash80.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import slash80.facts.Fact;
import slash80.facts.RandomEntrances;
import slash80.facts.RandomWorld;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.network.Network;
import slash80.network.Parameters;

/// Random networks, judged three ways: by sets, packet by packet, and by an independently written
/// oracle. A failure names the seed of its network. `-Dnetworks=N` makes so many networks,
/// `-Dpackets.each=N` asks so many packets of each interface and family.
class ReachOracleTest {
  private static final int NETWORKS = Integer.getInteger("networks", 300);
  private static final int PACKETS = Integer.getInteger("packets.each", 8);

  @Test
  void sets_and_single_packets_say_what_the_oracle_says() {
    var seen =
        LongStream.rangeClosed(1, NETWORKS)
            .parallel()
            .mapToObj(ReachOracleTest::compared)
            .reduce(new TreeMap<>(), PacketComparison::sum);
    print("packets by state", seen);
    PacketComparison.assertEachAtLeast(80, seen);
  }

  private static Map<String, Integer> compared(long seed) {
    var made = new RandomWorld(seed);
    Map<String, Integer> seen = new TreeMap<>();
    for (var facts : List.of(made.facts(), made.blinded())) {
      var comparison = comparison(seed, new Network(facts, Parameters.DEFAULTS));
      for (var asked : made.asked) {
        for (var family : IpFamily.values()) {
          for (int i = 0; i < PACKETS; i++) {
            comparison.compare(asked, made.packet(family));
          }
        }
      }
      seen = PacketComparison.sum(seen, comparison.seen());
    }
    return seen;
  }

  /// Interfaces of two VPCs, each judged by its own.
  @Test
  void the_interfaces_of_two_vpcs_get_what_the_oracle_says() {
    var seen =
        LongStream.rangeClosed(1, NETWORKS)
            .parallel()
            .mapToObj(ReachOracleTest::comparedInTwoVpcs)
            .reduce(new TreeMap<>(), PacketComparison::sum);
    print("packets by VPC and state", seen);
    for (var vpc : List.of("vpc-1", "vpc-2")) {
      for (var state : List.of("open", "unknown", "latent", "closed")) {
        assertTrue(seen.getOrDefault(vpc + " IPV6 " + state, 0) > 80, "too few: " + seen);
      }
    }
  }

  private static Map<String, Integer> comparedInTwoVpcs(long seed) {
    var made = new RandomEntrances(seed);
    var network = new Network(made.facts(), Parameters.DEFAULTS);
    var seen = new TreeMap<String, Integer>();
    for (var asked : network.facts().attachments().interfaces().asKnown().orElseThrow()) {
      var comparison = comparison(seed, network);
      for (int i = 0; i < PACKETS; i++) {
        comparison.compare(asked, made.packet());
      }
      comparison
          .seen()
          .forEach((state, times) -> seen.merge(asked.vpc() + " " + state, times, Integer::sum));
    }
    return seen;
  }

  private static PacketComparison comparison(long seed, Network network) {
    return new PacketComparison("seed " + seed, network);
  }

  private static void print(String what, Map<String, Integer> seen) {
    int packets = seen.values().stream().mapToInt(Integer::intValue).sum();
    System.out.println(
        "%,d packets of %,d accounts, %s: %s".formatted(packets, NETWORKS, what, seen));
  }

  /// Each layer named as stopping packets stops part of the latent set, and no other layer does.
  @Test
  void a_named_layer_stops_a_part_of_the_latent_set() {
    for (long seed = 1; seed <= NETWORKS; seed++) {
      var made = new RandomWorld(seed);
      var network = new Network(made.facts(), Parameters.DEFAULTS);
      for (var asked : made.asked) {
        for (var family : IpFamily.values()) {
          var reach = network.reach(asked, family);
          assertEquals(
              reach.latent().isEmpty(),
              reach.stoppedBy().isEmpty() || reach.latent().isEmpty(),
              "seed %d, %s".formatted(seed, asked.id()));
          var sample = reach.latent().sample();
          if (sample.isPresent()) {
            var layers = network.passage(asked, sample.get()).layers();
            assertTrue(
                reach.stoppedBy().stream()
                    .anyMatch(layer -> layers.get(layer).equals(Fact.known(false))),
                "seed %d, %s".formatted(seed, asked.id()));
          }
        }
      }
    }
  }

  /// Answers given with unread facts stay true when those facts are read: over whole sets.
  @Test
  void reading_more_never_contradicts() {
    int narrowed = 0;
    for (long seed = 1; seed <= 2 * NETWORKS; seed++) {
      var made = new RandomWorld(seed);
      var whole = new Network(made.facts(), Parameters.DEFAULTS);
      var blind = new Network(made.blinded(), Parameters.DEFAULTS);
      for (var asked : made.asked) {
        for (var family : IpFamily.values()) {
          var truth = whole.reach(asked, family);
          var said = blind.reach(asked, family);
          var where = "seed %d, %s over %s".formatted(seed, asked.id(), family);
          contains(truth.open(), said.open(), whole, where + " open", truth);
          contains(truth.inspected(), said.inspected(), whole, where + " inspected", truth);
          assertTrue(said.open().union(said.unknown()).containsAll(truth.open()), where);
          assertTrue(said.inspected().union(said.unknown()).containsAll(truth.inspected()), where);
          narrowed += said.unknown().isEmpty() ? 0 : 1;
        }
      }
    }
    assertTrue(narrowed > NETWORKS, "too little was unread: " + narrowed);
  }

  /// The internet as the answers counted it; without the VPC's facts it is slightly larger.
  private static void contains(
      PacketSet truth, PacketSet said, Network whole, String where, Reach reach) {
    var ofInternet = said.within(whole.internet(truth.family()));
    assertTrue(truth.containsAll(ofInternet), where + ": " + reach);
  }

  @Test
  void interfaces_of_one_posture_get_the_answer_that_each_gets_alone() {
    LongStream.rangeClosed(1, NETWORKS)
        .forEach(
            seed -> {
              var made = new RandomWorld(seed);
              var facts = made.blinded();
              var together = new Network(facts, Parameters.DEFAULTS);
              for (var asked : made.asked) {
                for (var family : IpFamily.values()) {
                  var alone = new Network(facts, Parameters.DEFAULTS).reach(asked, family);
                  assertEquals(alone, together.reach(asked, family), "seed " + seed);
                }
              }
            });
  }
}
