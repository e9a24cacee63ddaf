package slash80.rules;

import static slash80.rules.Card.high;
import static slash80.rules.Verdict.undecided;
import static slash80.rules.Verdict.upheld;
import static slash80.rules.Verdict.violated;

import java.util.List;
import java.util.Optional;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.Network;
import slash80.facts.RouteTable.Route;
import slash80.facts.Subnet;
import slash80.network.IpFamily;

/// IPv6 has no address translation that would hide a private node: only an egress-only gateway lets
/// it out and nobody in.
final class PrivateNodeLeavesByEgressOnlyGateway implements Rule<Subnet> {

  @Override
  public Card card() {
    return high("A private node subnet leaves by an egress-only internet gateway")
        .risk("Nodes that are private over IPv4 have a way in from the internet over IPv6.")
        .fix("Point the route at an egress-only internet gateway with ec2:ReplaceRoute.")
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
                "%s is private, and its IPv6 packets leave by an internet gateway: %s sends %s"
                    + " there",
                subnet.id(),
                table.id(),
                Words.list(routes.stream().map(Route::destination).toList()))
            .causedBy(table.id())
            .remedy(
                Remedies.replaceRoutes(table, routes, gateway.asKnown().orElse(Optional.empty())));
    for (var route : routes) {
      violated = violated.at(table.id(), "%s → %s".formatted(route.destination(), route.target()));
    }
    return switch (gateway) {
      case Known(_) -> violated;
      case Unread(var why) ->
          violated.at(table.vpc(), "not known to have no egress-only gateway yet: " + why);
    };
  }
}
