package slash80.rules;

import static slash80.rule.Card.medium;
import static slash80.rule.Severity.LOW;
import static slash80.rule.Severity.MEDIUM;
import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import java.util.List;
import java.util.Optional;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.NodeGroup;
import slash80.facts.Subnet;
import slash80.ip.IpFamily;
import slash80.network.InterfaceKind;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// A node gets its own IPv6 address from its subnet at launch, or not at all.
public final class NodeSubnetAssignsIpv6 implements Rule<Subnet> {

  @Override
  public Card card() {
    return medium("A node subnet should assign IPv6 addresses on creation")
        .passes("the subnet has an IPv6 range and assigns addresses from it")
        .fails(
            "it has no IPv6 range, or assigns no addresses: LOW while every node there has an"
                + " address and no managed node group launches there without a launch template,"
                + " as Karpenter's and other templates ask for an address themselves")
        .unchecked(
            "the subnet, the state of its range, or the managed node groups could not be read")
        .risk("A node launched there has no IPv6 address and cannot join the cluster.")
        .fix(
            "Associate an IPv6 range with ec2:AssociateSubnetCidrBlock and turn auto-assignment"
                + " on.")
        .see("https://docs.aws.amazon.com/eks/latest/userguide/cni-ipv6.html");
  }

  @Override
  public Verdict judge(Subnet subnet, Network network) {
    return network.nodeGroups() instanceof Unread<List<NodeGroup>>(var why)
            && !network.prefixSubnetIds().asKnown().orElse(List.of()).contains(subnet.id())
        ? undecided("which managed node groups launch there was not read: " + why)
        : judgeNodes(subnet, network);
  }

  /// Judges a subnet in which nodes stand or are launched.
  private static Verdict judgeNodes(Subnet subnet, Network network) {
    return switch (subnet.speaks(IpFamily.IPV6)) {
      case Known(var speaks) when !speaks ->
          violated("%s has no associated IPv6 range", subnet.id())
              .at(subnet.id(), "no associated IPv6 range");
      case Known(_) when subnet.assignsIpv6OnCreation() -> upheld();
      case Unread(var why) when subnet.assignsIpv6OnCreation() -> undecided(why);
      case Known(_), Unread(_) -> withoutAssignment(subnet, network);
    };
  }

  private static Verdict withoutAssignment(Subnet subnet, Network network) {
    var groups =
        network
            .nodeGroups()
            .map(all -> all.stream().filter(group -> isBare(group, subnet)).toList());
    var bare = groups.asKnown().orElse(List.of());
    boolean isLow = bare.isEmpty() && everyNodeHasIpv6(subnet, network);
    var violated =
        isLow && groups instanceof Unread<List<NodeGroup>>(var why)
            ? violated(
                "%s does not assign IPv6 addresses on creation; whether a managed node group"
                    + " launches there without a launch template was not checked: %s",
                subnet.id(), why)
            : violated("%s does not assign IPv6 addresses on creation", subnet.id());
    var told =
        violated.as(isLow ? LOW : MEDIUM).at(subnet.id(), "AssignIpv6AddressOnCreation is off");
    for (var group : bare) {
      told =
          told.at(group.name(), "the managed node group launches there without a launch template");
    }
    return told.remedy(assignIpv6OnCreation(subnet));
  }

  /// Whether a node group launches in a subnet without a launch template that could ask for an
  /// address. A node's tag does not tell: EKS makes a template for each group
  /// (https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html).
  private static boolean isBare(NodeGroup group, Subnet subnet) {
    return group.subnets().contains(subnet.id()) && !group.hasLaunchTemplate();
  }

  /// Whether every node in the subnet has an IPv6 address, whatever the subnet says: a launch
  /// template may ask for it (https://karpenter.sh/docs/concepts/nodeclasses).
  private static boolean everyNodeHasIpv6(Subnet subnet, Network network) {
    return network
        .interfacesIn(subnet)
        .map(
            interfaces ->
                interfaces.stream()
                    .filter(item -> network.kindOf(item).equals(Optional.of(InterfaceKind.PRIMARY)))
                    .noneMatch(item -> item.ipv6Addresses().isEmpty()))
        .asKnown()
        .orElse(false);
  }

  private static String assignIpv6OnCreation(Subnet subnet) {
    return ShellCommand.aws("ec2", "modify-subnet-attribute")
        .with("--subnet-id", subnet.id())
        .with("--assign-ipv6-address-on-creation")
        .text();
  }
}
