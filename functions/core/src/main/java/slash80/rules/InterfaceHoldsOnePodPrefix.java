package slash80.rules;

import static slash80.rules.Card.low;
import static slash80.rules.Verdict.upheld;
import static slash80.rules.Verdict.violated;

import slash80.facts.Network;
import slash80.facts.NetworkInterface;

/// The VPC CNI hands out addresses of the first prefix that EC2 lists for an interface, and never
/// gives the others back
/// (https://github.com/aws/amazon-vpc-cni-k8s/blob/master/pkg/ipamd/ipamd.go). AWS does not say
/// that its order is kept; the CNI relies on it.
final class InterfaceHoldsOnePodPrefix implements Rule<NetworkInterface> {

  @Override
  public Card card() {
    return low("An interface of a node holds one prefix")
        .risk("Prefixes that no pod uses take room from the subnet for as long as the node lives.")
        .fix("Ask for one prefix in the launch template; give the others back.")
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
                "%s holds %s beside %s, which alone is used",
                networkInterface.id(),
                Words.list(unused),
                networkInterface.ipv6Prefixes().getFirst())
            .remedy(Remedies.unassign(networkInterface.id(), unused));
    for (var prefix : networkInterface.ipv6Prefixes()) {
      violated = violated.at(networkInterface.id(), "holds " + prefix);
    }
    return violated;
  }
}
