package slash80.rules;

import static slash80.rule.Card.low;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import slash80.facts.NetworkInterface;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// The VPC CNI assigns pod addresses from the first prefix that EC2 lists for an interface, and
/// never gives the others back
/// (https://github.com/aws/amazon-vpc-cni-k8s/blob/master/pkg/ipamd/ipamd.go). AWS does not promise
/// the order of the list; the CNI relies on it.
public final class InterfaceHoldsOnePodPrefix implements Rule<NetworkInterface> {

  @Override
  public Card card() {
    return low("A node's interface should hold only one IPv6 prefix")
        .passes("the interface holds at most one IPv6 prefix")
        .fails("it holds several")
        .unchecked("the interfaces of the VPC could not be read")
        .risk("Unused prefixes take room from the subnet for as long as the node lives.")
        .fix("Ask for one prefix in the launch template, and unassign the others.")
        .see("https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/work-with-prefixes.html");
  }

  @Override
  public Verdict judge(NetworkInterface networkInterface, Network network) {
    var unused = networkInterface.ipv6Prefixes().stream().skip(1).toList();
    if (unused.isEmpty()) {
      return upheld();
    }
    var violated =
        violated(
                "%s holds %s unused: the VPC CNI only assigns addresses from %s",
                networkInterface.id(),
                Phrases.list(unused),
                networkInterface.ipv6Prefixes().getFirst())
            .remedy(PrefixCommands.unassign(networkInterface.id(), unused));
    for (var prefix : networkInterface.ipv6Prefixes()) {
      violated = violated.at(networkInterface.id(), "holds " + prefix);
    }
    return violated;
  }
}
