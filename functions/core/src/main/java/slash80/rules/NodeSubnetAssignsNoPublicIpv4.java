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
        .see("https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html");
  }

  /// In a public subnet the nodes of managed node groups join with the setting only, so it is
  /// switched off in a private one alone
  /// (https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html).
  @Override
  public Verdict judge(Subnet subnet, Network network) {
    if (!subnet.mapsPublicIpv4OnLaunch()) {
      return upheld();
    }
    var isPrivate = network.isPrivate(subnet).equals(Fact.known(true));
    var violated =
        violated(
                "%s%s assigns a public IPv4 address to what is launched in it",
                subnet.id(), isPrivate ? ", which is private," : "")
            .at(subnet.id(), "MapPublicIpOnLaunch is on");
    return isPrivate ? violated.remedy(Remedies.keepPublicIpv4From(subnet)) : violated;
  }
}
