package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.prefixList;
import static slash80.fixtures.Fixtures.privateSubnet;
import static slash80.fixtures.Fixtures.publicSubnet;
import static slash80.fixtures.Fixtures.targetGroup;
import static slash80.fixtures.Service.everything;
import static slash80.fixtures.Service.protocol;
import static slash80.fixtures.Service.tcp;
import static slash80.fixtures.Service.udp;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.CRITICAL;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.LOW;
import static slash80.rule.Severity.MEDIUM;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import slash80.facts.BlockMode;
import slash80.fixtures.Fixture;
import slash80.fixtures.NodeFixture;
import slash80.fixtures.Part;
import slash80.fixtures.Service;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.ip.PortRange;
import slash80.ip.Protocol;
import slash80.ip.ServiceSet;
import slash80.judge.Cases;
import slash80.rule.Finding;
import slash80.rule.RuleCases;
import slash80.rule.Verdict;

final class NodeClosedToIpv4InternetCases implements RuleCases {

  @Override
  public Cases cases() {
    var cases =
        judging(new NodeClosedToIpv4Internet())
            .plants(
                account ->
                    account.cluster(
                        cluster ->
                            cluster.with(
                                networkInterface("fargate")
                                    .describedAs("fargate-pod")
                                    .inSubnet("public")
                                    .withIpv6("2001:db8:0:4:77::1")
                                    .withIpv4("10.0.2.77")
                                    .withPublicIpv4("192.0.2.77")
                                    .opens(tcp(443))
                                    .to("0.0.0.0/0"))),
                "HIGH node-closed-to-ipv4-internet/eni-fargate");
    whatIsClosed(cases);
    severity(cases);
    whoIsAsked(cases);
    portsThatBalancersNeed(cases);
    whatCouldNotBeRead(cases);
    return cases;
  }

  /// A node with a public address whose own group opens a service.
  private static NodeFixture opening(Service service, String... sources) {
    return node("n1").withPublicIpv4("203.0.113.9").opens(service).to(sources);
  }

  private static Fixture open(Service service, String... sources) {
    return publicSubnet(opening(service, sources));
  }

  private static void whatIsClosed(Cases cases) {
    var opening = opening(tcp(22), "0.0.0.0/0");
    cases
        .upholds("the demo cluster", demo())
        .upholds("a public address whose groups admit themselves", open(everything(), "sg-other"))
        .upholds("a rule for ::/0", open(everything(), "::/0"))
        .upholds("a rule for the VPC's own range", open(everything(), "10.0.0.0/16"))
        .upholds("a rule for private addresses", open(everything(), "10.0.0.0/8", "100.64.0.0/10"))
        .upholds("an office", open(everything(), "8.8.0.0/24"))
        .upholds(
            "a node without a public address",
            publicSubnet(node("n1").opens(tcp(22)).to("0.0.0.0/0")))
        .upholds("a node behind a NAT gateway", privateSubnet(opening))
        .upholds("an ACL that denies it", publicSubnet(opening).denies(tcp(22)).to("0.0.0.0/0"))
        .upholds(
            "a region that blocks public access",
            publicSubnet(opening).inCluster().blocking(BlockMode.BLOCK_INGRESS));
  }

  private static void severity(Cases cases) {
    cases
        .finds(
            "tcp 22 from 0.0.0.0/0",
            CRITICAL,
            "eni-n1 of n1 is open over IPv4 to the whole internet on tcp 22",
            open(tcp(22), "0.0.0.0/0"),
            NodeClosedToIpv4InternetCases::assertTellsItAll)
        .finds(
            "0.0.0.0/0 in two halves",
            CRITICAL,
            "is open over IPv4 to the whole internet on tcp 22",
            open(tcp(22), "0.0.0.0/1", "128.0.0.0/1"),
            finding -> assertTrue(finding.remedy().endsWith("sgr-n1-1 sgr-n1-2"), finding.remedy()))
        .finds(
            "every protocol from 0.0.0.0/0",
            CRITICAL,
            "on every protocol and port",
            open(everything(), "0.0.0.0/0"))
        .finds(
            "all of udp from 0.0.0.0/0",
            CRITICAL,
            "on all of udp",
            open(udp(0, 65_535), "0.0.0.0/0"))
        .finds("tcp 443 from 0.0.0.0/0", HIGH, "on tcp 443", open(tcp(443), "0.0.0.0/0"))
        .finds("udp 22, which is not a listed port", HIGH, "on udp 22", open(udp(22), "0.0.0.0/0"))
        .finds(
            "icmp from 0.0.0.0/0",
            LOW,
            "on all of icmp",
            open(protocol(Protocol.ICMP), "0.0.0.0/0"))
        .finds(
            "tcp 22 from exactly half",
            CRITICAL,
            "50% of the internet on tcp 22",
            open(tcp(22), Sources.ofIpv4(2)))
        .finds(
            "tcp 22 from just under half",
            MEDIUM,
            "50% of the internet on tcp 22",
            open(tcp(22), Sources.underOfIpv4(2)))
        .finds(
            "tcp 80 from exactly 1/256",
            MEDIUM,
            "0.39% of the internet on tcp 80",
            open(tcp(80), Sources.ofIpv4(256)))
        .finds(
            "tcp 80 from just under 1/256",
            LOW,
            "0.39% of the internet",
            open(tcp(80), Sources.underOfIpv4(256)))
        .finds(
            "tcp 80 from exactly 1/65,536",
            LOW,
            "0.0015% of the internet",
            open(tcp(80), Sources.ofIpv4(65_536)))
        .upholds("a set just under 1/65,536", open(tcp(80), Sources.underOfIpv4(65_536)));
  }

