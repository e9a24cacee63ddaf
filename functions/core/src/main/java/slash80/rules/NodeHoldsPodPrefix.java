package slash80.rules;

import static slash80.rule.Card.high;
import static slash80.rule.Verdict.notYet;
import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import java.util.List;
import java.util.stream.Stream;
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
            .at(node.id(), "launched %s".formatted(node.instance().launched()));
    for (var because : ofVpcCni(network)) {
      violated = violated.at("vpc-cni", because);
    }
    var told = violated;
    return network
        .primaryInterfaceOf(node)
        .map(primary -> told.remedy(assignPrefix(primary)))
        .asKnown()
        .orElse(told);
  }

  /// What the VPC CNI needs, and what EKS says is wrong with it. The text of an issue is data.
  private static List<String> ofVpcCni(Network network) {
    var needs = "needs ec2:AssignIpv6Addresses and ec2:DescribeSubnets";
    return switch (network.facts().delegation().vpcCni()) {
      case Unread(_) -> List.of(needs + "; health.issues of eks:DescribeAddon says what it lacks");
      case Known(var addon) ->
          Stream.concat(
                  Stream.of(needs),
                  addon.stream()
                      .flatMap(cni -> cni.issues().stream())
                      .map(issue -> "EKS says: %s: %s".formatted(issue.code(), issue.message())))
              .toList();
    };
  }

  private static String assignPrefix(NetworkInterface networkInterface) {
    return ShellCommand.aws("ec2", "assign-ipv6-addresses")
        .with("--network-interface-id", networkInterface.id())
        .with("--ipv6-prefix-count", 1)
        .text();
  }
}
