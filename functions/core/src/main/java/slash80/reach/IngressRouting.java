package slash80.reach;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import slash80.facts.Fact;
import slash80.facts.RouteTable;
import slash80.facts.Trilean;
import slash80.facts.VpcIndex;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;

/// The ingress routing of one interface: whether the internet gateway delivers its packets directly
/// or through an appliance.
///
/// @param direct whether any of the interface's addresses is reached directly
/// @param appliances the endpoints and interfaces through which any of its addresses is reached;
///   unread for an appliance that may be on the way
record IngressRouting(Fact<Boolean> direct, Map<RouteTable.Target, Fact<Boolean>> appliances) {
  IngressRouting {
    appliances = Map.copyOf(appliances);
  }

  /// A gateway without a route table of its own delivers directly to the interface.
  static final IngressRouting NONE = new IngressRouting(Fact.known(true), Map.of());

  /// Whether any of the interface's addresses is reached through an appliance.
  Fact<Boolean> diverted() {
    return Trilean.any(appliances.values());
  }

  /// The route table of an internet gateway
  /// (https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html). Packets that
  /// match no route or a local route go directly to the interface.
  static final class GatewayRouteTable {
    private final SourceBounds direct;
    private final Map<RouteTable.Target, SourceBounds> appliances = new HashMap<>();

    GatewayRouteTable(VpcIndex vpc, RouteTable table, IpFamily family) {
      var match = new LongestMatch(vpc, table, family);
      this.direct = match.passing(way -> isDirect(way, table, family), SourceBounds.all(family));
      for (var way : match.ways()) {
        if (isAppliance(way)) {
          appliances.computeIfAbsent(
              way.target(),
              target ->
                  match.passing(
                      other ->
                          other.target().equals(target)
                              ? SourceBounds.of(family, other.carries())
                              : SourceBounds.none(family),
                      SourceBounds.none(family)));
        }
      }
    }

    private static boolean isAppliance(LongestMatch.Way way) {
      return !way.isBlackhole()
          && switch (way.target()) {
            case RouteTable.Target.Endpoint _, RouteTable.Target.Interface _ -> true;
            case RouteTable.Target.Local _,
                RouteTable.Target.Igw _,
                RouteTable.Target.EgressOnly _,
                RouteTable.Target.Other _ ->
                false;
          };
    }

    /// The addresses that a route delivers to directly. AWS allows only local, endpoint and
    /// interface targets in such a table and does not document the effect of any other.
    private static SourceBounds isDirect(LongestMatch.Way way, RouteTable table, IpFamily family) {
      if (way.carries() instanceof Fact.Unread<Boolean>(var why)) {
        return SourceBounds.unread(family, why);
      }
      if (way.isBlackhole() || isAppliance(way)) {
        return SourceBounds.none(family);
      }
      return way.target() instanceof RouteTable.Target.Local
          ? SourceBounds.all(family)
          : SourceBounds.unread(
              family, "%s routes incoming packets to %s".formatted(table.id(), way.target()));
    }

    /// The ingress routing of the addresses and prefixes that an interface holds.
    IngressRouting of(List<AddressLayer.Named> held) {
      var diverting = new HashMap<RouteTable.Target, Fact<Boolean>>();
      appliances.forEach(
          (target, addresses) -> {
            var diverts = holdsAny(addresses, held);
            if (!diverts.equals(Fact.known(false))) {
              diverting.put(target, diverts);
            }
          });
      return new IngressRouting(holdsAny(direct, held), diverting);
    }

    private Fact<Boolean> holdsAny(SourceBounds addresses, List<AddressLayer.Named> held) {
      var answers = new ArrayList<Fact<Boolean>>();
      for (var named : held) {
        var own = AddressSet.of(named.held());
        answers.add(
            addresses.surely().overlaps(own)
                ? named.isPublic()
                : addresses.possibly().overlaps(own)
                    ? named.isPublic().flatMap(isPublic -> maybe(isPublic, addresses))
                    : Fact.known(false));
      }
      return Trilean.any(answers);
    }

    private static Fact<Boolean> maybe(boolean isPublic, SourceBounds addresses) {
      return isPublic ? Fact.unread(addresses.unread().getFirst()) : Fact.known(false);
    }
  }
}
