package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.cluster;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.publicSubnet;
import static slash80.fixtures.Fixtures.subnet;
import static slash80.fixtures.Service.tcp;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.HIGH;

import java.util.List;
import slash80.facts.NetworkInterface;
import slash80.facts.RouteTable.Target;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.NodeFixture;
import slash80.fixtures.Part;
import slash80.judge.Cases;
import slash80.rule.RuleCases;
import slash80.rule.Verdict;

final class IngressPassesInspectionCases implements RuleCases {

  private static final String A = "2001:db8:0:1::/64";
  private static final String B = "2001:db8:0:2::/64";
  private static final Target FIREWALL = new Target.Endpoint("vpce-1");

  /// Two public subnets with a node each.
  private static ClusterFixture nodes(NodeFixture inA, NodeFixture inB) {
    return cluster(
        "demo",
        subnet("a", A, inA).leavingByInternetGateway(),
        subnet("b", B, inB).leavingByInternetGateway());
  }

  private static ClusterFixture openInB() {
    return openInB("::/0");
  }

  private static ClusterFixture openInB(String... sources) {
    return nodes(node("n1"), node("n2").opens(tcp(443)).to(sources));
  }

  @Override
  public Cases cases() {
    var cases =
        judging(new IngressPassesInspection())
            .plants(
                account ->
                    account
                        .subnet(subnet("inspected", "2001:db8:0:9::/64", node("well-9")))
                        .cluster(
                            cluster ->
                                cluster.inspecting(
                                    "2001:db8:0:9::/64", new Target.Endpoint("vpce-1"))),
                "HIGH ingress-passes-inspection/subnet-public");
    judgements(cases);
    remedies(cases);
    unread(cases);
    return cases;
  }

  private static void judgements(Cases cases) {
    cases
        .upholds("a gateway that inspects nothing", openInB())
        .upholds(
            "subnets that are all inspected",
            openInB().inspecting(A, FIREWALL).inspecting(B, FIREWALL))
        .upholds(
            "a subnet that is not inspected, and closed",
            nodes(node("n1"), node("n2")).inspecting(A, FIREWALL))
        .upholds(
            "a subnet that is open to a named peer only",
            openInB("2001:db8:ffff::/48").inspecting(A, FIREWALL))
        .upholds(
            "a set just under 1/65,536", openInB(Sources.underLittle()).inspecting(A, FIREWALL))
        .upholds(
            "an inspected subnet of others' alone",
            openInB().inspecting("2001:db8:0:9::/64", FIREWALL))
        .finds(
            "an open subnet beside an inspected one",
            HIGH,
            "subnet-b receives IPv6 packets from the internet without inspection, while rtb-ingress"
                + " routes those for subnet-a through vpce-1",
            openInB().inspecting(A, FIREWALL),
            finding -> {
              assertEquals("rtb-ingress", finding.cause());
              assertEquals(
                  List.of(
                      new Verdict.Evidence("rtb-ingress", "subnet-a → vpce-1"),
                      new Verdict.Evidence("eni-n2", "is open to the internet")),
                  finding.evidence());
              assertEquals(
                  "aws ec2 create-route --route-table-id rtb-ingress"
                      + " --destination-ipv6-cidr-block 2001:db8:0:2::/64"
                      + " --vpc-endpoint-id vpce-1",
                  finding.remedy());
            })
        .finds(
            "a subnet open to 1/65,536 of the internet",
            "subnet-b receives IPv6 packets from the internet without inspection, while rtb-ingress"
                + " routes those for subnet-a through vpce-1",
            openInB(Sources.little()).inspecting(A, FIREWALL))
        .finds(
            "a subnet inspected over IPv4 only",
            "subnet-a receives IPv6 packets from the internet without inspection, while rtb-ingress"
                + " routes those for subnet-a through vpce-1",
            publicSubnet(node("n1").opens(tcp(443)).to("::/0"))
                .inCluster()
                .inspecting("10.0.1.0/24", FIREWALL),
            finding -> assertEquals("subnet-a", finding.subject()));
  }

  private static void remedies(Cases cases) {
    cases
        .finds(
            "a subnet that the gateway's table routes locally",
            "subnet-b receives IPv6 packets from the internet without inspection, while rtb-ingress"
                + " routes those for subnet-a through vpce-1",
            openInB().inspecting(A, FIREWALL).inspecting(B, new Target.Local()),
            finding ->
                assertEquals(
                    "aws ec2 replace-route --route-table-id rtb-ingress"
                        + " --destination-ipv6-cidr-block 2001:db8:0:2::/64"
                        + " --vpc-endpoint-id vpce-1",
                    finding.remedy()))
        .finds(
            "an open subnet with two IPv6 ranges",
            "subnet-b receives IPv6 packets from the internet without inspection, while rtb-ingress"
                + " routes those for subnet-a through vpce-1",
            cluster(
                    "demo",
                    subnet("a", A, node("n1")).leavingByInternetGateway(),
                    subnet("b", B, node("n2").opens(tcp(443)).to("::/0"))
                        .withIpv6Range("2001:db8:0:3::/64")
                        .leavingByInternetGateway())
                .inspecting(A, FIREWALL)
                .inspecting("2001:db8:0:3::/64", FIREWALL),
            finding ->
                assertEquals(
                    "aws ec2 create-route --route-table-id rtb-ingress"
                        + " --destination-ipv6-cidr-block 2001:db8:0:2::/64"
                        + " --vpc-endpoint-id vpce-1",
                    finding.remedy()))
        .finds(
            "a subnet beside one behind an appliance's interface",
            "through eni-firewall",
            openInB().inspecting(A, new Target.Interface(new NetworkInterface.Id("eni-firewall"))),
            finding ->
                assertEquals(
                    "aws ec2 create-route --route-table-id rtb-ingress"
                        + " --destination-ipv6-cidr-block 2001:db8:0:2::/64"
                        + " --network-interface-id eni-firewall",
                    finding.remedy()))
        .finds(
            "two appliances to choose from",
            "subnet-b receives IPv6 packets from the internet without inspection, while rtb-ingress"
                + " routes those for subnet-a through vpce-1",
            openInB()
                .inspecting(A, FIREWALL)
                .inspecting("10.0.2.0/24", new Target.Endpoint("vpce-2")),
            finding -> assertEquals(new IngressPassesInspection().card().fix(), finding.remedy()));
  }

  private static void unread(Cases cases) {
    cases
        .cannotTell(
            "the routes",
            "AccessDenied",
            openInB().inspecting(A, FIREWALL).unread(Part.ROUTE_TABLES, "AccessDenied"))
        .cannotTell(
            "the gateway",
            "AccessDenied",
            openInB().inspecting(A, FIREWALL).unread(Part.INTERNET_GATEWAYS, "AccessDenied"))
        .cannotTell(
            "an ACL, where something is inspected",
            "AccessDenied",
            openInB().inspecting(A, FIREWALL).unread(Part.ACLS, "AccessDenied"))
        .upholds(
            "an ACL that was not read, where nothing is inspected",
            openInB().unread(Part.ACLS, "AccessDenied"))
        .cannotTell("the nodes", "AccessDenied", publicSubnet(node("n1").unread("AccessDenied")));
  }
}
