package slash80.rules;

import static slash80.rule.Card.medium;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.MEDIUM;
import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import java.util.List;
import slash80.facts.EndpointService;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.LoadBalancer;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// The consumers of an endpoint service arrive at a network load balancer from its own address.
/// Where its security groups do not hold for them, nothing looks at where they come from.
public final class LoadBalancerGroupsApplyToPrivateLink implements Rule<LoadBalancer> {

  @Override
  public Card card() {
    return medium("A load balancer should enforce its security groups on PrivateLink traffic")
        .scale("MEDIUM, HIGH when an endpoint service names it")
        .passes(
            "the network load balancer enforces its security groups on PrivateLink traffic, has"
                + " none, or does not serve the cluster")
        .fails("it does not")
        .unchecked("it could not be read whether it serves the cluster")
        .risk("Whoever the endpoint service admits gets past its security groups.")
        .fix(
            "Set EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic to on with"
                + " elasticloadbalancing:SetSecurityGroups.")
        .see(
            "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html");
  }

  @Override
  public Verdict judge(LoadBalancer balancer, Network network) {
    if (!balancer.letsPrivateLinkPast()) {
      return upheld();
    }
    return switch (network.entrances().fronts(balancer)) {
      case Unread(var why) -> undecided(why);
      case Known(var fronts) when fronts ->
          past(balancer, network.entrances().endpointServicesOf(balancer));
      case Known(_) -> upheld();
    };
  }

  private static Verdict past(LoadBalancer balancer, Fact<List<EndpointService>> services) {
    var named =
        services.asKnown().orElse(List.of()).stream().map(EndpointService::id).sorted().toList();
    var violated =
        violated(
                "%s does not enforce its security groups on PrivateLink traffic%s",
                balancer.name(), clause(named, services))
            .as(named.isEmpty() ? MEDIUM : HIGH)
            .at(balancer.arn(), "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic is off");
    for (var service : named) {
      violated = violated.at(service, "names " + balancer.name());
    }
    return violated.remedy(enforce(balancer));
  }

  private static String clause(List<String> named, Fact<List<EndpointService>> services) {
    if (services instanceof Unread<List<EndpointService>>(var why)) {
      return "; not checked: whether an endpoint service names it (%s)".formatted(why);
    }
    return named.isEmpty() ? "" : ", and %s leads to it".formatted(Phrases.list(named));
  }

  /// The command sets the groups anew, so it names those that the load balancer has.
  private static String enforce(LoadBalancer balancer) {
    return ShellCommand.aws("elbv2", "set-security-groups")
        .with("--load-balancer-arn", balancer.arn())
        .with("--security-groups", balancer.groups())
        .with("--enforce-security-group-inbound-rules-on-private-link-traffic", "on")
        .text();
  }
}
