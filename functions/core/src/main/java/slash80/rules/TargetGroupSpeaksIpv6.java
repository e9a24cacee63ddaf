package slash80.rules;

import static slash80.rules.Card.medium;
import static slash80.rules.Verdict.undecided;
import static slash80.rules.Verdict.upheld;
import static slash80.rules.Verdict.violated;

import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.Network;
import slash80.facts.TargetGroup;

/// Pods have IPv6 addresses only: a target group of IPv4 reaches them through a port of a node at
/// best.
final class TargetGroupSpeaksIpv6 implements Rule<TargetGroup> {

  @Override
  public Card card() {
    return medium("A target group of the cluster speaks IPv6")
        .risk("It cannot reach pods, and what it sends to nodes goes past the rules for IPv6.")
        .fix(
            "Make an ipv6 one with elasticloadbalancing:CreateTargetGroup, as none can be changed,"
                + " and forward to it with elasticloadbalancing:ModifyListener.")
        .see(
            "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html");
  }

  @Override
  public Verdict judge(TargetGroup group, Network network) {
    if (!group.sendsToHosts() || !group.ipAddressType().equals("ipv4")) {
      return upheld();
    }
    return switch (network.isOfCluster(group)) {
      case Unread(var why) -> undecided(why);
      case Known(var isOfCluster) when isOfCluster ->
          violated("%s, of %s targets, has address type ipv4", group.name(), group.targetType())
              .at(group.arn(), "address type ipv4");
      case Known(_) -> upheld();
    };
  }
}
