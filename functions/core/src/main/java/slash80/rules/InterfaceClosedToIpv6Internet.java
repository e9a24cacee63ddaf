package slash80.rules;

import static slash80.network.IpFamily.IPV6;
import static slash80.rules.Card.high;

import slash80.facts.Network;
import slash80.facts.NetworkInterface;
import slash80.network.IpFamily;

/// Every pod's address is globally unique. AWS has no gateway that lets connections in one way
/// only, so that it is closed is the work of all the layers together.
final class InterfaceClosedToIpv6Internet implements PacketRule {

  @Override
  public IpFamily family() {
    return IPV6;
  }

  @Override
  public Card card() {
    return high("An interface is closed to the internet over IPv6")
        .scale("LOW to CRITICAL, by share and port")
        .risk("Anyone can open connections to the node and to each of its pods.")
        .fix("Narrow the source of the inbound rule with ec2:ModifySecurityGroupRules.")
        .see("https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html");
  }

  @Override
  public Verdict judge(NetworkInterface networkInterface, Network network) {
    return new Exposure(networkInterface, network).judgeOpen(IPV6);
  }
}
