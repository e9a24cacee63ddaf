package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.targetGroup;
import static slash80.fixtures.Service.protocol;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.LOW;

import java.util.List;
import slash80.fixtures.LoadBalancerFixture;
import slash80.fixtures.Part;
import slash80.fixtures.TargetGroupFixture;
import slash80.judge.Cases;
import slash80.rule.RuleCases;
import slash80.rule.Verdict;

final class LoadBalancerGuardedBySecurityGroupCases implements RuleCases {

  private static LoadBalancerFixture sendingTo(TargetGroupFixture... groups) {
    var balancer = loadBalancer("web");
    for (var group : groups) {
      balancer.with(group);
    }
    return balancer;
  }

  private static TargetGroupFixture pods() {
    return targetGroup("pods").sendingTo("2001:db8:0:1:1::5", 8080);
  }

  @Override
  public Cases cases() {
    var cases =
        judging(new LoadBalancerGuardedBySecurityGroup())
            .plants(
                account ->
                    account.cluster(
                        cluster ->
                            cluster.with(
                                loadBalancer("lb-bare")
                                    .with(targetGroup("tg-bare").keepingClientAddress())
                                    .listening("TCP", 443))),
                "LOW load-balancer-guarded-by-security-group/lb-bare");
    whoHides(cases);
    whereItFaces(cases);
    return cases
        .upholds("a balancer that has a group", sendingTo(pods()).guardedBy("sg-web"))
        .upholds("an application load balancer", sendingTo(pods()).ofType("application"))
        .upholds("a gateway load balancer", sendingTo(pods()).ofType("gateway"))
        .skips("a balancer of somebody else's", loadBalancer("web").withoutTags())
        .cannotTell("an account", "AccessDenied", loadBalancer("web").unread("AccessDenied"))
        .cannotTell(
            "a balancer whose tags were not read",
            "AccessDenied",
            loadBalancer("web").tagsUnread("AccessDenied"));
  }

  private static void whoHides(Cases cases) {
    cases
        .finds(
            "a target group of pods",
            HIGH,
            "web (internet-facing) has no security group and hides client addresses from pods",
            sendingTo(pods()),
            finding -> {
              assertEquals("load-balancer-guarded-by-security-group/web", finding.id());
              assertEquals("load-balancer", finding.subjectType());
              assertEquals(new LoadBalancerGuardedBySecurityGroup().card().fix(), finding.remedy());
              assertEquals(
                  List.of("has no security group", "client-IP preservation is off"),
                  finding.evidence().stream().map(Verdict.Evidence::because).toList());
            })
        .finds(
            "a TLS target group of pods",
            HIGH,
            "web (internet-facing) has no security group and hides client addresses from pods",
            sendingTo(pods().over("TLS")))
        .finds(
            "a target group of nodes that hides clients",
            HIGH,
            "web (internet-facing) has no security group and hides client addresses from nodes",
            sendingTo(targetGroup("nodes").ofInstances().hidingClientAddress()))
        .finds(
            "nodes beside pods, of which only the pods' group hides clients",
            HIGH,
            "web (internet-facing) has no security group and hides client addresses from pods",
            sendingTo(targetGroup("nodes").ofInstances(), pods()))
        .finds(
            "pods with client addresses preserved",
            LOW,
            "web (internet-facing) has no security group",
            sendingTo(pods().keepingClientAddress()),
            finding ->
                assertEquals("web (internet-facing) has no security group", finding.detail()))
        .finds("no target groups", LOW, "has no security group", sendingTo())
        .finds(
            "a target group of nodes",
            LOW,
            "has no security group",
            sendingTo(targetGroup("nodes").ofInstances()))
        .finds(
            "a target group of an application load balancer",
            LOW,
            "has no security group",
            sendingTo(targetGroup("alb").ofType("alb")))
        .finds(
            "an application load balancer beside pods",
            HIGH,
            "web (internet-facing) has no security group and hides client addresses from pods",
            sendingTo(targetGroup("alb").ofType("alb"), pods()));
    for (var protocol : List.of("UDP", "TCP_UDP", "QUIC", "TCP_QUIC")) {
      cases.finds(
          "a group over " + protocol + ", which preserves client addresses",
          LOW,
          "has no security group",
          sendingTo(pods().over(protocol).hidingClientAddress()));
    }
    cases
        .finds(
            "a target group whose attributes were not read",
            HIGH,
            "web (internet-facing) has no security group; not checked: whether it hides client"
                + " addresses (AccessDenied)",
            sendingTo(pods().attributesUnread("AccessDenied")))
        .finds(
            "target groups that were not read",
            HIGH,
            "web (internet-facing) has no security group; not checked: whether it hides client"
                + " addresses (AccessDenied)",
            demo().with(sendingTo(pods())).unread(Part.TARGET_GROUPS, "AccessDenied"))
        .finds(
            "a UDP group whose attributes were not read",
            LOW,
            "has no security group",
            sendingTo(pods().over("UDP").attributesUnread("AccessDenied")));
  }

  private static void whereItFaces(Cases cases) {
    var denying = "ipv6.deny_all_igw_traffic";
    cases
        .finds(
            "an internal load balancer",
            LOW,
            "web (internal) has no security group",
            sendingTo(pods()).internal(),
            finding -> assertEquals("web (internal) has no security group", finding.detail()))
        .finds(
            "an internal load balancer that denies gateway traffic",
            LOW,
            "web (internal) has no security group",
            sendingTo(pods()).internal().withAttribute(denying, "true"))
        .finds(
            "an internal load balancer whose attributes were not read",
            LOW,
            "web (internal) has no security group",
            sendingTo(pods()).internal().attributesUnread("AccessDenied"))
        .finds(
            "an internal load balancer that accepts gateway traffic",
            HIGH,
            "web (internal, but ipv6.deny_all_igw_traffic is off) has no security group and hides"
                + " client addresses from pods",
            sendingTo(pods()).internal().withAttribute(denying, "false"))
        .finds(
            "an internal IPv4 load balancer that accepts gateway traffic",
            LOW,
            "web (internal) has no security group",
            sendingTo(pods()).internal().speaking("ipv4").withAttribute(denying, "false"))
        .finds(
            "an internet-facing load balancer that denies gateway traffic",
            HIGH,
            "web (internet-facing) has no security group and hides client addresses from pods",
            sendingTo(pods()).withAttribute(denying, "true"))
        .finds(
            "an internet-facing load balancer whose attributes were not read",
            HIGH,
            "web (internet-facing) has no security group and hides client addresses from pods",
            sendingTo(pods()).attributesUnread("AccessDenied"));
  }
}