  private static void assertTellsItAll(Finding finding) {
    assertEquals("node-closed-to-ipv4-internet/eni-n1", finding.id());
    assertEquals("network-interface", finding.subjectType());
    assertEquals(Optional.of("n1"), finding.node());
    assertEquals("sg-n1", finding.cause());
    assertEquals(
        "aws ec2 revoke-security-group-ingress --group-id sg-n1"
            + " --security-group-rule-ids sgr-n1-1",
        finding.remedy());
    assertEquals(Optional.empty(), finding.latent());
    assertEquals(
        List.of("igw-1", "rtb-a", "acl-a", "sg-n1"),
        finding.evidence().stream().map(Verdict.Evidence::at).toList());
    var services = ServiceSet.of(IpFamily.IPV4, Protocol.TCP, new PortRange(22, 22));
    var internet = demo().build().internet(IpFamily.IPV4);
    assertEquals(Optional.of(PacketSet.of(services, internet)), finding.open());
  }

  private static void whoIsAsked(Cases cases) {
    var opened = publicSubnet(node("n1")).inCluster().opens(tcp(22)).to("0.0.0.0/0");
    cases
        .finds(
            "a second interface of a node",
            "eni-own of n1 is open over IPv4",
            publicSubnet(
                node("n1")
                    .with(
                        networkInterface("own")
                            .withIpv4("10.0.1.50")
                            .withPublicIpv4("203.0.113.10")
                            .opens(tcp(22))
                            .to("0.0.0.0/0"))))
        .finds(
            "a branch interface of a pod",
            "eni-pod of n1 is open over IPv4",
            publicSubnet(node("n1").with(networkInterface("trunk").trunk()))
                .inCluster()
                .with(
                    networkInterface("pod")
                        .branchOf("trunk")
                        .withIpv4("10.0.1.51")
                        .withPublicIpv4("203.0.113.11")
                        .guardedOnlyBy(group("sg-pod").opens(tcp(22)).to("0.0.0.0/0"))))
        .finds(
            "an interface of the control plane",
            "eni-control is open over IPv4",
            opened.with(
                networkInterface("control")
                    .ofControlPlane("demo")
                    .withIpv4("10.0.1.52")
                    .withPublicIpv4("203.0.113.12")),
            finding -> assertEquals(Optional.empty(), finding.node()));
  }

  private static void portsThatBalancersNeed(Cases cases) {
    var opening = publicSubnet(opening(tcp(30080), "0.0.0.0/0"));
    cases
        .finds(
            "a node port that an IPv4 target group needs",
            LOW,
            "eni-n1 of n1 is open over IPv4 to the whole internet on tcp 30080; tcp 30080 must stay"
                + " open for the clients of web, whose addresses are preserved",
            opening
                .inCluster()
                .with(
                    loadBalancer("web")
                        .with(
                            targetGroup("nodes")
                                .ofInstances()
                                .speaking("ipv4")
                                .sendingTo("n1", 30080))))
        .finds(
            "a pod port behind an IPv4 load balancer",
            LOW,
            "eni-n1 of n1 is open over IPv4 to the whole internet on tcp 30080; tcp 30080 must stay"
                + " open for the clients of web, whose addresses are preserved",
            opening
                .inCluster()
                .with(
                    loadBalancer("web")
                        .speaking("ipv4")
                        .with(
                            targetGroup("nodes")
                                .speaking("ipv4")
                                .keepingClientAddress()
                                .sendingTo("10.0.1.17", 30080))))
        .finds(
            "a node port that only an IPv6 target group uses",
            HIGH,
            "on tcp 30080",
            opening
                .inCluster()
                .with(
                    loadBalancer("web")
                        .with(targetGroup("nodes").ofInstances().sendingTo("n1", 30080))));
  }

  private static void whatCouldNotBeRead(Cases cases) {
    var denied = "UnauthorizedOperation";
    Stream.of(Part.ACLS, Part.ROUTE_TABLES, Part.INTERNET_GATEWAYS, Part.GROUPS)
        .forEach(
            part ->
                cases.cannotTell(
                    "an account without " + part,
                    denied,
                    open(tcp(22), "0.0.0.0/0").inCluster().unread(part, denied)));
    cases
        .cannotTell("an account without interfaces", denied, node("n1").unread(denied))
        .cannotTell(
            "a prefix list",
            "pl-1: Throttling",
            open(tcp(22), "pl-1").inCluster().with(prefixList("pl-1").unread("pl-1: Throttling")))
        .upholds(
            "a node without a public address, whatever the ACL says",
            publicSubnet(node("n1").opens(tcp(22)).to("0.0.0.0/0"))
                .inCluster()
                .unread(Part.ACLS, denied));
  }
}
