package slash80.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import slash80.facts.Fact;
import slash80.facts.NaiveOracle;
import slash80.facts.NetworkInterface;
import slash80.ip.IpFamily;
import slash80.ip.Packet;
import slash80.network.Network;

/// Compares what sets, the trace of a single packet and the oracle say of one packet.
///
/// @param where the seed of the network, for a failure
/// @param seen the number of packets by family and state
record PacketComparison(String where, Network network, Map<String, Integer> seen) {

  PacketComparison(String where, Network network) {
    this(where, network, new TreeMap<>());
  }

  void compare(NetworkInterface asked, Packet packet) {
    compare(asked, packet, network.reach(asked, packet.source().family()));
  }

  /// @param reach of the interface over the packet's family
  void compare(NetworkInterface asked, Packet packet, Reach reach) {
    Supplier<String> at = () -> "%s, %s to %s".formatted(where, packet, asked.id());
    var said = NaiveOracle.ask(network.facts(), asked, packet);
    var passage = network.passage(asked, packet);
    assertEquals(said.state(), state(reach, packet), at);
    assertEquals(said.state(), state(passage), at);
    for (var layer : Layer.values()) {
      assertEquals(
          said.layers().get(layer),
          answer(passage.layers().get(layer)),
          () -> at.get() + " at " + layer);
      if (said.state().equals("latent") && said.layers().get(layer) == NaiveOracle.Answer.NO) {
        assertTrue(reach.stoppedBy().contains(layer), () -> at.get() + " stopped by " + layer);
      }
    }
    assertEquals(reach.unknown().isEmpty(), reach.unread().isEmpty(), at);
    seen.merge(packet.source().family() + " " + said.state(), 1, Integer::sum);
  }

  /// The sum of two counts.
  static Map<String, Integer> sum(Map<String, Integer> counts, Map<String, Integer> others) {
    var sum = new TreeMap<>(counts);
    others.forEach((state, times) -> sum.merge(state, times, Integer::sum));
    return sum;
  }

  static void assertEachAtLeast(int least, Map<String, Integer> seen) {
    for (var family : IpFamily.values()) {
      for (var state : Stream.of("open", "unknown", "inspected", "latent", "closed").toList()) {
        assertTrue(seen.getOrDefault(family + " " + state, 0) > least, "too few: " + seen);
      }
    }
  }

  private static String state(Reach reach, Packet packet) {
    var states =
        Stream.of(
                Map.entry("open", reach.open()),
                Map.entry("unknown", reach.unknown()),
                Map.entry("inspected", reach.inspected()),
                Map.entry("latent", reach.latent()))
            .filter(entry -> entry.getValue().contains(packet))
            .map(Map.Entry::getKey)
            .toList();
    return states.isEmpty() ? "closed" : String.join(" and ", states);
  }

  private static String state(PacketTrace passage) {
    var answers = passage.layers().values();
    if (!passage.fromInternet()) {
      return "closed";
    }
    if (answers.contains(Fact.known(false))) {
      return passage.layers().get(Layer.SECURITY_GROUP).equals(Fact.known(true))
          ? "latent"
          : "closed";
    }
    if (!passage.delivered()) {
      return "unknown";
    }
    return passage.inspected() ? "inspected" : "open";
  }

  private static NaiveOracle.Answer answer(Fact<Boolean> passes) {
    return passes
        .map(yes -> yes ? NaiveOracle.Answer.YES : NaiveOracle.Answer.NO)
        .asKnown()
        .orElse(NaiveOracle.Answer.PERHAPS);
  }
}
