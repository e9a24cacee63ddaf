package slash80.rules;

import static slash80.ip.IpFamily.IPV6;
import static slash80.rule.Card.low;

import java.util.Set;
import slash80.facts.NetworkInterface;
import slash80.ip.IpFamily;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.PacketRule;
import slash80.rule.PostureRule;
import slash80.rule.Verdict;

/// A port that only a route or a network ACL keeps closed is one change away from open, and the
/// person who makes that change does not see the security group.
public final class SecurityGroupsClosedToIpv6Internet implements PacketRule, PostureRule {

  @Override
  public Set<IpFamily> families() {
    return Set.of(IPV6);
  }

  @Override
  public Card card() {
    return low("An interface's security groups should be closed to the internet over IPv6")
        .scale("LOW, MEDIUM on all ports or a listed one")
        .passes("the groups admit nothing from the internet that another layer alone stops")
        .fails("they admit it, and only another layer keeps it out")
        .unchecked("facts that decide it could not be read, such as network ACLs")
        .risk("One more change, such as a route, opens the node and its pods.")
        .fix("Narrow the source of the inbound rule with ec2:ModifySecurityGroupRules.")
        .see("https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html");
  }

  @Override
  public Verdict judge(NetworkInterface networkInterface, Network network) {
    return new Exposure(networkInterface, network).judgeLatent(IPV6);
  }
}
