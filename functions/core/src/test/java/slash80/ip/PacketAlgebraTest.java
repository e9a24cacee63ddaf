package slash80.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Compares packet sets with a check packet by packet, with rules and packets at each other's
/// edges.
final class PacketAlgebraTest {

  /// One line of a security group.
  private record Rule(int protocol, PortRange ports, Prefix source) {
    static Rule of(Dice dice, IpFamily family) {
      int protocol = dice.oneIn(8) ? -1 : dice.protocol();
      return new Rule(protocol, dice.ports(), dice.prefix(family));
    }

    PacketSet packets() {
      IpFamily family = source.family();
      ServiceSet services =
          protocol == -1 ? ServiceSet.all(family) : ServiceSet.of(family, protocol, ports);
      return PacketSet.of(services, AddressSet.of(source));
    }

    boolean admits(Packet packet) {
      boolean asked =
          protocol == -1
              || protocol == packet.protocol()
                  && (!Protocol.hasPorts(source.family(), protocol)
                      || ports.first() <= packet.port() && packet.port() <= ports.last());
      return asked && Numbers.holds(source, packet.source());
    }
  }

  /// A set, and which packets should be in it.
  private record Case(PacketSet set, Predicate<Packet> holds) {
    static Case of(List<Rule> rules, IpFamily family) {
      return new Case(
          PacketSet.union(family, rules.stream().map(Rule::packets).toList()),
          packet -> rules.stream().anyMatch(rule -> rule.admits(packet)));
    }

    Case with(Dice dice, Case other, Prefix prefix) {
      AddressSet sources = AddressSet.of(prefix);
      return switch (dice.below(6)) {
        case 0 -> new Case(set.union(other.set), holds.or(other.holds));
        case 1 -> new Case(set.intersection(other.set), holds.and(other.holds));
        case 2 -> new Case(set.difference(other.set), holds.and(other.holds.negate()));
        case 3 -> new Case(set.complement(), holds.negate());
        case 4 ->
            new Case(
                set.within(sources), holds.and(packet -> Numbers.holds(prefix, packet.source())));
        default ->
            new Case(
                set.within(ServiceSet.of(set.family(), 6)),
                holds.and(packet -> packet.protocol() == 6));
      };
    }
  }

  /// Packets at the edges of the rules: of their protocols and the next, their ports and the next,
  /// their blocks and the addresses beside them.
  private static List<Packet> packets(Dice dice, List<Rule> rules, IpFamily family) {
    var packets = new ArrayList<Packet>();
    for (int left = 40; left > 0; left--) {
      Rule rule = rules.isEmpty() || dice.oneIn(5) ? Rule.of(dice, family) : dice.of(rules);
      int protocol = Math.clamp(rule.protocol + dice.of(List.of(0, 0, 0, 0, -1, 1)), 0, 255);
      int end = dice.oneIn(2) ? rule.ports.first() : rule.ports.last();
      int most = protocol == Protocol.icmpOf(family) ? 255 : 65_535;
      int port = Math.clamp(end + dice.below(3) - 1, 0, most);
      boolean hasPorts = Protocol.hasPorts(family, protocol);
      packets.add(new Packet(beside(dice, rule.source), protocol, hasPorts ? port : 0));
    }
    return packets;
  }

  private static Address beside(Dice dice, Prefix prefix) {
    BigInteger edge = Numbers.number(dice.oneIn(2) ? prefix.first() : prefix.last());
    BigInteger near = edge.add(BigInteger.valueOf(dice.below(3) - 1));
    return Numbers.address(prefix.family(), near.mod(Numbers.end(prefix.family())));
  }

  @Test
  void sets_hold_what_they_should_packet_by_packet() {
    Dice.rolls(
        4_000,
        dice -> {
          IpFamily family = dice.family();
          List<Rule> rules = dice.some(8, () -> Rule.of(dice, family));
          List<Rule> others = dice.some(4, () -> Rule.of(dice, family));
          Case grown = Case.of(rules, family);
          for (int left = dice.below(4); left > 0; left--) {
            grown = grown.with(dice, Case.of(others, family), dice.prefix(family));
          }
          List<Rule> otherRules = Stream.concat(rules.stream(), others.stream()).toList();
          check(grown, packets(dice, otherRules, family));
        });
  }

