package slash80.ip;

import java.util.List;

/// The IANA registries that define the internet here, as of the dates given with each table.
public final class Iana {

  /// The addresses that IANA may allocate to the regional registries
  /// (https://www.iana.org/assignments/ipv6-address-space, last updated 2019-09-13),
  /// special-purpose blocks included: a rule that admits the documentation range admits a part of
  /// 2000::/3.
  private static final AddressSet GLOBAL_UNICAST_IPV6 = AddressSet.of(Prefix.parse("2000::/3"));

  /// Every row that is allocated to AFRINIC, APNIC, ARIN, LACNIC or the RIPE NCC in
  /// https://www.iana.org/assignments/ipv6-unicast-address-assignments, last updated 2025-10-10. Of
  /// its other rows, 2001::/23 is kept by IANA for protocols and 2002::/16 is 6to4; the rest is
  /// reserved.
  private static final AddressSet ALLOCATED_IPV6 =
      union(
          IpFamily.IPV6,
          "2001:200::/23",
          "2001:400::/23",
          "2001:600::/23",
          "2001:800::/22",
          "2001:c00::/23",
          "2001:e00::/23",
          "2001:1200::/23",
          "2001:1400::/22",
          "2001:1800::/23",
          "2001:1a00::/23",
          "2001:1c00::/22",
          "2001:2000::/19",
          "2001:4000::/23",
          "2001:4200::/23",
          "2001:4400::/23",
          "2001:4600::/23",
          "2001:4800::/23",
          "2001:4a00::/23",
          "2001:4c00::/23",
          "2001:5000::/20",
          "2001:8000::/19",
          "2001:a000::/20",
          "2001:b000::/20",
          "2003::/18",
          "2400::/12",
          "2410::/12",
          "2600::/12",
          "2610::/23",
          "2620::/23",
          "2630::/12",
          "2800::/12",
          "2a00::/12",
          "2a10::/12",
          "2c00::/12");

  /// The rows of https://www.iana.org/assignments/iana-ipv4-special-registry, last updated
  /// 2025-10-09, that are not globally reachable, without those that lie in another row; with the
  /// deprecated relays of 6to4, of which the registry says neither, and multicast
  /// (https://www.iana.org/assignments/multicast-addresses), which is no source of packets.
  private static final AddressSet SPECIAL_IPV4 =
      union(
          IpFamily.IPV4,
          "0.0.0.0/8", // this network
          "10.0.0.0/8", // private use
          "100.64.0.0/10", // shared address space
          "127.0.0.0/8", // loopback
          "169.254.0.0/16", // link-local
          "172.16.0.0/12", // private use
          "192.0.0.0/24", // protocol assignments
          "192.0.2.0/24", // documentation
          "192.88.99.0/24", // 6to4 relay anycast, deprecated
          "192.168.0.0/16", // private use
          "198.18.0.0/15", // benchmarks
          "198.51.100.0/24", // documentation
          "203.0.113.0/24", // documentation
          "224.0.0.0/4", // multicast
          "240.0.0.0/4"); // reserved, and limited broadcast

  /// Rows of the same registry that are globally reachable though the row around them is not: the
  /// anycast addresses of the Port Control Protocol and of TURN.
  private static final AddressSet REACHABLE_IN_SPECIAL_IPV4 =
      union(IpFamily.IPV4, "192.0.0.9/32", "192.0.0.10/32");

  private static final AddressSet GLOBAL_IPV4 =
      SPECIAL_IPV4.difference(REACHABLE_IN_SPECIAL_IPV4).complement();

  private Iana() {}

  private static AddressSet union(IpFamily family, String... blocks) {
    return AddressSet.of(family, List.of(blocks).stream().map(Prefix::parse).toList());
  }

  /// Global unicast IPv6: 2000::/3.
  public static AddressSet globalUnicastIpv6() {
    return GLOBAL_UNICAST_IPV6;
  }

  /// The blocks of 2000::/3 that are allocated to the regional registries
  /// (https://www.iana.org/assignments/ipv6-unicast-address-assignments).
  public static AddressSet allocatedIpv6() {
    return ALLOCATED_IPV6;
  }

  /// Global IPv4: all addresses except the special-purpose registry's blocks that are not globally
  /// reachable (https://www.iana.org/assignments/iana-ipv4-special-registry), multicast and
  /// reserved ones.
  public static AddressSet globalIpv4() {
    return GLOBAL_IPV4;
  }
}
