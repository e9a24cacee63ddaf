package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.HIGH;

import slash80.judge.Cases;
import slash80.rule.RuleCases;

final class NodeHoldsOneIpv4Cases implements RuleCases {

  @Override
  public Cases cases() {
    return judging(new NodeHoldsOneIpv4())
        .plants(
            account -> account.node(node("two-ipv4").withSecondaryIpv4("10.0.1.99")),
            "HIGH node-holds-one-ipv4/eni-two-ipv4")
        .upholds("a node with its one IPv4", node("n1"))
        .upholds("a node with none", node("n1").withoutIpv4())
        .upholds(
            "an interface that its user attached",
            node("n1")
                .with(networkInterface("own").withIpv4("10.0.1.50").withSecondaryIpv4("10.0.1.51")))
        .finds(
            "a secondary IPv4 address",
            HIGH,
            "eni-n1 holds 10.0.1.50/32 in addition to its primary IPv4 address",
            node("n1").withSecondaryIpv4("10.0.1.50"),
            finding ->
                assertEquals(
                    "aws ec2 unassign-private-ip-addresses --network-interface-id eni-n1"
                        + " --private-ip-addresses 10.0.1.50",
                    finding.remedy()))
        .finds(
            "an IPv4 prefix",
            HIGH,
            "eni-n1 holds 10.0.1.64/28 in addition to its primary IPv4 address",
            node("n1").withIpv4Prefix("10.0.1.64/28"),
            finding ->
                assertEquals(
                    "aws ec2 unassign-private-ip-addresses --network-interface-id eni-n1"
                        + " --ipv4-prefixes 10.0.1.64/28",
                    finding.remedy()))
        .finds(
            "a secondary IPv4 address on an interface for pods",
            "eni-pods holds 10.0.1.51/32 in addition to its primary IPv4 address",
            node("n1")
                .with(
                    networkInterface("pods")
                        .forPods()
                        .withIpv4("10.0.1.50")
                        .withSecondaryIpv4("10.0.1.51")))
        .cannotTell("AccessDenied", node("n1").unread("AccessDenied"));
  }
}
