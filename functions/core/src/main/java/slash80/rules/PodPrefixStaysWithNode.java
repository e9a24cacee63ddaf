package slash80.rules;

import static slash80.rule.Card.medium;
import static slash80.rule.Verdict.notYet;
import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.Node;
import slash80.ip.Prefix;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// The VPC CNI reads a node's prefix once, when the node starts. Until the node has settled, the
/// CNI may still move the prefix to an interface for pods. An additional prefix does the pods no
/// harm.
public final class PodPrefixStaysWithNode implements Rule<Node> {

  @Override
  public Card card() {
    return medium("A node should keep the IPv6 prefix that it was given")
        .passes("the node still holds every prefix that an earlier check recorded")
        .fails("it has lost one")
        .unchecked("the interfaces of the VPC could not be read")
        .risk("Pods keep addresses of the old prefix, which now lead nowhere or to another node.")
        .fix("Drain the node and replace it.")
        .see("https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/work-with-prefixes.html");
  }

  @Override
  public Verdict judge(Node node, Network network) {
    return switch (network.lostPrefixesOf(node)) {
      case Unread(var why) -> undecided(why);
      case Known(var lost) when lost.isEmpty() -> upheld();
      case Known(_) when node.isSettling() -> notYet(node.settledAt());
      case Known(var lost) -> hasLost(lost, node, network);
    };
  }

  private Verdict hasLost(List<Prefix> lost, Node node, Network network) {
    var held = network.prefixesOf(node).asKnown().orElseThrow();
    var holds = held.isEmpty() ? "no prefix" : Phrases.list(held);
    var violated =
        violated("%s held %s and now holds %s", node.id(), Phrases.list(lost), holds)
            .at(node.id(), "held " + Phrases.list(lost))
            .at(node.id(), "holds " + holds);
    return restore(lost, node, network).map(violated::remedy).orElse(violated);
  }

  /// Assigns the lost prefixes again, each to the interface in whose subnet it lies; empty if one
  /// of them fits no interface. EC2 refuses a prefix that another node holds by now.
  private static Optional<String> restore(List<Prefix> lost, Node node, Network network) {
    var commands = new ArrayList<ShellCommand>();
    for (var prefix : lost) {
      network
          .interfaceFor(prefix, node)
          .map(
              home ->
                  ShellCommand.aws("ec2", "assign-ipv6-addresses")
                      .with("--network-interface-id", home.id())
                      .with("--ipv6-prefixes", prefix))
          .ifPresent(commands::add);
    }
    return commands.size() == lost.size()
        ? Optional.of(ShellCommand.chain(commands))
        : Optional.empty();
  }
}
