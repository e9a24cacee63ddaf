package slash80.rules;

import static slash80.rule.Card.high;
import static slash80.rule.Verdict.notYet;
import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.NetworkInterface;
import slash80.facts.Node;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// The VPC CNI assigns pod addresses from the /80 delegated to the node, which it requests once,
/// when the node starts.
public final class NodeHoldsPodPrefix implements Rule<Node> {

  @Override
  public Card card() {
    return high("A node should hold an IPv6 prefix for its pods")
        .passes("an interface for pods holds an IPv6 prefix")
        .fails("none does five minutes after the node's launch")
        .unchecked("the interfaces of the VPC could not be read")
        .risk("Pods scheduled to the node get no address and stay pending.")
        .fix(
            "Allow ec2:AssignIpv6Addresses and ec2:DescribeSubnets in the role of the VPC CNI, see"
                + " health.issues in aws eks describe-addon, and replace the node.")
        .see("https://docs.aws.amazon.com/eks/latest/userguide/cni-ipv6.html");
  }

  @Override
  public Verdict judge(Node node, Network network) {
    return switch (network.prefixesOf(node)) {
      case Unread(var why) -> undecided(why);
      case Known(var held) when held.isEmpty() && node.isSettling() -> notYet(node.settledAt());
      case Known(var held) when held.isEmpty() -> holdsNone(node, network);
      case Known(_) -> upheld();
    };
  }

  private Verdict holdsNone(Node node, Network network) {
    var violated =
        violated("%s holds no prefix, so its pods have no addresses", node.id())
            .at(node.id(), "launched %s".formatted(node.instance().launched()))
            .at(
                "vpc-cni",
                "needs ec2:AssignIpv6Addresses and ec2:DescribeSubnets; health.issues of"
                    + " eks:DescribeAddon says what it lacks");
    return network
        .primaryInterfaceOf(node)
        .map(primary -> violated.remedy(assignPrefix(primary)))
        .asKnown()
        .orElse(violated);
  }

  private static String assignPrefix(NetworkInterface networkInterface) {
    return ShellCommand.aws("ec2", "assign-ipv6-addresses")
        .with("--network-interface-id", networkInterface.id())
        .with("--ipv6-prefix-count", 1)
        .text();
  }
}
