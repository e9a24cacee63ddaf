package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.privateSubnet;
import static slash80.fixtures.Fixtures.subnet;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.MEDIUM;

import java.util.List;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.InterfaceFixture;
import slash80.fixtures.Part;
import slash80.judge.Cases;
import slash80.network.Parameters;
import slash80.rule.RuleCases;
import slash80.rule.Verdict;

final class NodeSubnetHasRoomForPrefixesCases implements RuleCases {

  /// 1,024 blocks of subnet a in which nothing is taken.
  private static final String WHOLE = "2001:db8:0:1:400::/70";

  @Override
  public Cases cases() {
    return judging(new NodeSubnetHasRoomForPrefixes())
        .plants(
            account ->
                account
                    .subnet(subnet("full", "2001:db8:0:6::/64", node("well-6")))
                    .cluster(
                        cluster -> cluster.reserving("full", "2001:db8:0:6:8000::/72", "prefix")),
            "MEDIUM node-subnet-has-room-for-prefixes/subnet-full")
        .upholds("subnets that are nearly empty", demo())
        .upholds("1,024 free blocks where prefixes are reserved", reserving(WHOLE))
        .upholds(
            "as many in two reservations",
            reserving("2001:db8:0:1:400::/71").reserving("a", "2001:db8:0:1:800::/71", "prefix"))
        .upholds(
            "addresses outside of the reservation",
            reserving(WHOLE).with(holding("x", "2001:db8:0:1:800::/80")))
        .upholds(
            "an address of an interface in another subnet",
            reserving(WHOLE)
                .beside(subnet("b", "2001:db8:0:2::/64"))
                .with(holding("x", "2001:db8:0:2:400::/80").inSubnet("b")))
        .upholds(
            "half of the subnet kept for other uses",
            node("n1").inCluster().reserving("a", "2001:db8:0:1:8000::/65", "explicit"))
        .upholds(
            "a reservation of IPv4", node("n1").inCluster().reserving("a", "10.0.1.0/28", "prefix"))
        .upholds(
            "two ranges",
            privateSubnet(node("n1"))
                .withDisassociatedIpv6Range()
                .withIpv6Range("2001:db8:0:10::/71")
                .withIpv6Range("2001:db8:0:12::/64"))
        .upholds("exactly the 65,531 that are left", leaving(65_531))
        .finds(
            "one block less than is wanted",
            MEDIUM,
            "subnet-a has 65,531 of 65,536 /80 blocks free, fewer than 65,532",
            leaving(65_532))
        .finds(
            "a prefix in the reservation",
            MEDIUM,
            "subnet-a has 1,023 of 1,024 /80 blocks free, fewer than 1,024",
            reserving(WHOLE).with(holding("x", "2001:db8:0:1:7ff::/80")),
            finding -> {
              assertEquals("node-subnet-has-room-for-prefixes/subnet-a", finding.id());
              assertEquals(
                  List.of(new Verdict.Evidence("subnet-a", "1,023 free /80 blocks")),
                  finding.evidence());
            })
        .finds(
            "an address in the reservation",
            "subnet-a has 1,023 of 1,024 /80 blocks free, fewer than 1,024",
            reserving(WHOLE)
                .with(networkInterface("db").guardedOnlyBy().withIpv6("2001:db8:0:1:400::1")))
        .finds(
            "a prefix and its addresses in one block",
            "subnet-a has 1,023 of 1,024 /80 blocks free, fewer than 1,024",
            reserving(WHOLE)
                .with(
                    holding("x", "2001:db8:0:1:400::/80")
                        .withIpv6("2001:db8:0:1:400::1", "2001:db8:0:1:400::2")))
        .finds(
            "a /79 in the reservation",
            "subnet-a has 1,022 of 1,024 /80 blocks free, fewer than 1,024",
            reserving(WHOLE).with(holding("x", "2001:db8:0:1:400::/79")))
        .finds(
            "a reservation that holds the subnet's first addresses",
            "subnet-a has 1,022 of 1,024 /80 blocks free, fewer than 1,024",
            reserving("2001:db8:0:1::/70"))
        .finds(
            "a reservation that holds the subnet's last address",
            "subnet-a has 1,023 of 1,024 /80 blocks free, fewer than 1,024",
            reserving("2001:db8:0:1:fc00::/70"))
        .finds(
            "an explicit reservation inside the one for prefixes",
            "subnet-a has 1,023 of 1,023 /80 blocks free, fewer than 1,024",
            reserving(WHOLE).reserving("a", "2001:db8:0:1:400::/80", "explicit"))
        .finds(
            "a reservation smaller than a block",
            "subnet-a has 0 of 0 /80 blocks free, fewer than 1,024",
            reserving("2001:db8:0:1:400::/81"))
        .finds(
            "a subnet without an associated IPv6 range",
            "subnet-a has 0 of 0 /80 blocks free, fewer than 1,024",
            privateSubnet(node("n1")).withDisassociatedIpv6Range())
        .finds(
            "a small second IPv6 range",
            "subnet-a has 510 of 512 /80 blocks free, fewer than 1,024",
            privateSubnet(node("n1"))
                .withDisassociatedIpv6Range()
                .withIpv6Range("2001:db8:0:10::/71"))
        .skips("a subnet without nodes", privateSubnet())
        .cannotTell(
            "ec2:GetSubnetCidrReservations: denied",
            node("n1")
                .inCluster()
                .unread(Part.RESERVATIONS, "ec2:GetSubnetCidrReservations: denied"))
        .cannotTell("state is odd", privateSubnet(node("n1")).withIpv6RangeUnread("state is odd"))
        .cannotTell(
            "an account without subnets",
            "AccessDenied",
            node("n1").inCluster().unread(Part.SUBNETS, "AccessDenied"))
        .cannotTell(
            "an account without interfaces", "AccessDenied", node("n1").unread("AccessDenied"));
  }

  /// A node, whose addresses lie outside of what is kept for prefixes.
  private static ClusterFixture reserving(String cidr) {
    return node("n1").inCluster().reserving("a", cidr, "prefix");
  }

  private static InterfaceFixture holding(String name, String prefix) {
    return networkInterface(name).holding(prefix);
  }

  /// AWS spoils the first block and the last; one node takes a block and has its own address in the
  /// first, another takes one and has its own address in a block of its own.
  private static ClusterFixture leaving(long wanted) {
    var defaults = Parameters.DEFAULTS;
    return privateSubnet(node("n1"), node("n2").withIpv6("2001:db8:0:1:abcd::1"))
        .inCluster()
        .judgedBy(
            new Parameters(
                defaults.settling(),
                defaults.highShare(),
                defaults.mediumShare(),
                defaults.lowShare(),
                wanted,
                defaults.listedTcpPorts()));
  }
}
