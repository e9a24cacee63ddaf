package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.targetGroup;
import static slash80.rules.Cases.judging;
import static slash80.rules.Severity.HIGH;
import static slash80.rules.Severity.LOW;

import java.util.List;
import slash80.fixtures.LoadBalancerFixture;
import slash80.fixtures.Part;
import slash80.fixtures.TargetGroupFixture;

final class LoadBalancerGuardedBySecurityGroupCases {
  private LoadBalancerGuardedBySecurityGroupCases() {}

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

  static Cases cases() {
    var cases = judging(new LoadBalancerGuardedBySecurityGroup());
    whoHides(cases);
    whereItFaces(cases);
    return cases
        .upholds("a balancer that has a group", sendingTo(pods()).guardedBy("sg-web"))
        .upholds("an application load balancer", sendingTo(pods()).ofType("application"))
        .upholds("a gateway load balancer", sendingTo(pods()).ofType("gateway"))
        .asksNobodyOf("a balancer of somebody else's", loadBalancer("web").withoutTags())
        .cannotTell("an account", "AccessDenied", loadBalancer("web").unread("AccessDenied"))
        .cannotTell(
            "a balancer whose tags were not read",
            "AccessDenied",
            loadBalancer("web").tagsUnread("AccessDenied"));
  }

  private static void whoHides(Cases cases) {
    cases
        .finds(
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
            HIGH,
            "web (internet-facing) has no security group and hides client addresses from pods",
            sendingTo(pods().over("TLS")))
        .finds(
            HIGH,
            "web (internet-facing) has no security group and hides client addresses from nodes",
            sendingTo(targetGroup("nodes").ofInstances().hidingClientAddress()))
        .finds(
            HIGH,
            "web (internet-facing) has no security group and hides client addresses from pods",
            sendingTo(targetGroup("nodes").ofInstances(), pods()))
        .finds(
            LOW,
            "web (internet-facing) has no security group",
            sendingTo(pods().keepingClientAddress()),
            finding ->
                assertEquals("web (internet-facing) has no security group", finding.detail()))
        .finds(LOW, "has no security group", sendingTo())
        .finds(LOW, "has no security group", sendingTo(targetGroup("nodes").ofInstances()))
        .finds(LOW, "has no security group", sendingTo(targetGroup("alb").ofType("alb")))
        .finds(
            HIGH,
            "web (internet-facing) has no security group and hides client addresses from pods",
            sendingTo(targetGroup("alb").ofType("alb"), pods()));
    for (var protocol : List.of("UDP", "TCP_UDP", "QUIC", "TCP_QUIC")) {
      cases.finds(
          LOW, "has no security group", sendingTo(pods().over(protocol).hidingClientAddress()));
    }
    cases
        .finds(
            HIGH,
            "web (internet-facing) has no security group; not checked: whether it hides client"
                + " addresses (AccessDenied)",
            sendingTo(pods().attributesUnread("AccessDenied")))
        .finds(
            HIGH,
            "web (internet-facing) has no security group; not checked: whether it hides client"
                + " addresses (AccessDenied)",
            demo().with(sendingTo(pods())).unread(Part.TARGET_GROUPS, "AccessDenied"))
        .finds(
            LOW,
            "has no security group",
            sendingTo(pods().over("UDP").attributesUnread("AccessDenied")));
  }

  private static void whereItFaces(Cases cases) {
    var denying = "ipv6.deny_all_igw_traffic";
    cases
        .finds(
            LOW,
            "web (internal) has no security group",
            sendingTo(pods()).internal(),
            finding -> assertEquals("web (internal) has no security group", finding.detail()))
        .finds(
            LOW,
            "web (internal) has no security group",
            sendingTo(pods()).internal().withAttribute(denying, "true"))
        .finds(
            LOW,
            "web (internal) has no security group",
            sendingTo(pods()).internal().attributesUnread("AccessDenied"))
        .finds(
            HIGH,
            "web (internal, but ipv6.deny_all_igw_traffic is off) has no security group and hides"
                + " client addresses from pods",
            sendingTo(pods()).internal().withAttribute(denying, "false"))
        .finds(
            LOW,
            "web (internal) has no security group",
            sendingTo(pods()).internal().speaking("ipv4").withAttribute(denying, "false"))
        .finds(
            HIGH,
            "web (internet-facing) has no security group and hides client addresses from pods",
            sendingTo(pods()).withAttribute(denying, "true"))
        .finds(
            HIGH,
            "web (internet-facing) has no security group and hides client addresses from pods",
            sendingTo(pods()).attributesUnread("AccessDenied"));
  }
}
