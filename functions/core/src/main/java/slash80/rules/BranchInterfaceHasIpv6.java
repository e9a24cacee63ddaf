package slash80.rules;

import static slash80.rule.Card.high;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import slash80.facts.NetworkInterface;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// A pod with its own security groups has its own (branch) interface, and no address other than
/// that interface's.
public final class BranchInterfaceHasIpv6 implements Rule<NetworkInterface> {

  @Override
  public Card card() {
    return high("A pod's branch interface should have an IPv6 address")
        .passes("the branch interface has an IPv6 address")
        .fails("it has none")
        .unchecked("the interfaces of the VPC could not be read")
        .risk("The pod has IPv4 only, or no address at all.")
        .fix("Replace the pod (kubectl delete pod): it gets its address once, when it starts.")
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
