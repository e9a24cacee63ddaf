package slash80.rules;

import static slash80.rule.Card.high;
import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.InstanceType;
import slash80.facts.Node;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// EC2 delegates prefixes to instances on the Nitro system only, which includes all bare-metal
/// types.
public final class NodeIsNitro implements Rule<Node> {

  @Override
  public Card card() {
    return high("A node should run on a Nitro instance type that supports IPv6")
        .passes("the instance type is a Nitro type that supports IPv6")
        .fails("it is not")
        .unchecked("AWS did not describe the instance type")
        .risk(
            "No prefix can be delegated to the node, so its pods get no address and stay pending.")
        .fix("Replace the node with one of a Nitro instance type that supports IPv6.")
        .see("https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html");
  }

  @Override
  public Verdict judge(Node node, Network network) {
    return switch (network.typeOf(node)) {
      case Unread(var why) -> undecided(why);
      case Known(var type) when !type.takesPrefixes() -> isUnfit(node, type, "is not a Nitro type");
      case Known(var type) when !type.speaksIpv6() -> isUnfit(node, type, "does not support IPv6");
      case Known(_) -> upheld();
    };
  }

  private Verdict isUnfit(Node node, InstanceType type, String why) {
    return violated("%s is a %s, which %s", node.id(), type.name(), why)
        .causedBy(type.name())
        .at(node.id(), "instance type " + type.name())
        .at(type.name(), why);
  }
}
