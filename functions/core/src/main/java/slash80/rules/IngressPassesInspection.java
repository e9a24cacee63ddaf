package slash80.rules;

import static slash80.rule.Card.high;
import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import java.util.List;
import java.util.Optional;
import slash80.facts.CidrAssociation;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.NetworkInterface;
import slash80.facts.RouteTable;
import slash80.facts.Subnet;
import slash80.ip.IpFamily;
import slash80.network.Network;
import slash80.reach.Inspection;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// A firewall that the internet gateway sends some nodes' packets through is meant for all nodes. A
/// subnet or an IPv6 range that was added later is easily forgotten in the gateway's route table.
public final class IngressPassesInspection implements Rule<Subnet> {

  @Override
  public Card card() {
    return high("Internet traffic should be inspected for all node subnets or for none")
        .passes(
            "no interface in the subnet is open, or the gateway routes no node subnet through an"
                + " appliance")
        .fails("an interface is open without inspection while another node subnet is inspected")
        .unchecked("the gateway's route table, or what is open, could not be read")
        .risk(
            "Packets from the internet reach these nodes without passing the firewall of the"
                + " others.")
        .fix("Route the subnet's IPv6 range to the appliance in its zone with ec2:CreateRoute.")
        .see("https://docs.aws.amazon.com/vpc/latest/userguide/gateway-route-tables.html");
  }

  @Override
  public Verdict judge(Subnet subnet, Network network) {
    return switch (network.inspections()) {
      case Known(var inspections) when inspections.isEmpty() -> upheld();
      case Known(var inspections) ->
          switch (Exposure.openIn(subnet, network)) {
            case Known(var open) ->
                open.map(networkInterface -> getsRound(subnet, networkInterface, inspections))
                    .orElse(upheld());
            case Unread(var why) -> undecided(why);
          };
      case Unread(var why) ->
          switch (Exposure.openIn(subnet, network)) {
            case Known(var open) -> open.isEmpty() ? upheld() : undecided(why);
            case Unread(var whyOpen) -> undecided(whyOpen);
          };
    };
  }

  private Verdict getsRound(Subnet subnet, NetworkInterface open, List<Inspection> inspections) {
    var first = inspections.getFirst();
    var violated =
        violated(
                "%s receives IPv6 packets from the internet without inspection, while %s routes"
                    + " those for %s through %s",
                subnet.id(), first.table().id(), first.subnet(), first.appliance())
            .causedBy(first.table().id())
            .at(first.table().id(), "%s → %s".formatted(first.subnet(), first.appliance()))
            .at(open.id(), "is open to the internet");
    return inspect(subnet, inspections).map(violated::remedy).orElse(violated);
  }

  /// Routes the subnet's inbound traffic through the appliance of the other subnets. Empty if there
  /// are several appliances: each belongs to a zone, and the right one is not known here.
  private static Optional<String> inspect(Subnet subnet, List<Inspection> inspections) {
    var ways = inspections.stream().map(Way::of).distinct().toList();
    var commands = ways.size() == 1 ? ways.getFirst().inspect(subnet) : List.<ShellCommand>of();
    return commands.isEmpty() ? Optional.empty() : Optional.of(ShellCommand.chain(commands));
  }

  private record Way(RouteTable table, RouteTable.Target appliance) {
    static Way of(Inspection inspection) {
      return new Way(inspection.table(), inspection.appliance());
    }

    List<ShellCommand> inspect(Subnet subnet) {
      return subnet.ranges().stream()
          .filter(range -> range.associated().equals(Fact.known(true)))
          .map(CidrAssociation::cidr)
          .filter(cidr -> cidr.family() == IpFamily.IPV6)
          .flatMap(cidr -> through(new RouteTable.Destination.Cidr(cidr)).stream())
          .toList();
    }

    /// A destination has one route: where it has another, that is replaced.
    private Optional<ShellCommand> through(RouteTable.Destination destination) {
      var own =
          table.routes().stream()
              .filter(route -> route.destination().equals(destination))
              .findFirst();
      if (own.filter(route -> route.target().equals(appliance)).isPresent()) {
        return Optional.empty();
      }
      var command =
          ShellCommand.aws("ec2", own.isPresent() ? "replace-route" : "create-route")
              .with("--route-table-id", table.id())
              .with("--destination-ipv6-cidr-block", destination);
      return switch (appliance) {
        case RouteTable.Target.Endpoint(var id) ->
            Optional.of(command.with("--vpc-endpoint-id", id));
        case RouteTable.Target.Interface(var id) ->
            Optional.of(command.with("--network-interface-id", id));
        case RouteTable.Target.Local _,
            RouteTable.Target.Igw _,
            RouteTable.Target.EgressOnly _,
            RouteTable.Target.Other _ ->
            Optional.empty();
      };
    }
  }
}
