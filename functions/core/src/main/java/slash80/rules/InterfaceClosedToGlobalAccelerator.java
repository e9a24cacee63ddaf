package slash80.rules;

import static slash80.rule.Card.high;
import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;

import java.util.Set;
import slash80.facts.NetworkInterface;
import slash80.ip.IpFamily;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.ComparisonRule;
import slash80.rule.PacketRule;
import slash80.rule.Verdict;

/// AWS Global Accelerator reaches private subnets: it needs an internet gateway in the VPC and no
/// route to it. Only security groups stand between its clients and a node.
public final class InterfaceClosedToGlobalAccelerator implements ComparisonRule, PacketRule {

  @Override
  public Set<IpFamily> families() {
    return Set.of(IpFamily.IPV6, IpFamily.IPV4);
  }

  @Override
  public Card card() {
    return high("An interface should be closed to the internet through AWS Global Accelerator")
        .scale("LOW to CRITICAL, by share and port; HIGH at most when endpoints were not read")
        .passes("no accelerator lets the internet connect to the interface")
        .fails(
            "one does, or may: an interface of an accelerator stands in the subnet, the"
                + " accelerator's endpoints were not read, and the judged interface's groups admit"
                + " the internet or the group GlobalAccelerator")
        .unchecked("facts that decide it could not be read, such as security groups")
        .risk("Anyone on the internet can connect to the node, even in a private subnet.")
        .fix("Narrow the source of the inbound rule with ec2:ModifySecurityGroupRules.")
        .see(
            "https://docs.aws.amazon.com/global-accelerator/latest/dg/secure-vpc-connections.html");
  }

  @Override
  public Verdict judge(NetworkInterface networkInterface, Network network) {
    if (network.entrances().acceleratorsTo(networkInterface).isEmpty()) {
      return upheld();
    }
    var exposure = new AcceleratedExposure(networkInterface, network);
    if (exposure.isOpen()) {
      return exposure.open();
    }
    if (exposure.mayBeOpen()) {
      return exposure.perhapsOpen();
    }
    return exposure.unread().isEmpty() ? upheld() : undecided(exposure.unread());
  }
}
