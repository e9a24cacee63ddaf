package slash80.rules;

import static slash80.rule.Card.low;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import slash80.facts.Fact;
import slash80.facts.Subnet;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// A subnet that assigns public addresses gives one to every new node, asked for or not.
public final class NodeSubnetAssignsNoPublicIpv4 implements Rule<Subnet> {

  @Override
  public Card card() {
    return low("A node subnet should not assign public IPv4 addresses on launch")
        .passes("MapPublicIpOnLaunch is off")
        .fails("it is on")
        .unchecked("the subnet could not be read")
        .risk("Each new node is on the IPv4 internet, guarded by its security groups alone.")
        .fix("Run nodes in private subnets, and name those in eks:CreateNodegroup.")
        .see("https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html");
  }

  /// In a public subnet, managed node groups need the setting for their nodes to join, so the
  /// command that turns it off is given for private subnets only
  /// (https://docs.aws.amazon.com/eks/latest/userguide/managed-node-groups.html).
  @Override
  public Verdict judge(Subnet subnet, Network network) {
    if (!subnet.mapsPublicIpv4OnLaunch()) {
      return upheld();
    }
    var isPrivate = network.isPrivate(subnet).equals(Fact.known(true));
    var violated =
        violated(
                "%s%s assigns a public IPv4 address to everything launched in it",
                subnet.id(), isPrivate ? ", a private subnet," : "")
            .at(subnet.id(), "MapPublicIpOnLaunch is on");
    return isPrivate ? violated.remedy(keepPublicIpv4From(subnet)) : violated;
  }

  private static String keepPublicIpv4From(Subnet subnet) {
    return ShellCommand.aws("ec2", "modify-subnet-attribute")
        .with("--subnet-id", subnet.id())
        .with("--no-map-public-ip-on-launch")
        .text();
  }
}
