package slash80.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import slash80.facts.NetworkInterface;
import slash80.facts.RandomWorld;
import slash80.facts.WorldSpace;
import slash80.ip.Address;
import slash80.ip.IpFamily;
import slash80.ip.Packet;
import slash80.ip.PacketSet;
import slash80.ip.Protocol;
import slash80.network.Network;
import slash80.network.Parameters;

/// Random networks whose rules tell apart 256 addresses and few ports. Of an interface that some
/// packets reach, every packet is asked: each address, with each port and type at and beside a
/// boundary, of each kind of protocol. `-Dinterfaces=N` asks so many for each state of a packet.
class EveryPacketTest {
  private static final int INTERFACES = Integer.getInteger("interfaces", 2);
  private static final List<Integer> PROTOCOLS = List.of(0, 1, 6, 17, 47, 58, 255);
  private static final List<Integer> PORTS = List.of(0, 1, 2, 3, 4, 5, 6, 65534, 65535);
  private static final List<Integer> TYPES = List.of(0, 1, 127, 128, 129, 254, 255);

  private record Kind(IpFamily family, String state, Function<Reach, PacketSet> packets) {
    static Stream<Kind> all() {
      return Stream.of(IpFamily.values())
          .flatMap(
              family ->
                  Stream.of(
                      new Kind(family, "open", Reach::open),
                      new Kind(family, "unknown", Reach::unknown),
                      new Kind(family, "inspected", Reach::inspected),
                      new Kind(family, "latent", Reach::latent)));
    }
  }

  @Test
  void sets_and_single_packets_say_of_every_packet_what_the_oracle_says() {
    var seen =
        Kind.all()
            .parallel()
            .map(EveryPacketTest::compared)
            .reduce(new TreeMap<>(), PacketComparison::sum);
    int packets = seen.values().stream().mapToInt(Integer::intValue).sum();
    System.out.println(
        "every packet to %d interfaces, %,d: %s".formatted(8 * INTERFACES, packets, seen));
    PacketComparison.assertEachAtLeast(INTERFACES, seen);
  }

  /// Every packet of one family to interfaces where some are of this kind.
  private static Map<String, Integer> compared(Kind kind) {
    Map<String, Integer> seen = new TreeMap<>();
    int left = INTERFACES;
    for (long seed = 1; left > 0; seed++) {
      var made = new RandomWorld(seed, WorldSpace.SMALL);
      var facts = kind.state().equals("unknown") ? made.blinded() : made.facts();
      var comparison =
          new PacketComparison("small network " + seed, new Network(facts, Parameters.DEFAULTS));
      var asked =
          made.asked.stream()
              .filter(to -> !kind.packets().apply(reach(comparison, to, kind)).isEmpty())
              .findFirst();
      if (asked.isPresent()) {
        var reach = reach(comparison, asked.get(), kind);
        packets(kind.family()).forEach(packet -> comparison.compare(asked.get(), packet, reach));
        seen = PacketComparison.sum(seen, comparison.seen());
        left--;
      }
    }
    return seen;
  }

  private static Reach reach(PacketComparison comparison, NetworkInterface to, Kind kind) {
    return comparison.network().reach(to, kind.family());
  }

  private static List<Packet> packets(IpFamily family) {
    var packets = new ArrayList<Packet>();
    var first = WorldSpace.small(family).first();
    for (int last = 0; last < 256; last++) {
      var source = new Address(family, first.high(), first.low() + last);
      for (int protocol : PROTOCOLS) {
        ports(family, protocol).forEach(port -> packets.add(new Packet(source, protocol, port)));
      }
    }
    assertEquals(256 * (4 + 2 * PORTS.size() + TYPES.size()), packets.size());
    return packets;
  }

  private static List<Integer> ports(IpFamily family, int protocol) {
    if (!Protocol.hasPorts(family, protocol)) {
      return List.of(0);
    }
    return protocol == 6 || protocol == 17 ? PORTS : TYPES;
  }
}
