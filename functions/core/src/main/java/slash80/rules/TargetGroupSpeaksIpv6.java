package slash80.rules;

import static slash80.rule.Card.medium;
import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.TargetGroup;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// Pods have IPv6 addresses only: an IPv4 target group can reach them through a node port at best.
public final class TargetGroupSpeaksIpv6 implements Rule<TargetGroup> {

  @Override
  public Card card() {
    return medium("A target group of the cluster should use IPv6")
        .passes("the target group's address type is ipv6, or it does not serve the cluster")
        .fails("it is ipv4")
        .unchecked("it could not be read whether the group serves the cluster")
        .risk("It cannot reach pods, and its traffic to nodes bypasses the rules for IPv6.")
        .fix(
            "Create an ipv6 target group with elasticloadbalancing:CreateTargetGroup (the type"
                + " cannot be changed) and forward to it with elasticloadbalancing:ModifyListener.")
        .see(
            "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html");
  }

  @Override
  public Verdict judge(TargetGroup group, Network network) {
    if (!group.sendsToHosts() || !group.ipAddressType().equals("ipv4")) {
      return upheld();
    }
    return switch (network.entrances().isOfCluster(group)) {
      case Unread(var why) -> undecided(why);
      case Known(var isOfCluster) when isOfCluster ->
          violated("%s (target type %s) has address type ipv4", group.name(), group.targetType())
              .at(group.arn(), "address type ipv4");
      case Known(_) -> upheld();
    };
  }
}
