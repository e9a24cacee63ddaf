package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.cluster;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.subnet;
import static slash80.fixtures.Fixtures.targetGroup;
import static slash80.fixtures.Service.protocol;
import static slash80.fixtures.Service.tcp;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import slash80.facts.BlockMode;
import slash80.facts.Fact;
import slash80.facts.InstanceType;
import slash80.facts.PublicAccessExclusion;
import slash80.facts.RouteTable.Target;
import slash80.facts.VpcCni;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.SubnetFixture;

/// One account in which every fault stands once, beside nodes that are well. What the whole rule
/// book says of it is a table: a fault that stops being found, a second finding for it, and another
/// severity all show as a line.
final class RegressionAccountTest {

  /// Faults that are told twice by design: both holders of a prefix are named, and who admits more
  /// over IPv6 than over IPv4 is latent for it.
  private static final String TABLE =
      """
      CRITICAL pod-prefixes-are-disjoint/eni-twin-1
      CRITICAL pod-prefixes-are-disjoint/eni-twin-2
      HIGH branch-interface-has-ipv6/eni-branch
      HIGH cluster-endpoint-closed-to-internet/demo
      HIGH ingress-passes-inspection/subnet-public
      HIGH interface-closed-to-ipv6-internet/eni-open
      HIGH load-balancer-speaks-ipv6/lb-old
      HIGH node-closed-to-ipv4-internet/eni-fargate
      HIGH node-has-both-families/blind
      HIGH node-holds-one-ipv4/eni-two-ipv4
      HIGH node-holds-pod-prefix/empty
      HIGH node-is-nitro/xen
      HIGH pod-prefix-is-slash-80/eni-narrow
      HIGH pod-prefix-lies-in-subnet/eni-astray
      HIGH private-node-leaves-by-egress-only-gateway/subnet-leaky
      HIGH vpc-cni-delegates-prefixes/demo
      MEDIUM interface-guarded-by-own-groups/eni-default
      MEDIUM ipv6-no-wider-than-ipv4/eni-wider
      MEDIUM node-has-no-public-ipv4/eni-public-ipv4
      MEDIUM node-subnet-assigns-ipv6/subnet-mute
      MEDIUM node-subnet-has-room-for-prefixes/subnet-full
      MEDIUM pod-prefix-stays-with-node/moved
      MEDIUM public-access-exclusion-spares-cluster/vpcbpa-exclude-1
      MEDIUM source-and-destination-checked/eni-unchecked
      MEDIUM target-group-speaks-ipv6/tg-old
      LOW interface-holds-one-pod-prefix/eni-spare
      LOW load-balancer-guarded-by-security-group/lb-bare
      LOW load-balancer-keeps-client-address/lb-hiding
      LOW node-subnet-assigns-no-public-ipv4/subnet-mapping
      LOW security-groups-closed-to-ipv4-internet/eni-latent-ipv4
      LOW security-groups-closed-to-ipv6-internet/eni-wider
      """;

