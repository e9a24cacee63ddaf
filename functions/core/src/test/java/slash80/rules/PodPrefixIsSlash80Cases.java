package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.privateSubnet;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.HIGH;

import java.util.Optional;
import slash80.judge.Cases;
import slash80.rule.RuleCases;

final class PodPrefixIsSlash80Cases implements RuleCases {

  @Override
  public Cases cases() {
    return judging(new PodPrefixIsSlash80())
        .plants(
            account -> account.node(node("narrow").holding("2001:db8:0:1:b000::/84")),
            "HIGH pod-prefix-is-slash-80/eni-narrow")
        .upholds("a /80", node("n1").holding("2001:db8:0:1:1::/80"))
        .upholds("two /80", node("n1").holding("2001:db8:0:1:1::/80", "2001:db8:0:1:2::/80"))
        .upholds("no prefix at all", node("n1").withoutPrefix())
        .finds(
            "a /79",
            HIGH,
            "eni-n1 holds 2001:db8:0:1:2::/79, not a /80",
            node("n1").holding("2001:db8:0:1:2::/79"),
            finding -> {
              assertEquals("pod-prefix-is-slash-80/eni-n1", finding.id());
              assertEquals(Optional.of("n1"), finding.node());
              assertEquals(
                  "aws ec2 unassign-ipv6-addresses --network-interface-id eni-n1"
                      + " --ipv6-prefixes 2001:db8:0:1:2::/79",
                  finding.remedy());
            })
        .finds(
            "a /81", "eni-n1 holds 2001:db8:0:1:1::/81", node("n1").holding("2001:db8:0:1:1::/81"))
        .finds(
            "a /96 beside a /80",
            "eni-n1 holds 2001:db8:0:1:2::/96, not",
            node("n1").holding("2001:db8:0:1:1::/80", "2001:db8:0:1:2::/96"))
        .finds(
            "a /64 on a second interface",
            "eni-own holds 2001:db8:0:1::/64",
            node("n1").with(networkInterface("own").holding("2001:db8:0:1:9::/64")))
        .skips(
            "an interface of nobody",
            privateSubnet()
                .inCluster()
                .with(networkInterface("x").holding("2001:db8:0:1::/64").guardedOnlyBy()))
        .cannotTell("AccessDenied", node("n1").unread("AccessDenied"));
  }
}
