package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.prefixList;
import static slash80.fixtures.Fixtures.publicSubnet;
import static slash80.fixtures.Fixtures.targetGroup;
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
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.Fixture;
import slash80.fixtures.LoadBalancerFixture;
import slash80.fixtures.NodeFixture;
import slash80.fixtures.Part;
import slash80.fixtures.PrefixListFixture;
import slash80.fixtures.Service;
import slash80.fixtures.TargetGroupFixture;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.ip.PortRange;
import slash80.ip.Protocol;
import slash80.ip.ServiceSet;
import slash80.judge.Cases;
import slash80.network.Parameters;
import slash80.rule.Finding;
import slash80.rule.RuleCases;
import slash80.rule.Verdict;

final class InterfaceClosedToIpv6InternetCases implements RuleCases {

  @Override
  public Cases cases() {
    var cases =
        judging(new InterfaceClosedToIpv6Internet())
            .plants(
                account -> account.publicNode(node("open").opens(protocol(132)).to("::/0")),
                "HIGH interface-closed-to-ipv6-internet/eni-open");
    whatIsClosed(cases);
    severityByPort(cases);
    severityByShare(cases);
    theSameSetInPieces(cases);
    whoIsAsked(cases);
    whatShowsIt(cases);
    whatHasToGo(cases);
    portsThatBalancersNeed(cases);
    portsThatBalancersDoNotNeed(cases);
    transportsThatBalancersNeed(cases);
    whatCouldNotBeRead(cases);
    return cases;
  }

  /// A public subnet with a node whose own group opens a service.
  private static Fixture open(Service service, String... sources) {
    return publicSubnet(node("n1").opens(service).to(sources));
  }

  private static void whatIsClosed(Cases cases) {
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
            publicSubnet(opened).deniesOutbound(tcp(1024, 65_535)).to("::/0"))
        .upholds(
            "an interface that denies the internet gateway",
            publicSubnet(node("n2").opens(tcp(22)).to("::/0").denyingAllIgwTraffic()))
        .upholds("a private IPv6 range", publicSubnet(opened).withPrivateIpv6Range())
        .upholds(
            "a VPC without an internet gateway",
            publicSubnet(opened).inCluster().withoutInternetGateway())
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

  private static void severityByShare(Cases cases) {
    cases
        .finds(
            "tcp 22 from exactly half",
            CRITICAL,
            "is open to 50% of the internet on tcp 22",
            open(tcp(22), Sources.half()))
        .finds(
            "tcp 22 from just under half",
            MEDIUM,
            "is open to 50% of the internet on tcp 22",
            open(tcp(22), Sources.underHalf()))
        .finds(
            "tcp 80 from exactly half",
            HIGH,
            "50% of the internet on tcp 80",
            open(tcp(80), Sources.half()))
        .finds(
            "tcp 80 from just under half",
            MEDIUM,
            "50% of the internet",
            open(tcp(80), Sources.underHalf()))
        .finds(
            "every protocol from just under half",
            MEDIUM,
            "50% of the internet on every protocol and port",
            open(everything(), Sources.underHalf()))
        .finds(
            "tcp 80 from exactly 1/256",
            MEDIUM,
            "0.39% of the internet",
            open(tcp(80), Sources.part()))
        .finds(
            "tcp 80 from just under 1/256",
            LOW,
            "0.39% of the internet",
            open(tcp(80), Sources.underPart()))
        .finds(
            "every protocol from just under 1/256",
            LOW,
            "0.39% of the internet",
            open(everything(), Sources.underPart()))
        .finds(
            "tcp 80 from exactly 1/65,536",
            LOW,
            "0.0015% of the internet",
            open(tcp(80), Sources.little()))
        .upholds("a set just under 1/65,536", open(tcp(80), Sources.underLittle()))
        .upholds(
            "a set just under 1/65,536 on every port", open(everything(), Sources.underLittle()))
        .upholds("an office", open(everything(), "2001:db8:ffff::/48"))
        .upholds("an office in allocated space", open(everything(), "2a00:1450::/48"))
        .finds(
            "one of the five allocated /12 blocks",
            "12% of the internet",
            open(tcp(80), "2a00::/12"))
        .finds(
            "the five allocated /12 blocks",
            HIGH,
            "62% of the internet",
            open(tcp(80), "2400::/12", "2600::/12", "2800::/12", "2a00::/12", "2c00::/12"))
        .finds(
            "a thousand small ranges in a prefix list",
            LOW,
            "0.003% of the internet on tcp 22",
            publicSubnet(node("n1").opens(tcp(22)).to("pl-many"))
                .inCluster()
                .with(PrefixListFixture.of("pl-many", Sources.thousandRanges())))
        .finds(
            "a thousand small ranges in a group",
            LOW,
            "0.003% of the internet on tcp 22",
            open(tcp(22), Sources.thousandRanges().toArray(String[]::new)),
            finding ->
                assertEquals(new InterfaceClosedToIpv6Internet().card().fix(), finding.remedy()))
        .finds(
            "tcp 443 from ::/0 beside tcp 22 from an office",
            HIGH,
            "is open to the whole internet on tcp 443",
            publicSubnet(
                node("n1").opens(tcp(443)).to("::/0").opens(tcp(22)).to("2001:db8:ffff::/48")),
            finding -> assertFalse(holds(finding, 22), "an office is no part of the finding"))
        .finds(
            "tcp 22 where no port is listed",
            HIGH,
            "is open to the whole internet on tcp 22",
            open(tcp(22), "::/0").inCluster().judgedBy(withoutListedPorts()))
        .upholds(
            "a part of the internet that the parameters leave alone",
            open(tcp(22), Sources.half()).inCluster().judgedBy(mindingTheWholeAlone()));
  }

