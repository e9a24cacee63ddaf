package slash80.reach;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.RouteTable;
import slash80.facts.Subnet;
import slash80.facts.VpcIndex;
import slash80.ip.IpFamily;

/// Finds the routes that lead packets of a family to an internet gateway.
record InternetGatewayRoutes(VpcIndex vpc, IpFamily family) {

  Fact<List<RouteTable.Route>> find(Subnet.Id subnet) {
    return vpc.routeTableOf(subnet).flatMap(this::in);
  }

  private Fact<List<RouteTable.Route>> in(RouteTable table) {
    var found = new ArrayList<RouteTable.Route>();
    var unread = Optional.<String>empty();
    for (var route : table.routes()) {
      if (route.target() instanceof RouteTable.Target.Igw) {
        switch (isOfFamily(route.destination())) {
          case Known<Boolean>(var isOfFamily) when isOfFamily -> found.add(route);
          case Known<Boolean> _ -> {}
          case Unread<Boolean>(var why) -> unread = Optional.of(why);
        }
      }
    }
    return found.isEmpty() && unread.isPresent()
        ? Fact.unread(unread.get())
        : Fact.known(List.copyOf(found));
  }

  private Fact<Boolean> isOfFamily(RouteTable.Destination destination) {
    return switch (destination) {
      case RouteTable.Destination.Cidr(var prefix) -> Fact.known(prefix.family() == family);
      case RouteTable.Destination.PrefixListId(var id) ->
          vpc.addressesOf(id, family).map(addresses -> !addresses.isEmpty());
    };
  }
}
