package slash80.rules;

import static slash80.rule.Card.high;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import slash80.facts.NetworkInterface;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// EC2 delegates IPv6 prefixes of one length only, /80, and the VPC CNI relies on it.
public final class PodPrefixIsSlash80 implements Rule<NetworkInterface> {

  @Override
  public Card card() {
    return high("A node's IPv6 prefix should be a /80")
        .passes("every IPv6 prefix on the interface is a /80")
        .fails("one is not")
        .unchecked("the interfaces of the VPC could not be read")
        .risk("The VPC CNI assigns addresses that the interface does not hold, or too few of them.")
        .fix("Unassign the prefix with ec2:UnassignIpv6Addresses and replace the node.")
        .see("https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html");
  }

  @Override
  public Verdict judge(NetworkInterface networkInterface, Network network) {
    var others =
        networkInterface.ipv6Prefixes().stream().filter(prefix -> prefix.length() != 80).toList();
    return others.isEmpty()
        ? upheld()
        : violated("%s holds %s, not a /80", networkInterface.id(), Phrases.list(others))
            .remedy(PrefixCommands.unassign(networkInterface.id(), others));
  }
}
