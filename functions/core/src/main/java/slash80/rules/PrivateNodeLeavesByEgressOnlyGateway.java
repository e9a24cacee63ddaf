package slash80.rules;

import static slash80.rule.Card.high;
import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.RouteTable;
import slash80.facts.RouteTable.Route;
import slash80.facts.Subnet;
import slash80.ip.IpFamily;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// IPv6 has no address translation that would hide a private node: only an egress-only internet
/// gateway lets its traffic out without letting connections in.
public final class PrivateNodeLeavesByEgressOnlyGateway implements Rule<Subnet> {

  @Override
  public Card card() {
    return high("A private node subnet should use an egress-only internet gateway for IPv6")
        .passes("the private subnet's IPv6 routes avoid internet gateways")
        .fails("a route sends IPv6 traffic to one")
        .unchecked("route tables or prefix lists could not be read")
        .risk("Nodes that are private over IPv4 can be reached from the internet over IPv6.")
        .fix("Replace the route's target with an egress-only internet gateway (ec2:ReplaceRoute).")
        .see("https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html");
  }

  @Override
  public Verdict judge(Subnet subnet, Network network) {
    return switch (network.internetGatewayRoutes(subnet.id(), IpFamily.IPV6)) {
      case Known(var routes) when routes.isEmpty() -> upheld();
      case Known(var routes) ->
          switch (network.isPrivate(subnet)) {
            case Known(var isPrivate) when isPrivate -> leavesBy(routes, subnet, network);
            case Known(_) -> upheld();
            case Unread(var why) -> undecided(why);
          };
      case Unread(var why) ->
          network.isPrivate(subnet).asKnown().orElse(true) ? undecided(why) : upheld();
    };
  }

  private Verdict leavesBy(List<Route> routes, Subnet subnet, Network network) {
    var table = network.routeTableOf(subnet.id()).asKnown().orElseThrow();
    var gateway = network.egressOnlyGateway();
    var violated =
        violated(
                "%s is private, but its IPv6 traffic leaves through an internet gateway: %s routes"
                    + " %s there",
                subnet.id(),
                table.id(),
                Phrases.list(routes.stream().map(Route::destination).toList()))
            .causedBy(table.id())
            .remedy(replaceRoutes(table, routes, gateway.asKnown().orElse(Optional.empty())));
    for (var route : routes) {
      violated = violated.at(table.id(), "%s → %s".formatted(route.destination(), route.target()));
    }
    return switch (gateway) {
      case Known(_) -> violated;
      case Unread(var why) ->
          violated.at(
              table.vpc(),
              "whether it has an egress-only internet gateway could not be read: " + why);
    };
  }

  /// Points the routes at the VPC's egress-only internet gateway, after creating one if there is
  /// none.
  private static String replaceRoutes(
      RouteTable table,
      List<RouteTable.Route> routes,
      Optional<RouteTable.Target.EgressOnly> egressOnlyGateway) {
    var commands = new ArrayList<ShellCommand>();
    if (egressOnlyGateway.isEmpty()) {
      var create =
          ShellCommand.aws("ec2", "create-egress-only-internet-gateway")
              .with("--vpc-id", table.vpc())
              .with("--query", "EgressOnlyInternetGateway.EgressOnlyInternetGatewayId")
              .with("--output", "text");
      commands.add(new ShellCommand("GATEWAY=$(" + create + ")"));
    }
    for (var route : routes) {
      var replace = replace(table, route);
      commands.add(
          egressOnlyGateway
              .map(gateway -> replace.with("--egress-only-internet-gateway-id", gateway))
              .orElseGet(() -> replace.with("--egress-only-internet-gateway-id \"$GATEWAY\"")));
    }
    return ShellCommand.chain(commands);
  }

  private static ShellCommand replace(RouteTable table, RouteTable.Route route) {
    var option =
        switch (route.destination()) {
          case RouteTable.Destination.Cidr _ -> "--destination-ipv6-cidr-block";
          case RouteTable.Destination.PrefixListId _ -> "--destination-prefix-list-id";
        };
    return ShellCommand.aws("ec2", "replace-route")
        .with("--route-table-id", table.id())
        .with(option, route.destination());
  }
}
