package slash80.rules;

import static slash80.rule.Card.medium;
import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.PostureRule;
import slash80.rule.Verdict;

/// A VPC's default security group applies to everything launched in the VPC without another group,
/// and admits all of it.
public final class InterfaceGuardedByOwnGroups implements PostureRule {

  @Override
  public Card card() {
    return medium("A node's interface should not use a default security group")
        .passes("none of the interface's security groups is a VPC's default group")
        .fails("one of them is")
        .unchecked("the security groups could not be read")
        .risk("Anything else launched in the VPC without a group of its own can reach the node.")
        .fix("Name your own groups in the launch template and replace the node.")
        .see("https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html");
  }

  @Override
  public Verdict judge(NetworkInterface networkInterface, Network network) {
    return switch (network.defaultGroupsOf(networkInterface)) {
      case Unread(var why) -> undecided(why);
      case Known(var groups) when groups.isEmpty() -> upheld();
      case Known(var groups) -> carries(groups, networkInterface);
    };
  }

  private Verdict carries(List<SecurityGroup> groups, NetworkInterface networkInterface) {
    var group = groups.getFirst();
    var violated =
        violated(
                "%s uses %s, the default security group of %s",
                networkInterface.id(), group.id(), group.vpc())
            .causedBy(group.id())
            .at(group.id(), "the default security group of %s".formatted(group.vpc()));
    return takeOff(networkInterface, groups).map(violated::remedy).orElse(violated);
  }

  /// Leaves the interface with its other groups. Empty if there are none, which EC2 refuses, or if
  /// a service manages the interface, which refuses changes by others.
  private static Optional<String> takeOff(
      NetworkInterface networkInterface, List<SecurityGroup> groups) {
    var rest = new ArrayList<>(networkInterface.groups());
    rest.removeAll(groups.stream().map(SecurityGroup::id).toList());
    return rest.isEmpty() || !networkInterface.operator().isEmpty()
        ? Optional.empty()
        : Optional.of(
            ShellCommand.aws("ec2", "modify-network-interface-attribute")
                .with("--network-interface-id", networkInterface.id())
                .with("--groups", rest)
                .text());
  }
}