  private static ClusterFixture account() {
    return cluster(
            "demo",
            delegation(),
            exposure(),
            ingress(),
            subnet("public", "2001:db8:0:4::/64", node("open").opens(protocol(132)).to("::/0"))
                .leavingByInternetGateway(),
            subnet("mute", "2001:db8:0:5::/64", node("well-5")).notAssigningIpv6(),
            subnet("full", "2001:db8:0:6::/64", node("well-6")),
            subnet("mapping", "2001:db8:0:7::/64", node("well-7")).mappingPublicIpv4(),
            subnet("leaky", "2001:db8:0:8::/64", node("well-8")).routes("::/0").to("igw-1"),
            subnet("inspected", "2001:db8:0:9::/64", node("well-9")))
        .reserving("full", "2001:db8:0:6:8000::/72", "prefix")
        .recording("moved", "2001:db8:0:1:aaaa::/80")
        .with(new InstanceType("t2.large", "xen", false, true))
        .with(new VpcCni("v1.9.0-eksbuild.1", Fact.known(Map.of())))
        .admittingToEndpoint("0.0.0.0/0")
        .with(
            networkInterface("branch").branchOf("trunk").withIpv4("10.0.2.77").inSubnet("exposure"))
        .with(
            networkInterface("fargate")
                .inSubnet("public")
                .withIpv6("2001:db8:0:4:77::1")
                .withIpv4("10.0.4.77")
                .withPublicIpv4("192.0.2.77")
                .opens(tcp(443))
                .to("0.0.0.0/0"))
        .with(
            loadBalancer("lb-old")
                .speaking("ipv4")
                .guardedBy("sg-cluster")
                .with(targetGroup("tg-old").speaking("ipv4").keepingClientAddress())
                .listening("TCP", 443))
        .with(
            loadBalancer("lb-bare")
                .with(targetGroup("tg-bare").keepingClientAddress())
                .listening("TCP", 443))
        .with(
            loadBalancer("lb-hiding")
                .guardedBy("sg-hiding")
                .with(targetGroup("tg-hiding").hidingClientAddress())
                .listening("TCP", 443))
        .with(group("sg-hiding").opens(tcp(443)).to("::/0"))
        .inspecting("2001:db8:0:9::/64", new Target.Endpoint("vpce-1"))
        .blocking(BlockMode.BLOCK_INGRESS)
        .with(
            new PublicAccessExclusion(
                "vpcbpa-exclude-1",
                "subnet-public",
                "allow-bidirectional",
                "create-complete",
                Map.of()));
  }

  private static SubnetFixture delegation() {
    return subnet(
        "delegation",
        "2001:db8:0:1::/64",
        node("well-1"),
        node("empty").withoutPrefix(),
        node("narrow").holding("2001:db8:0:1:b000::/84"),
        node("astray").holding("2001:db8:0:f1:1::/80"),
        node("twin-1").holding("2001:db8:0:1:c000::/80"),
        node("twin-2").holding("2001:db8:0:1:c000::/80"),
        node("spare").holding("2001:db8:0:1:d000::/80", "2001:db8:0:1:d001::/80"),
        node("moved"),
        node("blind").withoutIpv6(),
        node("xen").ofType("t2.large"));
  }

  private static SubnetFixture exposure() {
    return subnet(
        "exposure",
        "2001:db8:0:2::/64",
        node("carrier").with(networkInterface("trunk").trunk()),
        node("two-ipv4").withSecondaryIpv4("10.0.2.99"),
        node("public-ipv4").withPublicIpv4("192.0.2.9"),
        node("latent-ipv4").opens(tcp(80)).to("0.0.0.0/0"));
  }

  private static SubnetFixture ingress() {
    return subnet(
        "ingress",
        "2001:db8:0:3::/64",
        node("well-3"),
        node("default").guardedBy(group("sg-default").named("default")),
        node("wider").opens(tcp(443)).to("::/0"),
        node("unchecked").notCheckingSourceAndDestination());
  }

  @Test
  void every_fault_is_found_once_and_nothing_else() {
    var judgement = RuleBook.judge(account().build());
    assertEquals(
        TABLE,
        judgement.findings().stream()
            .map(finding -> finding.severity() + " " + finding.id() + "\n")
            .collect(Collectors.joining()));
    assertEquals(List.of(), judgement.undecided());
  }

  /// The one that is missing stands alone: a cluster of IPv4 is asked nothing else.
  @Test
  void every_rule_of_the_book_but_the_cluster_s_family_has_its_fault_in_the_account() {
    var planted =
        TABLE
            .lines()
            .map(line -> line.substring(line.indexOf(' ') + 1, line.indexOf('/')))
            .collect(Collectors.toCollection(TreeSet::new));
    planted.add(new ClusterIsIpv6().id());
    assertEquals(
        RuleBook.entries().stream()
            .map(entry -> entry.rule().id())
            .collect(Collectors.toCollection(TreeSet::new)),
        planted);
  }

  /// Whoever breaks one of them must not break the nodes that are well.
  @Test
  void nodes_that_are_well_are_not_spoken_of() {
    var judgement = RuleBook.judge(account().build());
    assertEquals(
        List.of(),
        judgement.findings().stream()
            .flatMap(
                finding -> Stream.concat(finding.node().stream(), Stream.of(finding.subject())))
            .filter(name -> name.contains("well"))
            .toList());
  }
}
