package slash80.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ServiceSetTest {

  /// `6:22-80 17 59` over a family; `not` before them turns the set round.
  private static ServiceSet set(IpFamily family, String text) {
    ServiceSet set = ServiceSet.none(family);
    for (String part : text.replace("not", "").trim().split(" +")) {
      String[] halves = part.split(":");
      String[] ends = (halves.length > 1 ? halves[1] : "0-65535").split("-");
      var ports = new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
      set = set.union(ServiceSet.of(family, Integer.parseInt(halves[0]), ports));
    }
    return text.startsWith("not") ? set.complement() : set;
  }

  @ParameterizedTest(name = "{0} {1} is written {2}")
  @CsvSource(
      textBlock =
          """
          IPV6 | 6:22                       | tcp 22
          IPV6 | 6:22 6:80-443              | tcp 22,80-443
          IPV6 | 6:80-443 6:22 6:444 6:21   | tcp 21-22,80-444
          IPV6 | 6:0-65534                  | tcp 0-65534
          IPV6 | 6:0-65535                  | tcp all
          IPV6 | 6:1-65535 6:0              | tcp all
          IPV6 | 6:65535 17:0               | tcp 65535, udp 0
          IPV6 | 58                         | icmpv6 all
          IPV6 | 58:128                     | icmpv6 128
          IPV6 | 58:200-300                 | icmpv6 200-255
          IPV6 | 58:0-255                   | icmpv6 all
          IPV6 | 1:8                        | 1 all
          IPV6 | 0 1 2                      | 0-2 all
          IPV4 | 0 1 2                      | 0 all, icmp all, 2 all
          IPV4 | 1:8                        | icmp 8
          IPV4 | 58:128                     | 58 all
          IPV4 | 57 58 59                   | 57-59 all
          IPV6 | 57 58 59                   | 57 all, icmpv6 all, 59 all
          IPV6 | 5 6 7                      | 5 all, tcp all, 7 all
          IPV6 | 16 18                      | 16 all, 18 all
          IPV6 | 47:22                      | 47 all
          IPV6 | 255                        | 255 all
          IPV6 | 254 255                    | 254-255 all
          IPV6 | not 6:22                   | 0-5 all, tcp 0-21,23-65535, 7-16 all, udp all, 18-57 all, icmpv6 all, 59-255 all
          IPV4 | not 6 17 1                 | 0 all, 2-5 all, 7-16 all, 18-255 all
          IPV6 | not 0                      | 1-5 all, tcp all, 7-16 all, udp all, 18-57 all, icmpv6 all, 59-255 all
          IPV6 | not 255                    | 0-5 all, tcp all, 7-16 all, udp all, 18-57 all, icmpv6 all, 59-254 all
          """,
      delimiter = '|')
  void is_written_a_line_for_each_protocol(IpFamily family, String set, String lines) {
    assertEquals("[" + lines + "]", set(family, set).toString());
  }

  @ParameterizedTest(name = "over {0}")
  @EnumSource
  void everything_is_one_line(IpFamily family) {
    assertEquals(List.of(new ServiceSet.Line("-1", "all")), ServiceSet.all(family).lines());
    assertEquals(List.of(), ServiceSet.none(family).lines());
    ServiceSet serviceSet = ServiceSet.of(family, 6, new PortRange(22, 22));
    assertEquals(ServiceSet.all(family), serviceSet.union(serviceSet.complement()));
    assertEquals(ServiceSet.none(family), ServiceSet.all(family).complement());
    assertTrue(ServiceSet.none(family).isEmpty() && !ServiceSet.all(family).isEmpty());
    assertEquals(family, ServiceSet.all(family).family());
    assertEquals(family, serviceSet.family());
  }

  @ParameterizedTest(name = "over {0}")
  @EnumSource
  void all_protocols_together_are_everything(IpFamily family) {
    ServiceSet serviceSet = ServiceSet.none(family);
    for (int protocol = 255; protocol >= 0; protocol--) {
      assertNotEquals(ServiceSet.all(family), serviceSet);
      serviceSet = serviceSet.union(ServiceSet.of(family, protocol));
    }
    assertEquals(ServiceSet.all(family), serviceSet);
    assertEquals(ServiceSet.all(family).hashCode(), serviceSet.hashCode());
  }

  @Test
  void types_beyond_255_are_no_service_of_icmp() {
    assertEquals(
        ServiceSet.none(IpFamily.IPV6), ServiceSet.of(IpFamily.IPV6, 58, new PortRange(256, 300)));
    assertFalse(ServiceSet.all(IpFamily.IPV6).contains(58, 256));
    assertTrue(ServiceSet.all(IpFamily.IPV6).contains(58, 255));
    assertTrue(ServiceSet.all(IpFamily.IPV6).contains(1, 256));
  }

  @Test
  void what_is_no_service_is_in_no_set() {
    ServiceSet serviceSet = ServiceSet.all(IpFamily.IPV6);
    assertTrue(
        serviceSet.contains(6, 65535) && serviceSet.contains(255, 0) && serviceSet.contains(0, 0));
    assertFalse(serviceSet.contains(6, 65536) || serviceSet.contains(6, -1));
    assertFalse(serviceSet.contains(256, 0) || serviceSet.contains(-1, 0));
    assertTrue(ServiceSet.of(IpFamily.IPV6, 47).contains(47, 99_999));
    assertThrows(IllegalArgumentException.class, () -> ServiceSet.of(IpFamily.IPV6, 256));
    assertThrows(IllegalArgumentException.class, () -> ServiceSet.of(IpFamily.IPV6, -1));
  }

  @Test
  void services_of_two_families_are_never_equal_nor_put_together() {
    ServiceSet ipv4 = ServiceSet.of(IpFamily.IPV4, 0);
    ServiceSet ipv6 = ServiceSet.of(IpFamily.IPV6, 0);
    assertNotEquals(ipv4, ipv6);
    assertNotEquals(ipv4.hashCode(), ipv6.hashCode());
    assertNotEquals((Object) ipv4, "0");
    assertThrows(IllegalArgumentException.class, () -> ipv4.union(ipv6));
    assertThrows(IllegalArgumentException.class, () -> ipv4.intersection(ipv6));
    assertThrows(IllegalArgumentException.class, () -> ipv4.difference(ipv6));
  }

  /// A set and what should be in it.
  private record Case(ServiceSet set, BiPredicate<Integer, Integer> holds) {
    static Case of(Dice dice, IpFamily family) {
      if (dice.oneIn(12)) {
        return new Case(ServiceSet.all(family), (_, _) -> true);
      }
      int protocol = dice.protocol();
      if (dice.oneIn(5)) {
        return new Case(ServiceSet.of(family, protocol), (number, _) -> number == protocol);
      }
      PortRange ports = dice.ports();
      boolean hasPorts = Protocol.hasPorts(family, protocol);
      return new Case(
          ServiceSet.of(family, protocol, ports),
          (number, port) ->
              number == protocol && (!hasPorts || ports.first() <= port && port <= ports.last()));
    }

    static Case grown(Dice dice, IpFamily family) {
      Case grown = of(dice, family);
      for (int left = dice.below(6); left > 0; left--) {
        grown = grown.with(dice, of(dice, family));
      }
      return grown;
    }

    Case with(Dice dice, Case other) {
      return switch (dice.below(5)) {
        case 0 -> new Case(set.intersection(other.set), holds.and(other.holds));
        case 1 -> new Case(set.difference(other.set), holds.and(other.holds.negate()));
        case 2 -> new Case(set.complement(), holds.negate());
        default -> new Case(set.union(other.set), holds.or(other.holds));
      };
    }
  }

  @Test
  void sets_hold_what_they_should_service_by_service() {
    Dice.rolls(
        150,
        dice -> {
          IpFamily family = dice.family();
          Case grown = Case.grown(dice, family);
          for (int protocol = 0; protocol < 256; protocol++) {
            for (int port = 0; port < ports(family, protocol); port++) {
              assertEquals(grown.holds.test(protocol, port), grown.set.contains(protocol, port));
            }
          }
          assertEquals(naiveLines(family, grown.holds), grown.set.lines());
        });
  }

  @Test
  void the_laws_of_sets_hold() {
    Dice.rolls(
        3_000,
        dice -> {
          IpFamily family = dice.family();
          ServiceSet a = Case.grown(dice, family).set;
          ServiceSet b = Case.grown(dice, family).set;
          assertEquals(a, a.complement().complement());
          assertEquals(a.union(b).complement(), a.complement().intersection(b.complement()));
          assertEquals(a.difference(b), a.intersection(b.complement()));
          assertEquals(a.union(b), b.union(a));
          assertEquals(a.difference(b).isEmpty(), b.containsAll(a));
          assertEquals(!a.intersection(b).isEmpty(), a.overlaps(b));
          assertEquals(a.union(b).hashCode(), b.union(a).hashCode());
        });
  }

  private static int ports(IpFamily family, int protocol) {
    if (protocol == 6 || protocol == 17) {
      return 65_536;
    }
    return protocol == (family == IpFamily.IPV4 ? 1 : 58) ? 256 : 1;
  }

  /// The lines of a set, asked service by service.
  private static List<ServiceSet.Line> naiveLines(
      IpFamily family, BiPredicate<Integer, Integer> holds) {
    var lines = new ArrayList<ServiceSet.Line>();
    boolean isEverything = true;
    int run = -1;
    for (int protocol = 0; protocol <= 256; protocol++) {
      int ports = protocol < 256 ? ports(family, protocol) : 2;
      boolean isUnnamed = ports == 1;
      boolean continues = isUnnamed && holds.test(protocol, 0);
      if (run >= 0 && !continues) {
        String numbers = run == protocol - 1 ? "" + run : run + "-" + (protocol - 1);
        lines.add(new ServiceSet.Line(numbers, "all"));
        run = -1;
      }
      run = continues && run < 0 ? protocol : run;
      isEverything &= continues || !isUnnamed;
      if (!isUnnamed && protocol < 256) {
        String text = naivePorts(protocol, ports, holds);
        isEverything &= text.equals("all");
        if (!text.isEmpty()) {
          lines.add(new ServiceSet.Line(Protocol.name(protocol), text));
        }
      }
    }
    return isEverything ? List.of(new ServiceSet.Line("-1", "all")) : lines;
  }

  private static String naivePorts(int protocol, int ports, BiPredicate<Integer, Integer> holds) {
    var ranges = new ArrayList<String>();
    for (int port = 0; port < ports; port++) {
      if (holds.test(protocol, port)) {
        int first = port;
        while (port + 1 < ports && holds.test(protocol, port + 1)) {
          port++;
        }
        ranges.add(first == port ? "" + first : first + "-" + port);
      }
    }
    String text = String.join(",", ranges);
    return text.equals("0-" + (ports - 1)) ? "all" : text;
  }
}
