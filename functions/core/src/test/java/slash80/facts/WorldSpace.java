package slash80.facts;

import java.util.List;
import slash80.ip.IpFamily;
import slash80.ip.PortRange;
import slash80.ip.Prefix;

/// The blocks and ports that random rules, routes and entries are made of. A space of 256 addresses
/// and few ports has so few packets that all of them can be asked.
///
/// @param blocks of both families, the more often the likelier
/// @param ports the ranges of rules and entries
public record WorldSpace(List<String> blocks, List<PortRange> ports) {
  public static final WorldSpace WHOLE =
      new WorldSpace(
          List.of(
              """
              ::/0 ::/0 ::/1 8000::/1 2000::/3 2600::/12 2600::/16 2600:1f00::/24 2600::1/128
              2600::/127 2a00::/12 2001:db8::/32 2001:db8:1::/56 fd00::/8 0.0.0.0/0 0.0.0.0/0
              0.0.0.0/1 128.0.0.0/1 8.0.0.0/8 8.8.0.0/16 8.8.8.8/32 8.8.8.8/31 10.0.0.0/16
              192.0.2.0/24
              """
                  .split("\\s+")),
          List.of(
              new PortRange(22, 22),
              new PortRange(0, 0),
              new PortRange(443, 443),
              new PortRange(0, 1023),
              new PortRange(1024, 65535),
              new PortRange(80, 443),
              new PortRange(1024, 1024),
              new PortRange(65535, 65535),
              new PortRange(0, 65535)));

  /// Rules that tell apart the last 8 bits of an address only.
  public static final WorldSpace SMALL =
      new WorldSpace(
          List.of(
              """
              ::/0 ::/0 2600::/120 2600::/121 2600::80/121 2600::40/122 2600::/124 2600::f0/124
              2600::fe/127 2600::ff/128 2600::/128 2600::1/128 0.0.0.0/0 0.0.0.0/0
              8.8.8.0/24 8.8.8.0/25 8.8.8.128/25 8.8.8.8/29 8.8.8.8/30 8.8.8.9/32
              8.8.8.10/31 8.8.8.254/31 8.8.8.255/32
              """
                  .split("\\s+")),
          List.of(
              new PortRange(3, 3),
              new PortRange(0, 0),
              new PortRange(0, 3),
              new PortRange(4, 65535),
              new PortRange(2, 5),
              new PortRange(65535, 65535),
              new PortRange(0, 65535)));

  /// The 256 addresses that [#SMALL] tells apart.
  public static Prefix small(IpFamily family) {
    return Prefix.parse(family == IpFamily.IPV6 ? "2600::/120" : "8.8.8.0/24");
  }
}
