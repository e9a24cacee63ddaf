package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.targetGroup;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.MEDIUM;

import java.util.List;
import slash80.facts.EndpointService;
import slash80.fixtures.LoadBalancerFixture;
import slash80.judge.Cases;
import slash80.rule.RuleCases;

final class LoadBalancerGroupsApplyToPrivateLinkCases implements RuleCases {

  private static LoadBalancerFixture past() {
    return loadBalancer("web").guardedBy("sg-web").notEnforcingGroupsOnPrivateLink();
  }

  private static EndpointService service(LoadBalancerFixture balancer) {
    return new EndpointService(
        "vpce-svc-1", "com.amazonaws.vpce.us-east-2.vpce-svc-1", List.of(balancer.arn()));
  }

  @Override
  public Cases cases() {
    return judging(new LoadBalancerGroupsApplyToPrivateLink())
        .plants(
            account ->
                account.cluster(
                    cluster ->
                        cluster.with(
                            loadBalancer("lb-linked")
                                .internal()
                                .withoutListeners()
                                .guardedBy("sg-lb")
                                .notEnforcingGroupsOnPrivateLink())),
            "MEDIUM load-balancer-groups-apply-to-private-link/lb-linked")
        .upholds("a balancer that enforces them", loadBalancer("web").guardedBy("sg-web"))
        .upholds(
            "a balancer without groups, which is another rule's",
            loadBalancer("web").notEnforcingGroupsOnPrivateLink())
        .upholds(
            "an application balancer, which PrivateLink does not lead to",
            past().ofType("application"))
        .skips("a balancer of somebody else's", past().withoutTags())
        .finds(
            "a balancer that no endpoint service names",
            MEDIUM,
            "web does not enforce its security groups on PrivateLink traffic",
            past(),
            finding ->
                assertEquals(
                    "aws elbv2 set-security-groups --load-balancer-arn"
                        + " arn:aws:elasticloadbalancing:us-east-2:111122223333:loadbalancer/net/web/1"
                        + " --security-groups sg-web"
                        + " --enforce-security-group-inbound-rules-on-private-link-traffic on",
                    finding.remedy()))
        .finds(
            "a balancer that an endpoint service names",
            HIGH,
            "web does not enforce its security groups on PrivateLink traffic, and vpce-svc-1 leads"
                + " to it",
            demo().with(past()).with(service(past())))
        .finds(
            "an internal balancer that an endpoint service names",
            HIGH,
            "vpce-svc-1 leads to it",
            demo().with(past().internal()).with(service(past())))
        .finds(
            "an endpoint service of another balancer",
            MEDIUM,
            "web does not enforce its security groups on PrivateLink traffic",
            demo().with(past()).with(service(loadBalancer("other"))))
        .finds(
            "endpoint services that were not read",
            MEDIUM,
            "not checked: whether an endpoint service names it (AccessDenied)",
            demo().with(past()).endpointServicesUnread("AccessDenied"))
        .finds(
            "an untagged balancer of another VPC in front of a node",
            MEDIUM,
            "web does not enforce its security groups",
            demo()
                .with(
                    past()
                        .withoutTags()
                        .inVpc("vpc-9", "far")
                        .with(
                            targetGroup("nodes").speaking("ipv4").sendingOutside("10.0.1.17", 80))))
        .cannotTell("an account", "AccessDenied", loadBalancer("web").unread("AccessDenied"))
        .cannotTell(
            "a balancer whose tags were not read",
            "AccessDenied",
            past().tagsUnread("AccessDenied"));
  }
}
