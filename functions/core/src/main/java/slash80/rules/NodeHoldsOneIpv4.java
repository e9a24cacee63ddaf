package slash80.rules;

import static slash80.rule.Card.high;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import slash80.facts.NetworkInterface;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// IPv4 addresses beyond an interface's primary one are there to be assigned to pods. In an IPv6
/// cluster pods get theirs from 169.254.172.0/22 inside the node, which EC2 never sees.
public final class NodeHoldsOneIpv4 implements Rule<NetworkInterface> {

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
                networkInterface.id(), Phrases.list(spare))
            .remedy(unassignIpv4(networkInterface));
  }

  private static String unassignIpv4(NetworkInterface networkInterface) {
    var command =
        ShellCommand.aws("ec2", "unassign-private-ip-addresses")
            .with("--network-interface-id", networkInterface.id());
    var addresses =
        networkInterface.ipv4Addresses().stream()
            .filter(ipv4 -> !ipv4.primary())
            .map(NetworkInterface.Ipv4::address)
            .toList();
    if (!addresses.isEmpty()) {
      command = command.with("--private-ip-addresses", addresses);
    }
    return networkInterface.ipv4Prefixes().isEmpty()
        ? command.text()
        : command.with("--ipv4-prefixes", networkInterface.ipv4Prefixes()).text();
  }
}
