package slash80.rules;

import static slash80.rules.Card.high;
import static slash80.rules.Verdict.upheld;
import static slash80.rules.Verdict.violated;

import slash80.facts.Network;
import slash80.facts.NetworkInterface;

/// More IPv4 than an interface's own address is there to be handed to pods. Inside a node pods have
/// one of 169.254.172.0/22, which EC2 never sees.
final class NodeHoldsOneIpv4 implements Rule<NetworkInterface> {

  @Override
  public Card card() {
    return high("A node holds no IPv4 for its pods")
        .risk("Pods can be addressed over IPv4, past every rule that was written for IPv6.")
        .fix("Give the addresses back with ec2:UnassignPrivateIpAddresses.")
        .see("https://docs.aws.amazon.com/eks/latest/userguide/cni-ipv6.html");
  }

  @Override
  public Verdict judge(NetworkInterface networkInterface, Network network) {
    var spare = networkInterface.spareIpv4();
    return spare.isEmpty()
        ? upheld()
        : violated(
                "%s holds %s beside its primary IPv4 address",
                networkInterface.id(), Words.list(spare))
            .remedy(Remedies.unassignIpv4(networkInterface));
  }
}
