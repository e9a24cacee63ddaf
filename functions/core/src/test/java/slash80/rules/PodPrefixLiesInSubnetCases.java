package slash80.rules;

import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.privateSubnet;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.HIGH;

import slash80.fixtures.Part;
import slash80.judge.Cases;
import slash80.rule.RuleCases;

final class PodPrefixLiesInSubnetCases implements RuleCases {

  @Override
  public Cases cases() {
    return judging(new PodPrefixLiesInSubnet())
        .plants(
            account -> account.node(node("astray").holding("2001:db8:0:f1:1::/80")),
            "HIGH pod-prefix-lies-in-subnet/eni-astray")
        .upholds("a prefix of the subnet", node("n1"))
        .upholds("the first /80", node("n1").holding("2001:db8:0:1::/80"))
        .upholds("the last /80", node("n1").holding("2001:db8:0:1:ffff::/80"))
        .upholds("no prefix at all", node("n1").withoutPrefix())
        .upholds(
            "no prefix at all, whatever the subnet is",
            privateSubnet(node("n1").withoutPrefix())
                .inCluster()
                .unread(Part.SUBNETS, "AccessDenied"))
        .upholds(
            "a prefix of the subnet's second range",
            privateSubnet(node("n1").holding("2001:db8:0:7:1::/80"))
                .withIpv6Range("2001:db8:0:7::/64"))
        .finds(
            "a prefix of the next subnet",
            HIGH,
            "eni-n1 holds 2001:db8:0:2::/80, outside every IPv6 range of subnet-a",
            node("n1").holding("2001:db8:0:2::/80"))
        .finds(
            "a prefix of the VPC's first subnet",
            "eni-n1 holds 2001:db8::/80, outside",
            node("n1").holding("2001:db8::/80"))
        .finds(
            "a prefix wider than the subnet",
            "eni-n1 holds 2001:db8::/63, outside",
            node("n1").holding("2001:db8:0:1::/63"))
        .finds(
            "a second prefix outside the subnet",
            "eni-n1 holds 2001:db8:0:2::/80, outside",
            node("n1").holding("2001:db8:0:1:1::/80", "2001:db8:0:2::/80"))
        .finds(
            "a prefix of a disassociated range",
            "eni-n1 holds 2001:db8:0:1:1::/80, outside",
            privateSubnet(node("n1")).withDisassociatedIpv6Range())
        .finds(
            "a prefix outside while the range is in an unknown state",
            "eni-n1 holds 2001:db8:0:2::/80, outside",
            privateSubnet(node("n1").holding("2001:db8:0:1:1::/80", "2001:db8:0:2::/80"))
                .withIpv6RangeUnread("state is odd"))
        .cannotTell("state is odd", privateSubnet(node("n1")).withIpv6RangeUnread("state is odd"))
        .cannotTell(
            "an account without subnets",
            "AccessDenied",
            privateSubnet(node("n1")).inCluster().unread(Part.SUBNETS, "AccessDenied"))
        .cannotTell(
            "an account without interfaces", "AccessDenied", node("n1").unread("AccessDenied"));
  }
}