  private static void check(Case grown, List<Packet> packets) {
    PacketSet set = grown.set;
    List<PacketSet.Box> boxes = set.boxes();
    for (Packet packet : packets) {
      boolean holds = grown.holds.test(packet);
      assertEquals(holds, set.contains(packet), packet::toString);
      assertEquals(
          holds,
          set.sourcesOf(packet.protocol(), packet.port()).contains(packet.source()),
          packet::toString);
      assertEquals(
          holds ? 1 : 0,
          boxes.stream().filter(box -> holds(box, packet)).count(),
          () -> packet + " in " + boxes);
      assertTrue(!holds || set.services().contains(packet.protocol(), packet.port()));
      assertTrue(!holds || set.sources().contains(packet.source()));
    }
    checkSample(grown);
    checkBoxes(set, boxes);
  }

  private static void checkSample(Case grown) {
    assertEquals(grown.set.isEmpty(), grown.set.sample().isEmpty());
    assertEquals(grown.set.isEmpty(), grown.set.services().isEmpty());
    assertEquals(grown.set.isEmpty(), grown.set.sources().isEmpty());
    grown.set.sample().ifPresent(packet -> assertTrue(grown.holds.test(packet), packet::toString));
  }

  /// No two boxes could be one, and they stand in the order of their protocols and first ports.
  private static void checkBoxes(PacketSet set, List<PacketSet.Box> boxes) {
    var seen = new HashSet<List<Object>>();
    long before = -1;
    for (PacketSet.Box box : boxes) {
      assertFalse(box.sources().isEmpty());
      assertTrue(!box.protocol().equals("-1") || boxes.size() == 1);
      if (!box.protocol().matches("[0-9-]+")) {
        assertTrue(seen.add(List.of(box.protocol(), box.sources())), () -> "twice in " + boxes);
      }
      long place = first(set.family(), box);
      assertTrue(before < place, () -> "not in order: " + boxes);
      before = place;
    }
  }

  private static long first(IpFamily family, PacketSet.Box box) {
    String protocol = box.protocol().replaceFirst("^-1$", "0").split("-")[0];
    String port = box.ports().equals("all") ? "0" : box.ports().split("[,-]")[0];
    return Protocol.parse(protocol) * 65_536L + Integer.parseInt(port);
  }

  /// Reads a box as a person does.
  private static boolean holds(PacketSet.Box box, Packet packet) {
    boolean hasProtocol =
        box.protocol().equals("-1")
            || (box.protocol().matches("[0-9].*")
                ? within(box.protocol(), packet.protocol())
                : Protocol.parse(box.protocol()) == packet.protocol());
    boolean hasPort =
        box.ports().equals("all")
            || Arrays.stream(box.ports().split(","))
                .anyMatch(range -> within(range, packet.port()));
    return hasProtocol && hasPort && holds(box.sources(), packet.source());
  }

  private static boolean within(String range, int number) {
    String[] ends = range.split("-");
    return Integer.parseInt(ends[0]) <= number && number <= Integer.parseInt(ends[ends.length - 1]);
  }

  private static boolean holds(AddressSet sources, Address address) {
    return sources.prefixes().stream().anyMatch(prefix -> Numbers.holds(prefix, address));
  }

  @Test
  void the_laws_of_sets_hold() {
    Dice.rolls(
        2_000,
        dice -> {
          IpFamily family = dice.family();
          PacketSet a = Case.of(dice.some(5, () -> Rule.of(dice, family)), family).set;
          PacketSet b = Case.of(dice.some(5, () -> Rule.of(dice, family)), family).set;
          assertEquals(a, a.complement().complement());
          assertEquals(a.union(b).complement(), a.complement().intersection(b.complement()));
          assertEquals(a.intersection(b).complement(), a.complement().union(b.complement()));
          assertEquals(a.difference(b), a.intersection(b.complement()));
          assertEquals(a, a.difference(b).union(a.intersection(b)));
          assertEquals(a.difference(b).isEmpty(), b.containsAll(a));
          assertTrue(a.union(b).containsAll(a));
        });
  }

  @Test
  void rules_in_any_order_and_one_by_one_are_the_same_set() {
    Dice.rolls(
        1_000,
        dice -> {
          IpFamily family = dice.family();
          List<PacketSet> rules =
              new ArrayList<>(dice.some(20, () -> Rule.of(dice, family).packets()));
          PacketSet union = PacketSet.union(family, rules);
          Collections.shuffle(rules, new Random(dice.below(1000)));
          PacketSet again = rules.stream().reduce(PacketSet.none(family), PacketSet::union);
          assertEquals(union, again);
          assertEquals(union.hashCode(), again.hashCode());
          assertEquals(union, PacketSet.union(family, List.of(union, again)));
          List<PacketSet> boxes =
              union.boxes().stream().map(box -> PacketSet.from(box.sources())).toList();
          assertEquals(union.sources(), PacketSet.union(family, boxes).sources());
        });
  }
}
