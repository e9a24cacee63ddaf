package slash80.rules;

import static slash80.rules.Card.high;
import static slash80.rules.Verdict.upheld;
import static slash80.rules.Verdict.violated;

import slash80.facts.Network;
import slash80.facts.NetworkInterface;

/// IPv4 addresses beyond an interface's primary one are there to be assigned to pods. In an IPv6
/// cluster pods get theirs from 169.254.172.0/22 inside the node, which EC2 never sees.
final class NodeHoldsOneIpv4 implements Rule<NetworkInterface> {

  @Override
  public Card card() {
    return high("A node should hold no IPv4 addresses for pods")
        .passes("the interface has its primary IPv4 address only")
        .fails("it also holds secondary IPv4 addresses or IPv4 prefixes")
        .unchecked("the interfaces of the VPC could not be read")
        .risk("Pods are reachable over IPv4, where rules that were written for IPv6 do not apply.")
        .fix("Unassign the addresses with ec2:UnassignPrivateIpAddresses.")
        .see("https://docs.aws.amazon.com/eks/latest/userguide/cni-ipv6.html");
  }

  @Override
  public Verdict judge(NetworkInterface networkInterface, Network network) {
    var spare = networkInterface.spareIpv4();
    return spare.isEmpty()
        ? upheld()
        : violated(
                "%s holds %s in addition to its primary IPv4 address",
                networkInterface.id(), Words.list(spare))
            .remedy(Remedies.unassignIpv4(networkInterface));
  }
}