  private static boolean holds(Finding finding, int port) {
    return finding.open().orElseThrow().services().contains(Protocol.TCP, port);
  }

  private static Parameters withoutListedPorts() {
    var defaults = Parameters.DEFAULTS;
    return new Parameters(
        defaults.settling(),
        defaults.highShare(),
        defaults.mediumShare(),
        defaults.lowShare(),
        defaults.roomForPrefixes(),
        List.of());
  }

  /// Only the whole internet counts.
  private static Parameters mindingTheWholeAlone() {
    var defaults = Parameters.DEFAULTS;
    return new Parameters(
        defaults.settling(), 1, 1, 1, defaults.roomForPrefixes(), defaults.listedTcpPorts());
  }

  private static void theSameSetInPieces(Cases cases) {
    var pieces = Sources.sixteenPieces();
    cases
        .finds(
            "::/0 in sixteen pieces",
            CRITICAL,
            "open to the whole internet on tcp 22",
            open(tcp(22), pieces))
        .finds(
            "::/0 in two halves",
            CRITICAL,
            "open to the whole internet on tcp 22",
            open(tcp(22), "::/1", "8000::/1"))
        .finds(
            "::/0 in two groups",
            CRITICAL,
            "open to the whole internet on tcp 22",
            publicSubnet(
                node("n1")
                    .guardedBy(
                        group("sg-low").opens(tcp(22)).to("2000::/4"),
                        group("sg-high").opens(tcp(22)).to("3000::/4"))),
            finding -> {
              assertEquals("sg-high sg-low", finding.cause());
              assertEquals(
                  "aws ec2 revoke-security-group-ingress --group-id sg-low"
                      + " --security-group-rule-ids sgr-low-1"
                      + " && aws ec2 revoke-security-group-ingress --group-id sg-high"
                      + " --security-group-rule-ids sgr-high-1",
                  finding.remedy());
            })
        .finds(
            "::/0 in a prefix list of two entries",
            CRITICAL,
            "open to the whole internet on tcp 22",
            publicSubnet(node("n1").opens(tcp(22)).to("pl-1"))
                .inCluster()
                .with(prefixList("pl-1", "2000::/4", "3000::/4")))
        .finds(
            "all of tcp in two rules",
            CRITICAL,
            "open to the whole internet on all of tcp",
            publicSubnet(
                node("n1").opens(tcp(0, 999)).to("::/0").opens(tcp(1000, 65_535)).to("::/0")))
        .finds(
            "a rule whose id was not read",
            CRITICAL,
            "on tcp 22",
            publicSubnet(
                node("n1").guardedBy(group("sg-x").withoutRuleIds().opens(tcp(22)).to("::/0"))),
            finding ->
                assertEquals(
                    "aws ec2 revoke-security-group-ingress --group-id sg-x --ip-permissions"
                        + " 'IpProtocol=tcp,FromPort=22,ToPort=22,Ipv6Ranges=[{CidrIpv6=::/0}]'",
                    finding.remedy()));
  }

