package slash80.ip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProtocolTest {

  @ParameterizedTest(name = "{0} is {1}, written {2}")
  @CsvSource({
    "tcp,6,tcp",
    "TCP,6,tcp",
    "6,6,tcp",
    "Udp,17,udp",
    "17,17,udp",
    "icmp,1,icmp",
    "1,1,icmp",
    "ICMPv6,58,icmpv6",
    "58,58,icmpv6",
    "0,0,0",
    "47,47,47",
    "255,255,255"
  })
  void a_protocol_is_read_by_name_or_number(String text, int number, String name) {
    assertEquals(number, Protocol.parse(text));
    assertEquals(name, Protocol.name(number));
  }

  @ParameterizedTest(name = "\"{0}\"")
  @ValueSource(
      strings = {
        "", "-1", "all", "256", "1000", "06", "+6", " 6", "6 ", "6.0", "٦", "ıcmp", "icmp6", "tcp\n"
      })
  void anything_else_is_refused(String text) {
    var refusal = assertThrows(IllegalArgumentException.class, () -> Protocol.parse(text));
    assertEquals(SafeText.quoted(text) + " is not an IP protocol", refusal.getMessage());
  }

  @Test
  void tcp_udp_and_the_icmp_of_the_family_have_ports() {
    for (int protocol = 0; protocol < 256; protocol++) {
      boolean isTcpOrUdp = protocol == 6 || protocol == 17;
      assertEquals(isTcpOrUdp || protocol == 1, Protocol.hasPorts(IpFamily.IPV4, protocol));
      assertEquals(isTcpOrUdp || protocol == 58, Protocol.hasPorts(IpFamily.IPV6, protocol));
    }
  }

  @ParameterizedTest(name = "{0}-{1}")
  @CsvSource({"-1,5", "5,4", "0,65536", "65536,65536"})
  void a_range_of_ports_goes_forward_from_0_to_65535(int first, int last) {
    assertThrows(IllegalArgumentException.class, () -> new PortRange(first, last));
    assertEquals(new PortRange(0, 65535), PortRange.ALL);
  }
}
