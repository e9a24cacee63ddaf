package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.privateSubnet;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.MEDIUM;

import slash80.judge.Cases;
import slash80.rule.RuleCases;

final class NodeHasNoPublicIpv4Cases implements RuleCases {

  @Override
  public Cases cases() {
    return judging(new NodeHasNoPublicIpv4())
        .plants(
            account -> account.node(node("public-ipv4").withPublicIpv4("192.0.2.9")),
            "MEDIUM node-has-no-public-ipv4/eni-public-ipv4")
        .upholds("a node with private addresses", node("n1"))
        .finds(
            "a public address on the primary interface",
            MEDIUM,
            "eni-n1 has the public IPv4 address 203.0.113.9",
            node("n1").withPublicIpv4("203.0.113.9"),
            finding ->
                assertEquals(
                    "aws ec2 disassociate-address --public-ip 203.0.113.9"
                        + "; aws ec2 modify-network-interface-attribute"
                        + " --network-interface-id eni-n1 --no-associate-public-ip-address",
                    finding.remedy()))
        .finds(
            "a public address on a second interface",
            "eni-own has the public IPv4 address 203.0.113.9",
            node("n1")
                .with(networkInterface("own").withIpv4("10.0.1.50").withPublicIpv4("203.0.113.9")))
        .finds(
            "two nodes whose subnet assigns public addresses, which is one cause",
            MEDIUM,
            "eni-n2 has the public IPv4 address 203.0.113.8",
            privateSubnet(
                    node("n1").withPublicIpv4("203.0.113.9"),
                    node("n2").withPublicIpv4("203.0.113.8"))
                .mappingPublicIpv4(),
            finding -> assertEquals("subnet-a", finding.cause()))
        .cannotTell("AccessDenied", node("n1").unread("AccessDenied"));
  }
}