  private static void whoIsAsked(Cases cases) {
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

  private static String rule(Finding finding) {
    return finding.evidence().getLast().because();
  }

  private static void whatShowsIt(Cases cases) {
    cases
        .finds(
            "a peer's rule beside two wide ones",
            MEDIUM,
            "12% of the internet on tcp 443",
            open(tcp(443), "2001::/48", "2600::/12", "2800::/20"),
            finding -> {
              assertEquals("rule sgr-n1-2 admits tcp 443 from 2600::/12", rule(finding));
              assertTrue(finding.remedy().endsWith(" sgr-n1-2 sgr-n1-3"), finding.remedy());
            })
        .finds(
            "the widest of two rules as evidence",
            MEDIUM,
            "12% of the internet on tcp 443",
            open(tcp(443), "2600::/48", "2600::/12"),
            finding -> assertEquals("rule sgr-n1-2 admits tcp 443 from 2600::/12", rule(finding)))
        .finds(
            "the widest entry of a prefix list as evidence",
            MEDIUM,
            "12% of the internet on tcp 443",
            publicSubnet(node("n1").opens(tcp(443)).to("pl-1"))
                .inCluster()
                .with(prefixList("pl-1", "2001:db8:ffff::/48", "2600::/12", "2800::/48")),
            finding ->
                assertEquals("rule sgr-n1-1 admits tcp 443 from pl-1 2600::/12", rule(finding)))
        .finds(
            "narrow rules that add up",
            LOW,
            "0.0019% of the internet on tcp 443",
            open(tcp(443), "3000::/21", "3000:2000::/20", "3000:4000::/20"),
            finding -> {
              assertEquals("rule sgr-n1-2 admits tcp 443 from 3000:2000::/20", rule(finding));
              assertTrue(
                  finding.remedy().endsWith(" sgr-n1-1 sgr-n1-2 sgr-n1-3"), finding.remedy());
            });
  }

  private static void whatHasToGo(Cases cases) {
    cases
        .finds(
            "halves that make ::/0 together",
            HIGH,
            "the whole internet on tcp 443",
            open(tcp(443), "::/1", "8000::/1"),
            finding ->
                assertTrue(finding.remedy().endsWith(" sgr-n1-1 sgr-n1-2"), finding.remedy()))
        .finds(
            "halves of ::/0 beside rules for own ranges",
            HIGH,
            "the whole internet on tcp 443",
            open(tcp(443), "fc00::/7", "2001:db8::/56", "8000::/1", "::/1", "2001:db8:ffff::/48"),
            finding ->
                assertTrue(finding.remedy().endsWith(" sgr-n1-4 sgr-n1-3"), finding.remedy()))
        .finds(
            "half of ::/0 beside a unique local range",
            HIGH,
            "the whole internet on tcp 443",
            open(tcp(443), "::/1", "fc00::/7"),
            finding -> assertTrue(finding.remedy().endsWith(" sgr-n1-1"), finding.remedy()))
        .finds(
            "halves of ::/0 on different ports",
            HIGH,
            "the whole internet on tcp 443",
            publicSubnet(node("n1").opens(tcp(443)).to("::/1").opens(tcp(80)).to("8000::/1")),
            finding -> assertTrue(finding.remedy().endsWith(" sgr-n1-1"), finding.remedy()))
        .finds(
            "halves of ::/0 beside another service",
            HIGH,
            "the whole internet on tcp 443 and udp 53",
            publicSubnet(
                node("n1").opens(tcp(443)).to("::/1", "8000::/1").opens(udp(53)).to("::/0")),
            finding ->
                assertTrue(
                    finding.remedy().endsWith(" sgr-n1-1 sgr-n1-3 sgr-n1-2"), finding.remedy()))
        .finds(
            "half of ::/0 that another port completes",
            HIGH,
            "the whole internet on tcp 80,443",
            publicSubnet(
                node("n1").opens(tcp(443)).to("::/1").opens(tcp(80)).to("::/1", "8000::/1")),
            finding ->
                assertTrue(
                    finding.remedy().endsWith(" sgr-n1-1 sgr-n1-2 sgr-n1-3"), finding.remedy()))
        .finds(
            "quarters of ::/0 that only complete another port",
            HIGH,
            "the whole internet on tcp 80,443",
            publicSubnet(
                node("n1")
                    .opens(tcp(443))
                    .to("::/1", "8000::/2")
                    .opens(tcp(80))
                    .to("::/1", "c000::/2")),
            finding ->
                assertTrue(finding.remedy().endsWith(" sgr-n1-1 sgr-n1-3"), finding.remedy()))
        .finds(
            "a half beside ::/0 itself",
            HIGH,
            "the whole internet on tcp 443",
            open(tcp(443), "::/0", "8000::/1"),
            finding -> assertTrue(finding.remedy().endsWith(" sgr-n1-1"), finding.remedy()))
        .finds(
            "narrow rules that count together",
            MEDIUM,
            "12% of the internet on tcp 443",
            open(tcp(443), "2600::/12", "3000::/20", "3000:2000::/20"),
            finding ->
                assertTrue(
                    finding.remedy().endsWith(" sgr-n1-1 sgr-n1-2 sgr-n1-3"), finding.remedy()))
        .finds(
            "narrow rules that do not count together",
            MEDIUM,
            "12% of the internet on tcp 443",
            open(tcp(443), "2600::/12", "3000::/21", "3000:2000::/21"),
            finding -> assertTrue(finding.remedy().endsWith(" sgr-n1-1"), finding.remedy()));
  }

  private static ClusterFixture behind(LoadBalancerFixture balancer, NodeFixture node) {
    return publicSubnet(node).inCluster().with(balancer);
  }

  private static NodeFixture openAt(int port) {
    return node("n1").opens(tcp(port)).to("::/0");
  }

  private static void portsThatBalancersNeed(Cases cases) {
    cases
        .finds(
            "a node port that a load balancer targets",
            LOW,
            "eni-n1 of n1 is open to the whole internet on tcp 30080; tcp 30080 must stay open for"
                + " the clients of web, whose addresses are preserved",
            behind(
                loadBalancer("web").with(targetGroup("nodes").ofInstances().sendingTo("n1", 30080)),
                openAt(30080)),
            finding ->
                assertEquals(new InterfaceClosedToIpv6Internet().card().fix(), finding.remedy()))
        .finds(
            "a pod port with client addresses preserved",
            LOW,
            "eni-n1 of n1 is open to the whole internet on tcp 8080; tcp 8080 must stay open for"
                + " the clients of web, whose addresses are preserved",
            behind(
                loadBalancer("web")
                    .with(
                        targetGroup("pods")
                            .keepingClientAddress()
                            .sendingTo("2001:db8:0:1:1::5", 8080)),
                openAt(8080)))
        .finds(
            "a pod port over UDP",
            LOW,
            "eni-n1 of n1 is open to the whole internet on udp 53; udp 53 must stay open for the"
                + " clients of dns, whose addresses are preserved",
            behind(
                loadBalancer("dns")
                    .with(targetGroup("pods").over("UDP").sendingTo("2001:db8:0:1:1::5", 53)),
                node("n1").opens(udp(53)).to("::/0")))
        .finds(
            "tcp 22 beside a port that a load balancer needs",
            CRITICAL,
            "eni-n1 of n1 is open to the whole internet on tcp 22,30080; tcp 30080 must stay open"
                + " for the clients of web, whose addresses are preserved",
            behind(
                loadBalancer("web").with(targetGroup("nodes").ofInstances().sendingTo("n1", 30080)),
                openAt(30080).opens(tcp(22)).to("::/0")),
            finding -> assertTrue(finding.remedy().endsWith("sgr-n1-2"), finding.remedy()))
        .finds(
            "tcp 22 as the port that a load balancer needs",
            LOW,
            "eni-n1 of n1 is open to the whole internet on tcp 22; tcp 22 must stay open for the"
                + " clients of web, whose addresses are preserved",
            behind(
                loadBalancer("web").with(targetGroup("nodes").ofInstances().sendingTo("n1", 22)),
                openAt(22)))
        .finds(
            "every protocol beside a port that a load balancer needs",
            CRITICAL,
            "eni-n1 of n1 is open to the whole internet on every protocol and port; tcp 30080 must"
                + " stay open for the clients of web, whose addresses are preserved",
            behind(
                loadBalancer("web").with(targetGroup("nodes").ofInstances().sendingTo("n1", 30080)),
                node("n1").opens(everything()).to("::/0")))
        .finds(
            "a pod port with client addresses hidden",
            HIGH,
            "on tcp 8080",
            behind(
                loadBalancer("web").with(targetGroup("pods").sendingTo("2001:db8:0:1:1::5", 8080)),
                openAt(8080)))
        .finds(
            "a node port with client addresses hidden",
            HIGH,
            "on tcp 30080",
            behind(
                loadBalancer("web")
                    .with(
                        targetGroup("nodes")
                            .ofInstances()
                            .hidingClientAddress()
                            .sendingTo("n1", 30080)),
                openAt(30080)))
        .finds(
            "a node port of an internal load balancer",
            HIGH,
            "on tcp 30080",
            behind(
                loadBalancer("web")
                    .internal()
                    .with(targetGroup("nodes").ofInstances().sendingTo("n1", 30080)),
                openAt(30080)))
        .finds(
            "a node port of an IPv4 target group",
            HIGH,
            "on tcp 30080",
            behind(
                loadBalancer("web")
                    .with(
                        targetGroup("nodes").ofInstances().speaking("ipv4").sendingTo("n1", 30080)),
                openAt(30080)))
        .finds(
            "a target group whose targets were not read",
            HIGH,
            "eni-n1 of n1 is open to the whole internet on tcp 30080; not checked: whether a load"
                + " balancer needs it (Throttling)",
            behind(
                loadBalancer("web")
                    .with(
                        targetGroup("nodes")
                            .ofInstances()
                            .sendingTo("n1", 30080)
                            .targetsUnread("Throttling")),
                openAt(30080)))
        .finds(
            "load balancers that were not read",
            HIGH,
            "eni-n1 of n1 is open to the whole internet on tcp 30080; not checked: whether a load"
                + " balancer needs it (Throttling)",
            behind(
                    loadBalancer("web")
                        .with(targetGroup("nodes").ofInstances().sendingTo("n1", 30080)),
                    openAt(30080))
                .unread(Part.LOAD_BALANCERS, "Throttling"));
  }

  private static void portsThatBalancersDoNotNeed(Cases cases) {
    var denying = "ipv6.deny_all_igw_traffic";
    var nodes = targetGroup("nodes").ofInstances().sendingTo("n1", 30080);
    needsNoPort(
        cases, "a load balancer with a group", loadBalancer("web").with(nodes).guardedBy("sg-web"));
    needsNoPort(
        cases,
        "an application load balancer",
        loadBalancer("web").with(nodes).ofType("application"));
    needsNoPort(cases, "an IPv4 load balancer", loadBalancer("web").with(nodes).speaking("ipv4"));
    needsNoPort(
        cases,
        "a load balancer that denies gateway traffic",
        loadBalancer("web").with(nodes).withAttribute(denying, "true"));
    needsNoPort(
        cases,
        "a load balancer in front of an application load balancer",
        loadBalancer("web").with(targetGroup("alb").ofType("alb").attributesUnread("Throttling")));
    needsNoPort(
        cases,
        "a load balancer that sends to another port",
        loadBalancer("web")
            .with(targetGroup("nodes").ofInstances().sendingTo("n1", 8080))
            .listening("TCP", 30080));
    cases
        .finds(
            "an internal load balancer that the internet gateway reaches",
            LOW,
            "eni-n1 of n1 is open to the whole internet on tcp 30080; tcp 30080 must stay open for"
                + " the clients of web, whose addresses are preserved",
            behind(
                loadBalancer("web").with(nodes).internal().withAttribute(denying, "false"),
                openAt(30080)))
        .finds(
            "a load balancer whose attributes were not read",
            LOW,
            "eni-n1 of n1 is open to the whole internet on tcp 30080; tcp 30080 must stay open for"
                + " the clients of web, whose addresses are preserved",
            behind(loadBalancer("web").with(nodes).attributesUnread("Throttling"), openAt(30080)))
        .finds(
            "a load balancer with a TLS listener",
            LOW,
            "eni-n1 of n1 is open to the whole internet on tcp 30080; tcp 30080 must stay open for"
                + " the clients of web, whose addresses are preserved",
            behind(loadBalancer("web").with(nodes).listening("TLS", 443), openAt(30080)));
  }

  private static void needsNoPort(Cases cases, String what, LoadBalancerFixture balancer) {
    var found = "is open to the whole internet on tcp 30080";
    cases.finds(
        what + ", which needs no port",
        HIGH,
        found,
        behind(balancer, openAt(30080)),
        finding -> assertTrue(finding.detail().endsWith(found), finding.detail()));
  }

  private static void transportsThatBalancersNeed(Cases cases) {
    var node = node("n1").opens(tcp(53)).to("::/0").opens(udp(53)).to("::/0");
    cases
        .finds(
            "a TCP listener that forwards to a TCP_UDP group",
            HIGH,
            "eni-n1 of n1 is open to the whole internet on tcp 53 and udp 53; tcp 53 must stay open"
                + " for the clients of dns, whose addresses are preserved",
            behind(loadBalancer("dns").with(dns("TCP_UDP")).listening("TCP", 53), node),
            finding -> assertTrue(finding.remedy().endsWith(" sgr-n1-2"), finding.remedy()))
        .finds(
            "a QUIC listener that forwards to a TCP_QUIC group",
            HIGH,
            "eni-n1 of n1 is open to the whole internet on tcp 53 and udp 53; udp 53 must stay open"
                + " for the clients of dns, whose addresses are preserved",
            behind(loadBalancer("dns").with(dns("TCP_QUIC")).listening("QUIC", 53), node),
            finding -> assertTrue(finding.remedy().endsWith(" sgr-n1-1"), finding.remedy()))
        .finds(
            "a TCP_UDP listener",
            LOW,
            "eni-n1 of n1 is open to the whole internet on tcp 53 and udp 53; tcp 53 and udp 53"
                + " must stay open for the clients of dns, whose addresses are preserved",
            behind(loadBalancer("dns").with(dns("TCP_UDP")).listening("TCP_UDP", 53), node))
        .finds(
            "a TCP listener and a UDP listener",
            LOW,
            "eni-n1 of n1 is open to the whole internet on tcp 53 and udp 53; tcp 53 and udp 53"
                + " must stay open for the clients of dns, whose addresses are preserved",
            behind(
                loadBalancer("dns")
                    .with(dns("TCP_UDP"))
                    .listening("TCP", 53)
                    .listening("UDP", 5353),
                node))
        .finds(
            "a TCP_UDP group whose listeners were not read",
            HIGH,
            "eni-n1 of n1 is open to the whole internet on tcp 53 and udp 53; not checked: whether"
                + " a load balancer needs it (Throttling)",
            behind(loadBalancer("dns").with(dns("TCP_UDP")).listenersUnread("Throttling"), node))
        .finds(
            "a UDP group whose listeners were not read",
            HIGH,
            "eni-n1 of n1 is open to the whole internet on tcp 53 and udp 53; udp 53 must stay open"
                + " for the clients of dns, whose addresses are preserved",
            behind(loadBalancer("dns").with(dns("UDP")).listenersUnread("Throttling"), node));
  }

  private static TargetGroupFixture dns(String protocol) {
    return targetGroup("pods").over(protocol).sendingTo("2001:db8:0:1:1::5", 53);
  }

  private static void whatCouldNotBeRead(Cases cases) {
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
