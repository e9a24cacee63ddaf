package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.otherVpc;
import static slash80.fixtures.Fixtures.prefixList;
import static slash80.fixtures.Fixtures.publicSubnet;
import static slash80.fixtures.Fixtures.subnet;
import static slash80.fixtures.Fixtures.targetGroup;
import static slash80.fixtures.Service.everything;
import static slash80.fixtures.Service.tcp;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.MEDIUM;

import slash80.facts.BlockMode;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.GroupFixture;
import slash80.fixtures.LoadBalancerFixture;
import slash80.fixtures.Part;
import slash80.judge.Cases;
import slash80.rule.RuleCases;

final class LoadBalancerSpeaksIpv6Cases implements RuleCases {

  @Override
  public Cases cases() {
    var cases = judging(new LoadBalancerSpeaksIpv6());
    whoGetsIn(cases);
    otherKinds(cases);
    return cases
        .plants(
            account ->
                account.cluster(
                    cluster ->
                        cluster
                            .with(group("sg-lb").opens(tcp(443)).to("10.0.0.0/8"))
                            .with(
                                loadBalancer("lb-old")
                                    .inSubnets("public")
                                    .speaking("ipv4")
                                    .guardedBy("sg-lb")
                                    .with(targetGroup("tg-web").keepingClientAddress())
                                    .listening("TCP", 443))),
            "HIGH load-balancer-speaks-ipv6/lb-old")
        .upholds("a dual-stack balancer", loadBalancer("web"))
        .upholds(
            "a balancer without public IPv4",
            loadBalancer("web").ofType("application").speaking("dualstack-without-public-ipv4"))
        .finds(
            "an IPv4 balancer behind block public access",
            MEDIUM,
            "web (internet-facing) has address type ipv4",
            demo().with(loadBalancer("web").speaking("ipv4")).blocking(BlockMode.BLOCK_INGRESS))
        .finds(
            "an IPv4 balancer without a route in front",
            MEDIUM,
            "web (internet-facing) has address type ipv4",
            loadBalancer("web").speaking("ipv4").inSubnets("a"))
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

  private static ClusterFixture guarded(LoadBalancerFixture balancer, GroupFixture group) {
    return demo().with(balancer.guardedBy("sg-web")).with(group);
  }

  private static GroupFixture admitting(String... sources) {
    return group("sg-web").opens(tcp(443)).to(sources);
  }

  private static LoadBalancerFixture web() {
    return loadBalancer("web").ofType("application").listening("HTTPS", 443);
  }

  private static void whoGetsIn(Cases cases) {
    var only = "is dual-stack, but lets clients in over IPv4 only on tcp 443";
    cases
        .finds(
            "a dual-stack balancer whose group admits the IPv4 internet only",
            HIGH,
            "web (internet-facing) " + only,
            guarded(web(), admitting("0.0.0.0/0")),
            finding -> assertEquals(new LoadBalancerSpeaksIpv6().card().fix(), finding.remedy()))
        .finds(
            "an internal one whose group admits IPv4 of the VPC only",
            MEDIUM,
            "web (internal) " + only,
            guarded(web().internal(), admitting("10.0.0.0/8")))
        .upholds("a group that admits both", guarded(web(), admitting("0.0.0.0/0", "::/0")))
        .upholds(
            "a group that admits some IPv6 clients",
            guarded(web(), admitting("0.0.0.0/0", "2001:db8:ffff::/48")))
        .upholds("a group that admits IPv6 only", guarded(web(), admitting("::/0")))
        .upholds("a group that admits nobody", guarded(web(), group("sg-web")))
        .upholds(
            "an internal one whose group admits another group, whatever the family",
            guarded(web().internal(), admitting("10.0.0.0/8", "sg-cluster")))
        .upholds(
            "IPv4 on a port that it does not listen on",
            guarded(web(), admitting("::/0").opens(tcp(80)).to("0.0.0.0/0")))
        .finds(
            "one port of two",
            HIGH,
            "lets clients in over IPv4 only on tcp 80",
            guarded(
                web().listening("HTTP", 80),
                admitting("0.0.0.0/0", "::/0").opens(tcp(80)).to("0.0.0.0/0")))
        .finds(
            "a network balancer without a group whose subnet has no IPv6 route",
            HIGH,
            "web (internet-facing) " + only,
            subnet("a", "2001:db8:0:1::/64", node("n1"))
                .routes("0.0.0.0/0")
                .to("igw-1")
                .inCluster()
                .with(loadBalancer("web").listening("TCP", 443).inSubnets("a")))
        .finds(
            "a network ACL that stops IPv6",
            HIGH,
            "web (internet-facing) " + only,
            publicSubnet(node("n1"))
                .denies(everything())
                .to("::/0")
                .inCluster()
                .with(loadBalancer("web").listening("TCP", 443).inSubnets("a")))
        .finds(
            "an attribute that keeps the internet out over IPv6",
            HIGH,
            "web (internet-facing) " + only,
            loadBalancer("web")
                .listening("TCP", 443)
                .withAttribute("ipv6.deny_all_igw_traffic", "true"))
        .upholds(
            "no route of either family", loadBalancer("web").listening("TCP", 443).inSubnets("a"))
        .cannotTell(
            "a prefix list of IPv6 clients that was not read",
            "Throttling",
            guarded(web(), admitting("0.0.0.0/0", "pl-1"))
                .with(prefixList("pl-1").unread("Throttling")))
        .cannotTell(
            "security groups that were not read",
            "AccessDenied",
            guarded(web(), admitting("0.0.0.0/0")).unread(Part.GROUPS, "AccessDenied"));
  }

  private static void otherKinds(Cases cases) {
    var inner =
        loadBalancer("inner")
            .ofType("application")
            .internal()
            .withoutTags()
            .with(targetGroup("pods").over("HTTP").sendingTo("2001:db8:0:1:1::5", 8080))
            .listening("HTTP", 80);
    cases
        .finds(
            "a classic balancer in front of a node",
            HIGH,
            "web (internet-facing) is a Classic Load Balancer, which speaks IPv4 only",
            loadBalancer("web").withoutTags().classic("n1").listening("TCP", 443, 30443),
            finding -> {
              assertEquals("load-balancer-speaks-ipv6/web", finding.id());
              assertEquals(new LoadBalancerSpeaksIpv6().card().fix(), finding.remedy());
            })
        .finds(
            "an internal classic balancer that is tagged as the cluster's",
            MEDIUM,
            "web (internal) is a Classic Load Balancer, which speaks IPv4 only",
            loadBalancer("web").classic().internal())
        .skips(
            "a classic balancer of other instances",
            loadBalancer("web").withoutTags().classic("i-other").listening("TCP", 443, 80))
        .cannotTell(
            "a classic balancer that only its interface shows",
            "elasticloadbalancing:DescribeLoadBalancers: AccessDenied",
            demo()
                .with(
                    networkInterface("elb")
                        .describedAs("ELB a1b2c3")
                        .guardedOnlyBy(group("sg-elb")))
                .unread(
                    Part.CLASSIC_LOAD_BALANCERS,
                    "elasticloadbalancing:DescribeLoadBalancers: AccessDenied"))
        .finds(
            "an IPv4 network balancer in front of the cluster's internal application balancer",
            HIGH,
            "front (internet-facing) has address type ipv4",
            demo()
                .with(inner)
                .with(
                    loadBalancer("front")
                        .withoutTags()
                        .speaking("ipv4")
                        .with(targetGroup("alb").sendingTo(inner, 80))
                        .listening("TCP", 80)))
        .finds(
            "a balancer of another VPC whose subnets were not read",
            HIGH,
            "web (internet-facing; its subnets were not read) has address type ipv4",
            demo()
                .with(
                    loadBalancer("web")
                        .withoutTags()
                        .speaking("ipv4")
                        .inVpc("vpc-9", "far")
                        .with(
                            targetGroup("nodes").speaking("ipv4").sendingOutside("10.0.2.17", 80))))
        .finds(
            "a balancer of another VPC that block public access guards",
            MEDIUM,
            "web (internet-facing) has address type ipv4",
            demo()
                .beside(
                    otherVpc(
                            "vpc-9",
                            "2001:db8:9::/56",
                            subnet("far", "2001:db8:9:1::/64").leavingByInternetGateway())
                        .blocking(BlockMode.BLOCK_INGRESS))
                .with(
                    loadBalancer("web")
                        .withoutTags()
                        .speaking("ipv4")
                        .inVpc("vpc-9", "far")
                        .with(
                            targetGroup("nodes").speaking("ipv4").sendingOutside("10.0.1.17", 80))))
        .finds(
            "a balancer that sends to a branch interface",
            HIGH,
            "web (internet-facing) has address type ipv4",
            subnet("a", "2001:db8:0:1::/64", node("n1").with(networkInterface("trunk").trunk()))
                .inCluster()
                .with(networkInterface("pod").branchOf("trunk").withIpv6("2001:db8:0:1::88"))
                .with(
                    loadBalancer("web")
                        .withoutTags()
                        .speaking("ipv4")
                        .with(targetGroup("pods").sendingTo("2001:db8:0:1::88", 80))))
        .finds(
            "a balancer whose rules alone forward to the cluster",
            HIGH,
            "web (internet-facing) has address type ipv4",
            loadBalancer("web")
                .withoutTags()
                .ofType("application")
                .speaking("ipv4")
                .with(targetGroup("pods").sendingTo("2001:db8:0:1:1::5", 80))
                .ruling("HTTP", 80));
  }
}
