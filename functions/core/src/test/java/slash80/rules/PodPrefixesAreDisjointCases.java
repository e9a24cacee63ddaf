package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.privateSubnet;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.CRITICAL;

import java.util.List;
import slash80.fixtures.SubnetFixture;
import slash80.judge.Cases;
import slash80.rule.RuleCases;
import slash80.rule.Verdict;

final class PodPrefixesAreDisjointCases implements RuleCases {
  private static final String FROM_N1 =
      "aws ec2 unassign-ipv6-addresses --network-interface-id eni-n1"
          + " --ipv6-prefixes 2001:db8:0:1:1::/80";
  private static final String FROM_N2 = FROM_N1.replace("eni-n1", "eni-n2");

  @Override
  public Cases cases() {
    return judging(new PodPrefixesAreDisjoint())
        .plants(
            account ->
                account
                    .node(node("twin-1").holding("2001:db8:0:1:c000::/80"))
                    .node(node("twin-2").holding("2001:db8:0:1:c000::/80")),
            "CRITICAL pod-prefixes-are-disjoint/eni-twin-1",
            "CRITICAL pod-prefixes-are-disjoint/eni-twin-2")
        .upholds("nodes with a /80 each", demo())
        .upholds(
            "neighbours",
            privateSubnet(
                node("n1").holding("2001:db8:0:1:1::/80"),
                node("n2").holding("2001:db8:0:1:2::/80")))
        .upholds(
            "a node's own address inside its own prefix",
            node("n1").withIpv6("2001:db8:0:1:1::5").holding("2001:db8:0:1:1::/80"))
        .finds(
            "the first holder of a shared prefix",
            CRITICAL,
            "eni-n1 holds 2001:db8:0:1:1::/80, which overlaps with 2001:db8:0:1:1::/80 of eni-n2",
            sharing("2001:db8:0:1:1::/80", "2001:db8:0:1:1::/80"),
            finding -> {
              assertEquals("eni-n1 eni-n2", finding.cause());
              assertEquals(
                  List.of(new Verdict.Evidence("eni-n2", "holds 2001:db8:0:1:1::/80")),
                  finding.evidence());
              assertEquals(FROM_N2, finding.remedy());
            })
        .finds(
            "the second holder of a shared prefix",
            CRITICAL,
            "eni-n2 holds 2001:db8:0:1:1::/80, which overlaps with 2001:db8:0:1:1::/80 of eni-n1",
            sharing("2001:db8:0:1:1::/80", "2001:db8:0:1:1::/80"),
            finding -> {
              assertEquals("eni-n1 eni-n2", finding.cause());
              assertEquals(FROM_N2, finding.remedy());
            })
        .finds(
            "a prefix that three nodes hold",
            "which overlaps with 2001:db8:0:1:1::/80 of eni-n2 and 1 more",
            privateSubnet(
                node("n1").holding("2001:db8:0:1:1::/80"),
                node("n2").holding("2001:db8:0:1:1::/80"),
                node("n3").holding("2001:db8:0:1:1::/80")),
            finding -> assertEquals("eni-n1 eni-n2 eni-n3", finding.cause()))
        .finds(
            "a /79 that contains another node's /80",
            "eni-n1 holds 2001:db8:0:1:2::/79, which overlaps with 2001:db8:0:1:3::/80 of eni-n2",
            sharing("2001:db8:0:1:2::/79", "2001:db8:0:1:3::/80"))
        .finds(
            "a prefix that contains another node's address",
            "eni-n1 holds 2001:db8:0:1:1::/80, which overlaps with 2001:db8:0:1:1::5/128 of eni-n2",
            privateSubnet(
                node("n1").holding("2001:db8:0:1:1::/80"),
                node("n2").withIpv6("2001:db8:0:1:1::5").holding("2001:db8:0:1:2::/80")),
            finding -> assertEquals(FROM_N1, finding.remedy()))
        .finds(
            "an address inside another node's prefix",
            "eni-n2 holds 2001:db8:0:1:1::5/128, which overlaps with 2001:db8:0:1:1::/80 of eni-n1",
            privateSubnet(
                node("n1").holding("2001:db8:0:1:1::/80"),
                node("n2").withIpv6("2001:db8:0:1:1::5").holding("2001:db8:0:1:2::/80")),
            finding -> assertEquals(FROM_N1, finding.remedy()))
        .finds(
            "a prefix that contains the address of an instance outside the cluster",
            "eni-n1 holds 2001:db8:0:1:1::/80, which overlaps with 2001:db8:0:1:1::9/128 of eni-db",
            privateSubnet(node("n1"))
                .inCluster()
                .with(
                    networkInterface("db")
                        .withIpv6("2001:db8:0:1:1::9")
                        .guardedOnlyBy(group("sg-db"))))
        .cannotTell("AccessDenied", node("n1").unread("AccessDenied"));
  }

  private static SubnetFixture sharing(String text, String other) {
    return privateSubnet(node("n1").holding(text), node("n2").holding(other));
  }
}
