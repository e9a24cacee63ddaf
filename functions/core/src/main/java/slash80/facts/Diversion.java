package slash80.facts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import slash80.network.AddressSet;
import slash80.network.IpFamily;

/// How the internet gateway hands on what comes in for an interface.
///
/// @param direct whether something it holds is reached without a detour
/// @param appliances the endpoints and interfaces that something it holds is reached through, or
///   may be
record Diversion(Fact<Boolean> direct, Map<RouteTable.Target, Fact<Boolean>> appliances) {
  Diversion {
    appliances = Map.copyOf(appliances);
  }

  /// Without a table of its own the gateway delivers straight to the interface.
  static final Diversion NONE = new Diversion(Fact.known(true), Map.of());

  /// Whether something it holds is reached through any of the appliances.
  Fact<Boolean> diverted() {
    return ThreeValued.any(appliances.values());
  }

  /// The gateway's own route table
  /// (https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html): what no route
  /// matches, and what is local, goes straight to the interface.
  static final class Edge {
    private final IpFamily family;
    private final Sources direct;
    private final Map<RouteTable.Target, Sources> appliances = new HashMap<>();

    Edge(VpcIndex vpc, RouteTable table, IpFamily family) {
      this.family = family;
      var match = new LongestMatch(vpc, table, family);
      this.direct = match.passing(way -> isDirect(way, table, family), Sources.all(family));
      for (var way : match.ways()) {
        if (isAppliance(way)) {
          appliances.put(
              way.target(),
              match.passing(
                  other -> Sources.of(family, Fact.known(other.equals(way))),
                  Sources.none(family)));
        }
      }
    }

    private static boolean isAppliance(LongestMatch.Way way) {
      return !way.blackhole()
          && switch (way.target()) {
            case RouteTable.Target.Endpoint _, RouteTable.Target.Interface _ -> true;
            case RouteTable.Target.Local _,
                RouteTable.Target.Igw _,
                RouteTable.Target.EgressOnly _,
                RouteTable.Target.Other _ ->
                false;
          };
    }

    /// Only local, endpoints and interfaces are allowed in such a table; what comes of anything
    /// else is not documented.
    private static Sources isDirect(LongestMatch.Way way, RouteTable table, IpFamily family) {
      if (way.blackhole() || isAppliance(way)) {
        return Sources.none(family);
      }
      return way.target() instanceof RouteTable.Target.Local
          ? Sources.all(family)
          : Sources.unread(
              family, "%s sends what comes in to %s".formatted(table.id(), way.target()));
    }

    /// How what an interface holds is reached.
    Diversion of(List<AddressLayer.Named> held) {
      var diverting = new HashMap<RouteTable.Target, Fact<Boolean>>();
      appliances.forEach(
          (target, addresses) -> {
            var diverts = holdsAny(addresses, held);
            if (!diverts.equals(Fact.known(false))) {
              diverting.put(target, diverts);
            }
          });
      return new Diversion(holdsAny(direct, held), diverting);
    }

    private Fact<Boolean> holdsAny(Sources addresses, List<AddressLayer.Named> held) {
      var answers = new ArrayList<Fact<Boolean>>();
      for (var one : held) {
        var own = AddressSet.of(one.held());
        answers.add(
            addresses.surely().overlaps(own)
                ? one.isPublic()
                : addresses.possibly().overlaps(own)
                    ? one.isPublic().flatMap(isPublic -> maybe(isPublic, addresses))
                    : Fact.known(false));
      }
      return ThreeValued.any(answers);
    }

    private static Fact<Boolean> maybe(boolean isPublic, Sources addresses) {
      return isPublic ? Fact.unread(addresses.unread().getFirst()) : Fact.known(false);
    }
  }
}
