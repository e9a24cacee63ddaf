package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.accelerator;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.publicSubnet;
import static slash80.fixtures.Fixtures.targetGroup;
import static slash80.fixtures.Service.everything;
import static slash80.fixtures.Service.protocol;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.LOW;

import java.util.List;
import java.util.Map;
import slash80.facts.BlockMode;
import slash80.facts.PublicAccessExclusion;
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

  /// Over IPv4 alone, from clients to targets.
  private static LoadBalancerFixture overIpv4(TargetGroupFixture group) {
    return sendingTo(group.speaking("ipv4")).speaking("ipv4");
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
                                    .inSubnets("public")
                                    .with(targetGroup("tg-bare").keepingClientAddress())
                                    .listening("TCP", 443))),
                "HIGH load-balancer-guarded-by-security-group/lb-bare");
    whoHides(cases);
    whereItFaces(cases);
    BalancerReachTable.listeners(cases);
    BalancerReachTable.accelerators(cases);
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
            "web (internet-facing) has no security group and hides IPv4 client addresses from nodes"
                + " and client addresses from pods",
            sendingTo(targetGroup("nodes").ofInstances(), pods()))
        .finds(
            "IPv6 pods with client addresses preserved, which never see IPv4 clients",
            HIGH,
            "web (internet-facing) has no security group and hides IPv4 client addresses from pods",
            sendingTo(pods().keepingClientAddress()),
            finding ->
                assertEquals(
                    "targets have ipv6 addresses: IPv4 clients arrive from the load balancer's"
                        + " address",
                    finding.evidence().getLast().because()))
        .finds(
            "IPv4 nodes with client addresses preserved, which never see IPv6 clients",
            HIGH,
            "web (internet-facing) has no security group and hides IPv6 client addresses from"
                + " nodes",
            sendingTo(targetGroup("nodes").ofInstances().speaking("ipv4")))
        .finds(
            "clients and targets of one family with client addresses preserved",
            LOW,
            "web (internet-facing) has no security group",
            overIpv4(pods().keepingClientAddress()),
            finding ->
                assertEquals("web (internet-facing) has no security group", finding.detail()))
        .finds("no target groups", LOW, "has no security group", sendingTo())
        .finds(
            "an IPv4 target group of nodes behind an IPv4 balancer",
            LOW,
            "has no security group",
            overIpv4(targetGroup("nodes").ofInstances()))
        .finds(
            "a target group of an application load balancer, over IPv4",
            LOW,
            "has no security group",
            overIpv4(targetGroup("alb").ofType("alb")))
        .finds(
            "an application load balancer beside pods",
            HIGH,
            "web (internet-facing) has no security group and hides client addresses from pods",
            sendingTo(targetGroup("alb").ofType("alb").speaking("ipv4"), pods().speaking("ipv4"))
                .speaking("ipv4"));
    for (var protocol : List.of("UDP", "TCP_UDP", "QUIC", "TCP_QUIC")) {
      cases.finds(
          "a group over " + protocol + ", which preserves client addresses",
          LOW,
          "has no security group",
          overIpv4(pods().over(protocol).hidingClientAddress()));
      cases.finds(
          "a group over %s of the other family than some clients".formatted(protocol),
          HIGH,
          "and hides IPv4 client addresses from pods",
          sendingTo(pods().over(protocol)));
    }
    cases
        .finds(
            "a target group whose attributes were not read",
            HIGH,
            "web (internet-facing) has no security group; not checked: whether it hides client"
                + " addresses (AccessDenied)",
            overIpv4(pods().attributesUnread("AccessDenied")))
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
            overIpv4(pods().over("UDP").attributesUnread("AccessDenied")));
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
    whatStopsIt(cases);
    whoElseComes(cases);
  }

  private static void whatStopsIt(Cases cases) {
    cases
        .finds(
            "block public access in front of the balancer",
            LOW,
            "web (internet-facing) has no security group; the internet does not reach its subnets",
            demo().with(sendingTo(pods())).blocking(BlockMode.BLOCK_INGRESS))
        .finds(
            "block public access with an exclusion for another subnet",
            LOW,
            "the internet does not reach its subnets",
            demo()
                .with(sendingTo(pods()))
                .blocking(BlockMode.BLOCK_BIDIRECTIONAL)
                .with(exclusion("subnet-a")))
        .finds(
            "block public access with an exclusion for its subnet",
            HIGH,
            "hides client addresses from pods",
            demo()
                .with(sendingTo(pods()))
                .blocking(BlockMode.BLOCK_BIDIRECTIONAL)
                .with(exclusion("subnet-front")))
        .finds(
            "no route in front of the balancer",
            LOW,
            "the internet does not reach its subnets",
            sendingTo(pods()).inSubnets("a", "b"))
        .finds(
            "a route to an internet gateway that no file shows",
            HIGH,
            "web (internet-facing) has no security group; not checked: whether it hides client"
                + " addresses (rtb-front has an active route to igw-1",
            demo().with(sendingTo(pods())).withoutInternetGateway())
        .finds(
            "an ACL that stops one family, with targets of the other",
            HIGH,
            "web (internet-facing) has no security group and hides IPv4 client addresses from pods",
            publicSubnet(node("n1"))
                .denies(everything())
                .to("::/0")
                .inCluster()
                .with(sendingTo(pods().keepingClientAddress()).inSubnets("a")))
        .finds(
            "an ACL that stops the family of the clients that it would hide",
            LOW,
            "web (internet-facing) has no security group",
            publicSubnet(node("n1"))
                .denies(everything())
                .to("0.0.0.0/0")
                .inCluster()
                .with(sendingTo(pods().keepingClientAddress()).inSubnets("a")))
        .finds(
            "subnets that AWS does not list: the scheme decides",
            HIGH,
            "web (internet-facing; its subnets were not read) has no security group and hides"
                + " client addresses from pods",
            sendingTo(pods()).inSubnets())
        .finds(
            "a route table that was not read",
            HIGH,
            "web (internet-facing) has no security group; not checked: whether it hides client"
                + " addresses (the route table of subnet-a was not read)",
            publicSubnet(node("n1"))
                .withoutRouteTable()
                .inCluster()
                .with(sendingTo(pods()).inSubnets("a")));
  }

  private static PublicAccessExclusion exclusion(String resource) {
    return new PublicAccessExclusion(
        "vpcbpa-exclude-1", resource, "allow-bidirectional", "create-complete", Map.of());
  }

  private static void whoElseComes(Cases cases) {
    var inner = sendingTo(pods()).internal();
    cases
        .finds(
            "an internal balancer that is an endpoint of an accelerator",
            HIGH,
            "web (internal, but an endpoint of an accelerator) has no security group and hides"
                + " client addresses from pods",
            demo()
                .with(inner)
                .with(accelerator("ga").listening("TCP", 443).hidingClientsFrom(inner)))
        .finds(
            "an internal balancer in a subnet with an accelerator whose endpoints were not read",
            HIGH,
            "web (internal) has no security group; not checked",
            demo()
                .with(sendingTo(pods()).internal())
                .withAcceleratorIn("front")
                .acceleratorsUnread("AccessDenied"))
        .finds(
            "an accelerator whose endpoints are other ones",
            LOW,
            "web (internal) has no security group",
            demo()
                .with(sendingTo(pods()).internal())
                .withAcceleratorIn("front")
                .with(accelerator("ga").listening("TCP", 443).leadingTo("n1")))
        .finds(
            "a balancer of another VPC that sends to a node there",
            HIGH,
            "web (internet-facing; its subnets were not read) has no security group and hides"
                + " client addresses from nodes",
            demo()
                .with(
                    loadBalancer("web")
                        .withoutTags()
                        .speaking("ipv4")
                        .inVpc("vpc-9", "far")
                        .with(
                            targetGroup("nodes")
                                .speaking("ipv4")
                                .sendingOutside("10.0.1.17", 30080))))
        .finds(
            "Fargate pods behind it",
            HIGH,
            "hides client addresses from pods",
            demo()
                .with(
                    networkInterface("pod").describedAs("fargate-pod").withIpv6("2001:db8:0:1::77"))
                .with(
                    loadBalancer("web")
                        .withoutTags()
                        .with(targetGroup("pods").sendingTo("2001:db8:0:1::77", 8080))))
        .skips(
            "a balancer of another VPC that sends to the same address there",
            demo()
                .with(
                    loadBalancer("web")
                        .withoutTags()
                        .inVpc("vpc-9", "far")
                        .with(targetGroup("own").speaking("ipv4").sendingInside("10.0.1.17", 80))));
  }
}
