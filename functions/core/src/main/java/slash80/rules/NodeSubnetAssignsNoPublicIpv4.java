package slash80.rules;

import static slash80.rules.Card.low;
import static slash80.rules.Verdict.upheld;
import static slash80.rules.Verdict.violated;

import slash80.facts.Fact;
import slash80.facts.Network;
import slash80.facts.Subnet;

/// Where a subnet gives public addresses away, each new node has one that nobody asked for.
final class NodeSubnetAssignsNoPublicIpv4 implements Rule<Subnet> {

  @Override
  public Card card() {
    return low("A node subnet assigns no public IPv4 address on launch")
        .risk("Each new node is on the IPv4 internet, guarded by its security groups alone.")
        .fix("Run nodes in private subnets: name those to eks:CreateNodegroup.")
        .see("https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html");
  }

  /// Managed node groups do not launch in a public subnet without the setting, so it is switched
  /// off in a private one alone
  /// (https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html#network-requirements-subnets).
  @Override
  public Verdict judge(Subnet subnet, Network network) {
    if (!subnet.mapsPublicIpv4OnLaunch()) {
      return upheld();
    }
    var violated =
        violated("%s assigns a public IPv4 address to what is launched in it", subnet.id())
            .at(subnet.id(), "MapPublicIpOnLaunch is on");
    return network.isPrivate(subnet).equals(Fact.known(true))
        ? violated.remedy(Remedies.keepPublicIpv4From(subnet))
        : violated;
  }
}
