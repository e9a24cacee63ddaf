package slash80.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.ip.IpFamily;

class LoadBalancerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          internet-facing | dualstack                     | unset | true  | true
          internet-facing | dualstack                     | false | true  | true
          internet-facing | dualstack                     | true  | true  | false
          internet-facing | dualstack                     | ?     | true  | true
          internet-facing | ipv4                          | unset | true  | false
          internet-facing | dualstack-without-public-ipv4 | unset | false | true
          internal        | dualstack                     | unset | false | false
          internal        | dualstack                     | true  | false | false
          internal        | dualstack                     | false | false | true
          internal        | dualstack                     | ?     | false | false
          internal        | ipv4                          | false | false | false
          """)
  void the_internet_comes_by_scheme_over_ipv4_and_by_attribute_over_ipv6(
      String scheme, String addressType, String denied, boolean overIpv4, boolean overIpv6) {
    var balancer = balancer(scheme.equals("internet-facing"), addressType, attributes(denied));
    assertEquals(overIpv4, balancer.isOpenToInternet(IpFamily.IPV4));
    assertEquals(overIpv6, balancer.isOpenToInternet(IpFamily.IPV6));
    assertEquals(overIpv4 || overIpv6, balancer.isOpenToInternet());
  }

  private static Fact<Map<String, String>> attributes(String denied) {
    return switch (denied) {
      case "?" -> Fact.unread("AccessDenied");
      case "unset" -> Fact.known(Map.of());
      default -> Fact.known(Map.of("ipv6.deny_all_igw_traffic", denied));
    };
  }

  private static LoadBalancer balancer(
      boolean internetFacing, String addressType, Fact<Map<String, String>> attributes) {
    return new LoadBalancer(
        "arn",
        "web",
        "network",
        internetFacing,
        addressType,
        new Vpc.Id("vpc-1"),
        List.of(),
        List.of(),
        true,
        List.of(),
        Fact.known(List.of()),
        attributes,
        Fact.known(Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          TCP      | [tcp 53]
          TLS      | [tcp 53]
          HTTP     | [tcp 53]
          HTTPS    | [tcp 53]
          SSL      | [tcp 53]
          UDP      | [udp 53]
          QUIC     | [udp 53]
          TCP_UDP  | [tcp 53, udp 53]
          TCP_QUIC | [tcp 53, udp 53]
          ''       | []
          """)
  void a_listener_is_asked_over_what_its_protocol_speaks(String protocol, String services) {
    var listener = new LoadBalancer.Listener("arn", protocol, 53, List.of());
    for (var family : IpFamily.values()) {
      assertEquals(services, listener.services(family).toString());
    }
  }
}
