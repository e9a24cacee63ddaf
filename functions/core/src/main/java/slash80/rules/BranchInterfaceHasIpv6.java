package slash80.rules;

import static slash80.rules.Card.high;
import static slash80.rules.Verdict.upheld;
import static slash80.rules.Verdict.violated;

import slash80.facts.Network;
import slash80.facts.NetworkInterface;

/// A pod that has security groups of its own has an interface of its own, and no other address than
/// that interface's.
final class BranchInterfaceHasIpv6 implements Rule<NetworkInterface> {

  @Override
  public Card card() {
    return high("A pod's branch interface has an IPv6 address")
        .risk("The pod speaks IPv4 only, or nothing at all.")
        .fix("Replace the pod (kubectl delete pod): its address is given once, at its start.")
        .see("https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html");
  }

  @Override
  public Verdict judge(NetworkInterface networkInterface, Network network) {
    return networkInterface.ipv6Addresses().isEmpty()
        ? violated("%s has no IPv6 address", new Exposure(networkInterface, network).name())
            .at(networkInterface.id(), "has no IPv6 address")
        : upheld();
  }
}
