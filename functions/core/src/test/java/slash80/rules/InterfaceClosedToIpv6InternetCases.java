package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.prefixList;
import static slash80.fixtures.Fixtures.publicSubnet;
import static slash80.fixtures.Service.everything;
import static slash80.fixtures.Service.icmpv6;
import static slash80.fixtures.Service.protocol;
import static slash80.fixtures.Service.tcp;
import static slash80.fixtures.Service.udp;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.CRITICAL;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.LOW;
import static slash80.rule.Severity.MEDIUM;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import slash80.facts.BlockMode;
import slash80.facts.PublicAccessExclusion;
import slash80.fixtures.Fixture;
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

/// The cases of [InterfaceClosedToIpv6Internet]; three tables beside it hold those about shares,
/// rules and load balancers.
final class InterfaceClosedToIpv6InternetCases implements RuleCases {
  @Override
  public Cases cases() {
    var cases =
        judging(new InterfaceClosedToIpv6Internet())
            .plants(
                account -> account.publicNode(node("open").opens(protocol(132)).to("::/0")),
                "HIGH interface-closed-to-ipv6-internet/eni-open");
    closedNetworks(cases);
    severityByPort(cases);
    ExposureShareTable.severityByShare(cases);
    ExposureShareTable.setsInPieces(cases);
    interfaceKinds(cases);
    LayerTable.clientPorts(cases);
    LayerTable.disagreeingRoutes(cases);
    LayerTable.sharedSubnets(cases);
    LayerTable.icmpOverIpv6(cases);
    OtherVpcTable.otherVpcs(cases);
    ResponsibleRuleTable.evidence(cases);
    ResponsibleRuleTable.rulesToRevoke(cases);
    BalancerPortTable.neededPorts(cases);
    BalancerPortTable.unneededPorts(cases);
    BalancerPortTable.neededTransports(cases);
    unreadFacts(cases);
    return cases;
  }

  /// A public subnet with a node whose own group opens a service.
  static Fixture open(Service service, String... sources) {
    return publicSubnet(node("n1").opens(service).to(sources));
  }

  private static void closedNetworks(Cases cases) {
    var opened = node("n1").opens(tcp(22)).to("::/0");
    cases
        .upholds("the demo cluster", demo())
        .upholds("a public subnet whose groups admit themselves", publicSubnet(node("n1")))
        .upholds("a node behind an egress-only gateway", opened)
        .upholds("a rule for 0.0.0.0/0", open(everything(), "0.0.0.0/0"))
        .upholds("a rule for another group", open(everything(), "sg-other"))
        .upholds("a rule for the VPC's own range", open(everything(), "2001:db8::/56"))
        .upholds("a rule for unique local addresses", open(everything(), "fc00::/7"))
        .upholds("an ACL that denies it", publicSubnet(opened).denies(tcp(22)).to("::/0"))
        .upholds(
            "an ACL that denies the reply",
            publicSubnet(opened).deniesOutbound(tcp(1, 65_535)).to("::/0"))
        .upholds(
            "an interface that denies the internet gateway",
            publicSubnet(node("n2").opens(tcp(22)).to("::/0").denyingAllIgwTraffic()))
        .upholds("a private IPv6 range", publicSubnet(opened).withPrivateIpv6Range())
        .upholds(
            "a VPC whose routes lost their internet gateway",
            publicSubnet(opened)
                .losesRoute("::/0")
                .to("igw-1")
                .inCluster()
                .withoutInternetGateway())
        .upholds(
            "a region that blocks public access",
            publicSubnet(opened).inCluster().blocking(BlockMode.BLOCK_INGRESS))
        .finds(
            "a subnet excluded from block public access",
            CRITICAL,
            "eni-n1 of n1 is open",
            publicSubnet(opened)
                .inCluster()
                .blocking(BlockMode.BLOCK_INGRESS)
                .with(
                    new PublicAccessExclusion(
                        "excl-1", "subnet-a", "allow-bidirectional", "create-complete", Map.of())));
  }

