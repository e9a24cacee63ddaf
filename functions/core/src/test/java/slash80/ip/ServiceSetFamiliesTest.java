package slash80.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class ServiceSetFamiliesTest {

  @Test
  void ports_are_the_same_over_both_families() {
    for (var from : IpFamily.values()) {
      for (var to : IpFamily.values()) {
        for (int protocol : new int[] {Protocol.TCP, Protocol.UDP}) {
          for (var ports :
              new PortRange[] {
                PortRange.ALL,
                new PortRange(0, 0),
                new PortRange(65_535, 65_535),
                new PortRange(22, 80)
              }) {
            assertEquals(
                ServiceSet.of(to, protocol, ports),
                ServiceSet.of(from, protocol, ports).portsOver(to),
                "%s %s from %s to %s".formatted(protocol, ports, from, to));
          }
        }
      }
    }
  }

  @Test
  void everything_has_all_ports_of_tcp_and_udp() {
    var ports =
        ServiceSet.of(IpFamily.IPV4, Protocol.TCP)
            .union(ServiceSet.of(IpFamily.IPV4, Protocol.UDP));
    assertEquals(ports, ServiceSet.all(IpFamily.IPV6).portsOver(IpFamily.IPV4));
  }

  @Test
  void other_protocols_have_no_ports() {
    var others =
        ServiceSet.of(IpFamily.IPV6, Protocol.ICMPV6).union(ServiceSet.of(IpFamily.IPV6, 47));
    assertTrue(others.portsOver(IpFamily.IPV4).isEmpty());
  }
}
