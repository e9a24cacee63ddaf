package slash80.rules;

import static slash80.ip.IpFamily.IPV4;
import static slash80.rule.Card.high;

import java.util.Set;
import slash80.facts.NetworkInterface;
import slash80.ip.IpFamily;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.PacketRule;
import slash80.rule.PostureRule;
import slash80.rule.Verdict;

/// A node needs an IPv4 address of its own, and IPv4 exposure is easily overlooked in a cluster
/// that is run over IPv6.
public final class NodeClosedToIpv4Internet implements PacketRule, PostureRule {

  @Override
  public Set<IpFamily> families() {
    return Set.of(IPV4);
  }

  @Override
  public Card card() {
    return high("A node should be closed to the internet over IPv4")
        .scale("LOW to CRITICAL, by share and port")
        .passes("the internet cannot connect to the interface over IPv4")
        .fails("it can, on at least one port")
        .unchecked("facts that decide it could not be read, such as network ACLs")
        .risk(
            "Anyone on the internet can connect to the node, and to ports that its pods publish on"
                + " it.")
        .fix("Narrow the source of the inbound rule with ec2:ModifySecurityGroupRules.")
        .see("https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html");
  }

  @Override
  public Verdict judge(NetworkInterface networkInterface, Network network) {
    return new Exposure(networkInterface, network).judgeOpen(IPV4);
  }
}
