package slash80.rules;

import static slash80.network.IpFamily.IPV4;
import static slash80.rules.Card.high;

import slash80.facts.Network;
import slash80.facts.NetworkInterface;
import slash80.network.IpFamily;

/// A node needs an IPv4 address for itself, and nobody who looks after IPv6 looks at what comes to
/// it there.
final class NodeClosedToIpv4Internet implements PacketRule {

  @Override
  public IpFamily family() {
    return IPV4;
  }

  @Override
  public Card card() {
    return high("A node is closed to the internet over IPv4")
        .scale("LOW to CRITICAL, by share and port")
        .risk("Anyone can open connections to the node, and to what its pods publish on it.")
        .fix("Narrow the source of the inbound rule with ec2:ModifySecurityGroupRules.")
        .see("https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html");
  }

  @Override
  public Verdict judge(NetworkInterface networkInterface, Network network) {
    return new Exposure(networkInterface, network).judgeOpen(IPV4);
  }
}
