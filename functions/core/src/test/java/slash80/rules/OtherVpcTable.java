package slash80.rules;

import static slash80.fixtures.Fixtures.cluster;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.otherVpc;
import static slash80.fixtures.Fixtures.subnet;
import static slash80.fixtures.Service.tcp;
import static slash80.rule.Severity.CRITICAL;

import slash80.facts.BlockMode;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.InterfaceFixture;
import slash80.fixtures.SubnetFixture;
import slash80.fixtures.VpcFixture;
import slash80.judge.Cases;

/// The cases about a node's interface in another VPC: it is judged by the network of its own VPC.
final class OtherVpcTable {
  private OtherVpcTable() {}

  static void otherVpcs(Cases cases) {
    cases
        .finds(
            "a node's second interface in another VPC whose gateway it can use",
            CRITICAL,
            "eni-z of n1 is open to the whole internet on tcp 22",
            spanning(vpc2(leaving())))
        .finds(
            "the same where the cluster's VPC blocks nothing and has no gateway",
            CRITICAL,
            "eni-z of n1 is open to the whole internet on tcp 22",
            spanning(vpc2(leaving())).withoutInternetGateway())
        .upholds(
            "another VPC whose subnet has no route to its gateway",
            spanning(vpc2(subnet("z", "2001:db8:9:1::/64").withoutRoute("::/0"))))
        .upholds(
            "another VPC without a gateway, beside a cluster's VPC that has one",
            spanning(vpc2(leaving("igw-2", true)).withoutInternetGateway()))
        .upholds(
            "another VPC in which block public access is on",
            spanning(vpc2(leaving()).blocking(BlockMode.BLOCK_INGRESS)))
        .upholds(
            "the same interface whose group admits a named peer",
            spanning(vpc2(leaving()), second().opens(tcp(22)).to("2001:db8:77::/48")))
        .cannotTell(
            "an interface in another VPC that was not read",
            "vpc-2 was not read",
            spanning(vpc2(leaving()).unread("vpc-2 was not read")))
        .cannotTell(
            "an interface in another VPC that the facts do not name",
            "vpc-2 was not read",
            cluster("demo", subnet("a", "2001:db8:0:1::/64", node("n1").with(open(second())))));
  }

  private static ClusterFixture spanning(VpcFixture vpc) {
    return spanning(vpc, open(second()));
  }

  private static ClusterFixture spanning(VpcFixture vpc, InterfaceFixture second) {
    return cluster("demo", subnet("a", "2001:db8:0:1::/64", node("n1").with(second))).beside(vpc);
  }

  private static VpcFixture vpc2(SubnetFixture subnet) {
    return otherVpc("vpc-2", "2001:db8:9::/56", subnet);
  }

  private static SubnetFixture leaving() {
    return leaving("igw-2", false);
  }

  private static SubnetFixture leaving(String gateway, boolean isGone) {
    var subnet = subnet("z", "2001:db8:9:1::/64");
    return isGone
        ? subnet.losesRoute("::/0").to(gateway).losesRoute("0.0.0.0/0").to(gateway)
        : subnet.routes("::/0").to(gateway).routes("0.0.0.0/0").to(gateway);
  }

  private static InterfaceFixture second() {
    return networkInterface("z")
        .inVpc("vpc-2", "z")
        .guardedOnlyBy(group("sg-z2"))
        .withIpv6("2001:db8:9:1::77");
  }

  private static InterfaceFixture open(InterfaceFixture second) {
    return second.opens(tcp(22)).to("::/0");
  }
}
