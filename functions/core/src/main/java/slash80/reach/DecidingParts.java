package slash80.reach;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import slash80.facts.NetworkAcl;
import slash80.facts.RouteTable;
import slash80.ip.AddressSet;
import slash80.ip.PacketSet;
import slash80.ip.Prefix;

/// Packets, parted by what lets them pass in one layer. One packet shows one of two entries that
/// are open only together.
public final class DecidingParts {
  private DecidingParts() {}

  /// The packets that each inbound entry of a network ACL lets in: those that it allows, and no
  /// entry before it matches.
  public static List<PacketSet> byEntry(NetworkAcl acl, PacketSet packets) {
    var parts = new ArrayList<PacketSet>();
    var left = packets;
    for (var entry : acl.entries()) {
      if (left.isEmpty()) {
        break;
      }
      if (entry.direction() == NetworkAcl.Direction.INBOUND
          && entry.cidr().family() == packets.family()) {
        var matched =
            left.within(AddressSet.of(entry.cidr()))
                .within(AclLayer.services(entry, packets.family()));
        left = left.difference(matched);
        if (entry.action() == NetworkAcl.Action.ALLOW && !matched.isEmpty()) {
          parts.add(matched);
        }
      }
    }
    return List.copyOf(parts);
  }

  /// The packets whose answers each of these routes carries: the longest destination wins.
  public static List<PacketSet> byRoute(List<RouteTable.Route> routes, PacketSet packets) {
    var cidrs =
        routes.stream()
            .flatMap(route -> cidr(route.destination()).stream())
            .filter(cidr -> cidr.family() == packets.family())
            .sorted(Comparator.comparingInt(Prefix::length).reversed())
            .toList();
    var parts = new ArrayList<PacketSet>();
    var left = packets;
    for (var cidr : cidrs) {
      var matched = left.within(AddressSet.of(cidr));
      if (!matched.isEmpty()) {
        parts.add(matched);
        left = left.difference(matched);
      }
    }
    return List.copyOf(parts);
  }

  private static Optional<Prefix> cidr(RouteTable.Destination destination) {
    return destination instanceof RouteTable.Destination.Cidr(var cidr)
        ? Optional.of(cidr)
        : Optional.empty();
  }
}