  private static void severityByPort(Cases cases) {
    cases
        .finds(
            "tcp 22 from ::/0",
            CRITICAL,
            "eni-n1 of n1 is open to the whole internet on tcp 22",
            open(tcp(22), "::/0"),
            InterfaceClosedToIpv6InternetCases::assertTellsItAll)
        .finds(
            "every protocol from ::/0",
            CRITICAL,
            "on every protocol and port",
            open(everything(), "::/0"))
        .finds("all of tcp from ::/0", CRITICAL, "on all of tcp", open(tcp(0, 65_535), "::/0"))
        .finds("all of udp from ::/0", CRITICAL, "on all of udp", open(udp(0, 65_535), "::/0"))
        .finds("all tcp ports but 0", CRITICAL, "on tcp 1-65535", open(tcp(1, 65_535), "::/0"))
        .finds("all udp ports but 0", HIGH, "on udp 1-65535", open(udp(1, 65_535), "::/0"))
        .finds("udp 22, which is not a listed port", HIGH, "on udp 22", open(udp(22), "::/0"))
        .finds("tcp 443 from ::/0", HIGH, "on tcp 443", open(tcp(443), "::/0"))
        .finds("protocol 47 from ::/0", HIGH, "on protocol 47", open(protocol(47), "::/0"))
        .finds("icmpv6 from ::/0", LOW, "on all of icmpv6", open(icmpv6(), "::/0"))
        .finds(
            "icmpv6 from ::/0 beside tcp 80 from 1/256",
            MEDIUM,
            "is open to the whole internet on all of icmpv6 and 0.39% of the internet on tcp 80",
            publicSubnet(node("n1").opens(icmpv6()).to("::/0").opens(tcp(80)).to(Sources.part())));
    for (int port :
        new int[] {
          22, 2379, 2380, 3389, 6443, 10250, 10255, 1433, 1521, 3306, 5432, 6379, 9042, 9200, 27017
        }) {
      cases.finds("listed port tcp " + port, CRITICAL, "on tcp " + port, open(tcp(port), "::/0"));
    }
    for (int port : new int[] {21, 23, 2378, 2381, 6442, 6444, 10249, 10251, 10254, 10256}) {
      cases.finds("unlisted port tcp " + port, HIGH, "on tcp " + port, open(tcp(port), "::/0"));
    }
  }

  private static void assertTellsItAll(Finding finding) {
    assertEquals("interface-closed-to-ipv6-internet/eni-n1", finding.id());
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
    var services = ServiceSet.of(IpFamily.IPV6, Protocol.TCP, new PortRange(22, 22));
    var internet = demo().build().internet(IpFamily.IPV6);
    assertEquals(Optional.of(PacketSet.of(services, internet)), finding.open());
  }

  private static void interfaceKinds(Cases cases) {
    var open = publicSubnet(node("n1")).inCluster().opens(tcp(22)).to("::/0");
    cases
        .finds(
            "a trunk interface",
            "eni-trunk of n1 is open",
            publicSubnet(
                node("n1")
                    .with(
                        networkInterface("trunk")
                            .trunk()
                            .withIpv6("2001:db8:0:1::99")
                            .opens(tcp(22))
                            .to("::/0"))))
        .finds(
            "a branch interface of a pod",
            "eni-pod of n1 is open",
            publicSubnet(node("n1").with(networkInterface("trunk").trunk()))
                .inCluster()
                .with(
                    networkInterface("pod")
                        .branchOf("trunk")
                        .withIpv6("2001:db8:0:1::99")
                        .guardedOnlyBy(group("sg-pod").opens(tcp(22)).to("::/0"))))
        .finds(
            "an interface of the control plane",
            "eni-control is open",
            open.with(
                networkInterface("control").ofControlPlane("demo").withIpv6("2001:db8:0:1::98")),
            finding -> assertEquals(Optional.empty(), finding.node()))
        .finds(
            "an interface of a Fargate pod",
            "eni-fargate is open",
            open.with(networkInterface("fargate").withIpv6("2001:db8:0:1::97")))
        .upholds(
            "an interface that has no IPv6 address",
            publicSubnet(node("n1").withoutIpv6().withoutPrefix().opens(tcp(22)).to("::/0")));
  }

  private static void unreadFacts(Cases cases) {
    var denied = "UnauthorizedOperation";
    Stream.of(Part.SUBNETS, Part.ACLS, Part.ROUTE_TABLES, Part.INTERNET_GATEWAYS, Part.GROUPS)
        .forEach(
            part ->
                cases.cannotTell(
                    "an account without " + part,
                    denied,
                    open(tcp(22), "::/0").inCluster().unread(part, denied)));
    cases
        .finds(
            "an account without its VPC",
            CRITICAL,
            "is open to more than 99% of the internet on tcp 22",
            open(tcp(22), "::/0").inCluster().unread(Part.VPC, denied))
        .cannotTell(
            "an account without its exclusions",
            denied,
            open(tcp(22), "::/0")
                .inCluster()
                .blocking(BlockMode.BLOCK_INGRESS)
                .unread(Part.EXCLUSIONS, denied))
        .cannotTell("an account without interfaces", denied, node("n1").unread(denied))
        .cannotTell(
            "a prefix list",
            "pl-1: Throttling",
            publicSubnet(node("n1").opens(tcp(22)).to("pl-1"))
                .inCluster()
                .with(prefixList("pl-1").unread("pl-1: Throttling")))
        .finds(
            "a readable rule beside a prefix list that was not read",
            HIGH,
            "eni-n1 of n1 is open to the whole internet on tcp 443; not checked: what else is open"
                + " (pl-1: Throttling)",
            publicSubnet(node("n1").opens(tcp(443)).to("::/0").opens(tcp(22)).to("pl-1"))
                .inCluster()
                .with(prefixList("pl-1").unread("pl-1: Throttling")))
        .upholds(
            "groups that admit nobody, whatever the ACL says",
            publicSubnet(node("n1")).inCluster().unread(Part.ACLS, denied))
        .upholds(
            "a private subnet, whatever the groups say",
            node("n1").opens(tcp(22)).to("pl-1").inCluster().with(prefixList("pl-1").unread("x")));
  }
}
