package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.fixtures.Fixtures.cluster;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.prefixList;
import static slash80.fixtures.Fixtures.privateSubnet;
import static slash80.fixtures.Fixtures.publicSubnet;
import static slash80.fixtures.Fixtures.subnet;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.HIGH;

import slash80.fixtures.Part;
import slash80.judge.Cases;
import slash80.rule.RuleCases;

final class PrivateNodeLeavesByEgressOnlyGatewayCases implements RuleCases {

  private static String replacing(String table) {
    return "aws ec2 replace-route --route-table-id %s --destination-ipv6-cidr-block ::/0 --egress-only-internet-gateway-id eigw-1"
        .formatted(table);
  }

  @Override
  public Cases cases() {
    return judging(new PrivateNodeLeavesByEgressOnlyGateway())
        .plants(
            account ->
                account.subnet(
                    subnet("leaky", "2001:db8:0:8::/64", node("well-8"))
                        .routes("::/0")
                        .to("igw-1")),
            "HIGH private-node-leaves-by-egress-only-gateway/subnet-leaky")
        .upholds("a private subnet that leaves by an egress-only gateway", node("n1"))
        .upholds("a public subnet", publicSubnet(node("n1")))
        .upholds(
            "a subnet for both kinds of load balancers",
            publicSubnet(node("n1"))
                .tagged("kubernetes.io/role/internal-elb")
                .tagged("kubernetes.io/role/elb"))
        .upholds(
            "a private subnet that does not leave at all",
            privateSubnet(node("n1")).withoutRoute("::/0"))
        .upholds(
            "a prefix list of IPv4 to the internet gateway",
            privateSubnet(node("n1"))
                .routes("pl-v4")
                .to("igw-1")
                .inCluster()
                .with(prefixList("pl-v4", "192.0.2.0/24")))
        .finds(
            "::/0 to an internet gateway in a VPC without an egress-only one",
            HIGH,
            "subnet-a is private, but its IPv6 traffic leaves through an internet gateway: rtb-a"
                + " routes ::/0 there",
            privateSubnet(node("n1"))
                .routes("::/0")
                .to("igw-1")
                .inCluster()
                .withoutEgressOnlyGateway(),
            finding -> {
              assertEquals("rtb-a", finding.cause());
              assertEquals(
                  "GATEWAY=$(aws ec2 create-egress-only-internet-gateway --vpc-id vpc-1"
                      + " --query EgressOnlyInternetGateway.EgressOnlyInternetGatewayId"
                      + " --output text) && aws ec2 replace-route --route-table-id rtb-a"
                      + " --destination-ipv6-cidr-block ::/0"
                      + " --egress-only-internet-gateway-id \"$GATEWAY\"",
                  finding.remedy());
            })
        .finds(
            "::/0 to an internet gateway beside an egress-only one",
            "subnet-a is private, but its IPv6 traffic leaves through an internet gateway: rtb-a"
                + " routes ::/0 there",
            privateSubnet(node("n1")).routes("::/0").to("igw-1"),
            finding -> {
              assertEquals(replacing("rtb-a"), finding.remedy());
              assertEquals(1, finding.evidence().size());
            })
        .finds(
            "::/0 to an internet gateway while the egress-only one was not read",
            "subnet-a is private, but its IPv6 traffic leaves through an internet gateway: rtb-a"
                + " routes ::/0 there",
            privateSubnet(node("n1"))
                .routes("::/0")
                .to("igw-1")
                .inCluster()
                .unread(Part.EGRESS_ONLY_GATEWAY, "AccessDenied"),
            finding -> {
              assertTrue(finding.remedy().startsWith("GATEWAY=$("), finding.remedy());
              assertEquals(
                  "whether it has an egress-only internet gateway could not be read: AccessDenied",
                  finding.evidence().getLast().because());
            })
        .finds(
            "an egress-only gateway known from another subnet's route",
            "subnet-b is private, but its IPv6 traffic leaves through an internet gateway: rtb-b"
                + " routes ::/0 there",
            cluster(
                    "demo",
                    subnet("a", "2001:db8:0:1::/64", node("n1")),
                    subnet("b", "2001:db8:0:2::/64", node("n2")).routes("::/0").to("igw-1"))
                .unread(Part.EGRESS_ONLY_GATEWAY, "AccessDenied"),
            finding -> assertEquals(replacing("rtb-b"), finding.remedy()))
        .finds(
            "2000::/3 to an internet gateway",
            "subnet-a is private, but its IPv6 traffic leaves through an internet gateway: rtb-a"
                + " routes 2000::/3 there",
            privateSubnet(node("n1")).routes("2000::/3").to("igw-1"))
        .finds(
            "a prefix list to an internet gateway",
            "subnet-a is private, but its IPv6 traffic leaves through an internet gateway: rtb-a"
                + " routes pl-v6 there",
            privateSubnet(node("n1"))
                .routes("pl-v6")
                .to("igw-1")
                .inCluster()
                .with(prefixList("pl-v6", "2001:db8:ffff::/48")))
        .finds(
            "a public subnet with the tag of a private one",
            "subnet-a is private",
            publicSubnet(node("n1")).tagged("kubernetes.io/role/internal-elb"))
        .finds(
            "a tagged private subnet with an unread prefix list",
            "subnet-a is private, but its IPv6 traffic leaves through an internet gateway: rtb-a"
                + " routes ::/0 there",
            privateSubnet(node("n1"))
                .routes("::/0")
                .to("igw-1")
                .routes("pl-x")
                .to("igw-1")
                .tagged("kubernetes.io/role/internal-elb"))
        .cannotTell(
            "a route table that was not read",
            "AccessDenied",
            privateSubnet(node("n1")).inCluster().unread(Part.ROUTE_TABLES, "AccessDenied"))
        .cannotTell(
            "a subnet without a table",
            "the route table of subnet-a",
            privateSubnet(node("n1")).withoutRouteTable())
        .cannotTell(
            "a prefix list that was not read",
            "AccessDenied",
            privateSubnet(node("n1"))
                .routes("pl-x")
                .to("igw-1")
                .inCluster()
                .with(prefixList("pl-x").unread("AccessDenied")))
        .upholds(
            "a prefix list that was not read, of a public subnet",
            publicSubnet(node("n1"))
                .withoutRoute("::/0")
                .routes("pl-x")
                .to("igw-1")
                .inCluster()
                .with(prefixList("pl-x").unread("AccessDenied")));
  }
}
