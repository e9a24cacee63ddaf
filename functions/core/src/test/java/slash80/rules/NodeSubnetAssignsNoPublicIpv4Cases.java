package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.cluster;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.privateSubnet;
import static slash80.fixtures.Fixtures.publicSubnet;
import static slash80.fixtures.Fixtures.subnet;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.LOW;

import slash80.fixtures.Part;
import slash80.judge.Cases;
import slash80.rule.RuleCases;

final class NodeSubnetAssignsNoPublicIpv4Cases implements RuleCases {

  @Override
  public Cases cases() {
    return judging(new NodeSubnetAssignsNoPublicIpv4())
        .plants(
            account ->
                account.subnet(
                    subnet("mapping", "2001:db8:0:7::/64", node("well-7")).mappingPublicIpv4()),
            "LOW node-subnet-assigns-no-public-ipv4/subnet-mapping")
        .upholds("a private subnet", privateSubnet(node("n1")))
        .upholds("a public subnet that assigns none", publicSubnet(node("n1")))
        .upholds(
            "a subnet for load balancers, without nodes",
            cluster(
                "demo",
                subnet("a", "2001:db8:0:1::/64", node("n1")),
                subnet("b", "2001:db8:0:2::/64").leavingByInternetGateway().mappingPublicIpv4()))
        .finds(
            "a public subnet",
            LOW,
            "subnet-a assigns a public IPv4 address to everything launched in it",
            publicSubnet(node("n1")).mappingPublicIpv4(),
            finding -> {
              assertEquals("node-subnet-assigns-no-public-ipv4/subnet-a", finding.id());
              assertEquals(new NodeSubnetAssignsNoPublicIpv4().card().fix(), finding.remedy());
            })
        .finds(
            "a private subnet",
            LOW,
            "subnet-a, a private subnet, assigns a public IPv4 address to everything launched in"
                + " it",
            privateSubnet(node("n1")).mappingPublicIpv4(),
            finding ->
                assertEquals(
                    "aws ec2 modify-subnet-attribute --subnet-id subnet-a"
                        + " --no-map-public-ip-on-launch",
                    finding.remedy()))
        .finds(
            "a subnet whose route table was not read",
            "subnet-a assigns",
            privateSubnet(node("n1"))
                .mappingPublicIpv4()
                .inCluster()
                .unread(Part.ROUTE_TABLES, "AccessDenied"),
            finding ->
                assertEquals(new NodeSubnetAssignsNoPublicIpv4().card().fix(), finding.remedy()))
        .cannotTell(
            "an account without subnets",
            "AccessDenied",
            publicSubnet(node("n1"))
                .mappingPublicIpv4()
                .inCluster()
                .unread(Part.SUBNETS, "AccessDenied"))
        .cannotTell(
            "an account without interfaces", "AccessDenied", node("n1").unread("AccessDenied"));
  }
}
