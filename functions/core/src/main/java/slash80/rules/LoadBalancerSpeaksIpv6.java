package slash80.rules;

import static slash80.rule.Card.medium;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.MEDIUM;
import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.LoadBalancer;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// A load balancer in front of an IPv6 cluster has to be reachable over IPv6 itself.
public final class LoadBalancerSpeaksIpv6 implements Rule<LoadBalancer> {

  @Override
  public Card card() {
    return medium("A load balancer of the cluster should be dual-stack")
        .scale("MEDIUM, HIGH when internet-facing")
        .passes("the load balancer is dual-stack or IPv6, or does not serve the cluster")
        .fails("its address type is ipv4")
        .unchecked("it could not be read whether it serves the cluster")
        .risk("Clients can reach the cluster's services over IPv4 only.")
        .fix("Set its address type to dualstack with elasticloadbalancing:SetIpAddressType.")
        .see(
            "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-ip-address-type.html");
  }

  @Override
  public Verdict judge(LoadBalancer loadBalancer, Network network) {
    if (!loadBalancer.ipAddressType().equals("ipv4")) {
      return upheld();
    }
    return switch (network.fronts(loadBalancer)) {
      case Unread(var why) -> undecided(why);
      case Known(var fronts) when fronts ->
          violated(
                  "%s (%s) has address type ipv4",
                  loadBalancer.name(),
                  loadBalancer.internetFacing() ? "internet-facing" : "internal")
              .as(loadBalancer.internetFacing() ? HIGH : MEDIUM)
              .at(loadBalancer.arn(), "address type ipv4")
              .remedy(dualStack(loadBalancer));
      case Known(_) -> upheld();
    };
  }

  private static String dualStack(LoadBalancer loadBalancer) {
    return ShellCommand.aws("elbv2", "set-ip-address-type")
        .with("--load-balancer-arn", loadBalancer.arn())
        .with("--ip-address-type", "dualstack")
        .text();
  }
}
