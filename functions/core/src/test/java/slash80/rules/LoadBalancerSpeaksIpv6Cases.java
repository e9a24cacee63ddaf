package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.targetGroup;
import static slash80.fixtures.Service.tcp;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.MEDIUM;

import slash80.fixtures.Part;
import slash80.judge.Cases;
import slash80.rule.RuleCases;

final class LoadBalancerSpeaksIpv6Cases implements RuleCases {

  @Override
  public Cases cases() {
    return judging(new LoadBalancerSpeaksIpv6())
        .plants(
            account ->
                account.cluster(
                    cluster ->
                        cluster
                            .with(group("sg-lb").opens(tcp(443)).to("10.0.0.0/8"))
                            .with(
                                loadBalancer("lb-old")
                                    .speaking("ipv4")
                                    .guardedBy("sg-lb")
                                    .with(targetGroup("tg-web").keepingClientAddress())
                                    .listening("TCP", 443))),
            "HIGH load-balancer-speaks-ipv6/lb-old")
        .upholds("a dual-stack balancer", loadBalancer("web"))
        .upholds(
            "a balancer without public IPv4",
            loadBalancer("web").ofType("application").speaking("dualstack-without-public-ipv4"))
        .upholds(
            "a dual-stack balancer, whoever's it is",
            loadBalancer("web").withoutTags().tagsUnread("AccessDenied"))
        .skips("a balancer of somebody else's", loadBalancer("web").speaking("ipv4").withoutTags())
        .finds(
            "an internet-facing IPv4 load balancer",
            HIGH,
            "web (internet-facing) has address type ipv4",
            loadBalancer("web").speaking("ipv4"),
            finding -> {
              assertEquals("load-balancer-speaks-ipv6/web", finding.id());
              assertEquals("load-balancer", finding.subjectType());
              assertEquals(
                  "aws elbv2 set-ip-address-type --load-balancer-arn"
                      + " arn:aws:elasticloadbalancing:us-east-2:111122223333:loadbalancer/net/web/1"
                      + " --ip-address-type dualstack",
                  finding.remedy());
            })
        .finds(
            "an internal IPv4 load balancer",
            MEDIUM,
            "web (internal) has address type ipv4",
            loadBalancer("web").internal().speaking("ipv4"))
        .finds(
            "an untagged IPv4 load balancer in front of a node",
            "web (internet-facing) has address type ipv4",
            loadBalancer("web")
                .speaking("ipv4")
                .withoutTags()
                .with(targetGroup("nodes").ofInstances().sendingTo("n1", 30080)))
        .finds(
            "an untagged IPv4 load balancer in front of a pod",
            "web (internet-facing) has address type ipv4",
            loadBalancer("web")
                .speaking("ipv4")
                .withoutTags()
                .with(targetGroup("pods").sendingTo("2001:db8:0:1:1::5", 8080)))
        .cannotTell("AccessDenied", loadBalancer("web").unread("AccessDenied"))
        .cannotTell(
            "a balancer whose tags were not read",
            "elasticloadbalancing:DescribeTags: AccessDenied",
            loadBalancer("web")
                .speaking("ipv4")
                .tagsUnread("elasticloadbalancing:DescribeTags: AccessDenied"))
        .cannotTell(
            "a balancer whose targets were not read",
            "Throttling",
            demo()
                .with(loadBalancer("web").speaking("ipv4").withoutTags())
                .unread(Part.TARGET_GROUPS, "Throttling"));
  }
}
