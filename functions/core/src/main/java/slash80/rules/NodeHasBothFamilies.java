package slash80.rules;

import static slash80.rule.Card.high;
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

/// A node uses IPv6 with its pods and the control plane, and IPv4 with services that have no IPv6:
/// its pods' IPv4 packets leave from the node's own IPv4 address.
public final class NodeHasBothFamilies implements Rule<Node> {

  @Override
  public Card card() {
    return high("A node should have an IPv6 address and a private IPv4 address")
        .passes("the primary interface has an IPv6 and a private IPv4 address")
        .fails("it lacks one of them")
        .unchecked("the primary interface could not be read")
        .risk(
            "Without IPv6 the node cannot join; without IPv4 its pods cannot reach IPv4 services.")
        .fix("Replace the node in a dual-stack subnet that assigns IPv6 addresses on creation.")
        .see("https://docs.aws.amazon.com/eks/latest/userguide/cni-ipv6.html");
  }

  @Override
  public Verdict judge(Node node, Network network) {
    return switch (network.primaryInterfaceOf(node)) {
      case Unread(var why) -> undecided(why);
      case Known(var primary) when primary.ipv6Addresses().isEmpty() ->
          lacks(primary, node, primary.ipv4Addresses().isEmpty() ? "address" : "IPv6 address")
              .remedy(assignAddress(primary));
      case Known(var primary) when primary.ipv4Addresses().isEmpty() ->
          lacks(primary, node, "private IPv4 address");
      case Known(_) -> upheld();
    };
  }

  private Verdict.Violated lacks(NetworkInterface primary, Node node, String what) {
    return violated("%s has no %s on its primary interface %s", node.id(), what, primary.id())
        .at(primary.id(), "has no " + what);
  }

  private static String assignAddress(NetworkInterface networkInterface) {
    return ShellCommand.aws("ec2", "assign-ipv6-addresses")
        .with("--network-interface-id", networkInterface.id())
        .with("--ipv6-address-count", 1)
        .text();
  }
}
