package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.HIGH;

import slash80.judge.Cases;
import slash80.rule.RuleCases;

final class NodeHasBothFamiliesCases implements RuleCases {

  @Override
  public Cases cases() {
    return judging(new NodeHasBothFamilies())
        .plants(
            account -> account.node(node("blind").withoutIpv6()),
            "HIGH node-has-both-families/blind")
        .upholds("a node with both", node("n1"))
        .finds(
            "a node without an IPv6 address",
            HIGH,
            "n1 has no IPv6 address on its primary interface eni-n1",
            node("n1").withoutIpv6(),
            finding ->
                assertEquals(
                    "aws ec2 assign-ipv6-addresses --network-interface-id eni-n1"
                        + " --ipv6-address-count 1",
                    finding.remedy()))
        .finds(
            "a node without an IPv4 address",
            HIGH,
            "n1 has no private IPv4 address on its primary interface eni-n1",
            node("n1").withoutIpv4())
        .finds(
            "a node without any address",
            "n1 has no address on its primary interface eni-n1",
            node("n1").withoutIpv6().withoutIpv4())
        .finds(
            "an IPv6 address on another interface only",
            "n1 has no IPv6 address",
            node("n1").withoutIpv6().with(networkInterface("x").withIpv6("2001:db8:0:1::99")))
        .cannotTell("AccessDenied", node("n1").unread("AccessDenied"))
        .cannotTell("the primary interface of n1", node("n1").withoutPrimaryInterface());
  }
}
