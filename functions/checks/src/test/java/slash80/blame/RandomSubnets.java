package slash80.blame;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import slash80.facts.CidrAssociation;
import slash80.facts.Facts;
import slash80.facts.Subnet;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;

/// Random calls on the address ranges of subnets.
final class RandomSubnets extends RandomCalls {
  RandomSubnets(Random dice) {
    super(dice);
  }

  private static List<Prefix> ipv6(Subnet subnet) {
    return subnet.ranges().stream()
        .filter(range -> range.associated().asKnown().orElse(false))
        .map(CidrAssociation::cidr)
        .filter(cidr -> cidr.family() == IpFamily.IPV6)
        .toList();
  }

  private static String answer(String call, Subnet.Id subnet, Prefix range) {
    return "{'%sResponse':{'subnetId':'%s','ipv6CidrBlockAssociation':{'associationId':'subnet-cidr-assoc-1','ipv6CidrBlock':'%s'}}}"
        .formatted(call, subnet, range);
  }

  private static Facts of(
      Facts facts, Subnet.Id subnet, UnaryOperator<List<CidrAssociation>> edit) {
    return FactsEdit.subnets(
        facts,
        shown ->
            Optional.of(
                shown.id().equals(subnet)
                    ? new Subnet(
                        shown.id(),
                        shown.vpc(),
                        shown.owner(),
                        edit.apply(shown.ranges()),
                        shown.assignsIpv6OnCreation(),
                        shown.mapsPublicIpv4OnLaunch(),
                        shown.blockMode(),
                        shown.tags())
                    : shown));
  }

  /// A range that a subnet without one gets: the one that its interfaces have addresses of.
  Move range(Facts facts) {
    var subnet = any(facts.layers().subnets().asKnown().orElseThrow());
    var held =
        interfaces(facts).stream()
            .filter(shown -> shown.subnet().equals(subnet.id()))
            .flatMap(shown -> shown.ipv6Prefixes().stream())
            .map(prefix -> new Prefix(prefix.first(), 64))
            .findFirst();
    if (!ipv6(subnet).isEmpty() || held.isEmpty()) {
      return idle(facts);
    }
    var range = held.get();
    return move(
        "AssociateSubnetCidrBlock",
        "{'subnetId':'%s','ipv6CidrBlock':'%s'}".formatted(subnet.id(), range),
        answer("AssociateSubnetCidrBlock", subnet.id(), range),
        before -> of(before, subnet.id(), now -> plus(now, CidrAssociation.associated(range))));
  }

  Move rangeEnded(Facts facts) {
    var subnet = any(facts.layers().subnets().asKnown().orElseThrow());
    var ranges = ipv6(subnet);
    if (ranges.isEmpty()) {
      return idle(facts);
    }
    var range = any(ranges);
    return move(
        "DisassociateSubnetCidrBlock",
        "{'DisassociateSubnetCidrBlockRequest':{'AssociationId':'subnet-cidr-assoc-1'}}",
        answer("DisassociateSubnetCidrBlock", subnet.id(), range),
        before ->
            of(
                before,
                subnet.id(),
                now -> now.stream().filter(held -> !held.cidr().equals(range)).toList()));
  }
}
