package slash80.judge;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.ip.PortRange;
import slash80.ip.Prefix;
import slash80.ip.ServiceSet;

/// Packets as a policy describes them: protocol, ports and sources, for both families.
public record Traffic(PacketSet ipv4, PacketSet ipv6) {

  /// @param protocol all protocols when left out
  /// @param ports of that protocol; types, for ICMP
  /// @param sources anywhere when left out
  public static Traffic of(
      OptionalInt protocol, List<PortRange> ports, Optional<List<Prefix>> sources) {
    return new Traffic(
        packets(IpFamily.IPV4, protocol, ports, sources),
        packets(IpFamily.IPV6, protocol, ports, sources));
  }

  private static PacketSet packets(
      IpFamily family,
      OptionalInt protocol,
      List<PortRange> ports,
      Optional<List<Prefix>> sources) {
    var services =
        protocol.isEmpty()
            ? ServiceSet.all(family)
            : ports.stream()
                .map(range -> ServiceSet.of(family, protocol.getAsInt(), range))
                .reduce(ServiceSet.none(family), ServiceSet::union);
    var addresses =
        sources
            .map(
                blocks ->
                    AddressSet.of(
                        family,
                        blocks.stream().filter(prefix -> prefix.family() == family).toList()))
            .orElse(AddressSet.all(family));
    return PacketSet.of(services, addresses);
  }

  public PacketSet over(IpFamily family) {
    return switch (family) {
      case IPV4 -> ipv4;
      case IPV6 -> ipv6;
    };
  }
}
