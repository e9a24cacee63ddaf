package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.NOW;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.privateSubnet;
import static slash80.fixtures.Fixtures.secondsAgo;
import static slash80.fixtures.Fixtures.subnet;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.MEDIUM;

import java.util.List;
import java.util.Optional;
import slash80.judge.Cases;
import slash80.rule.RuleCases;
import slash80.rule.Verdict;

final class PodPrefixStaysWithNodeCases implements RuleCases {

  @Override
  public Cases cases() {
    return judging(new PodPrefixStaysWithNode())
        .plants(
            account ->
                account
                    .node(node("moved"))
                    .cluster(cluster -> cluster.recording("moved", "2001:db8:0:1:aaaa::/80")),
            "MEDIUM pod-prefix-stays-with-node/moved")
        .upholds("a node of which nothing is recorded", node("n1"))
        .upholds(
            "a node that never held one", node("n1").withoutPrefix().inCluster().recording("n1"))
        .upholds(
            "a node that holds what it held",
            node("n1").inCluster().recording("n1", "2001:db8:0:1:1::/80"))
        .upholds(
            "a prefix on top",
            node("n1")
                .with(networkInterface("card").forPods().onCard(1).holding("2001:db8:0:1:9::/80"))
                .inCluster()
                .recording("n1", "2001:db8:0:1:1::/80"))
        .upholds(
            "a prefix that moved to an interface for pods",
            node("n1")
                .withoutPrefix()
                .with(networkInterface("pods").forPods().holding("2001:db8:0:1:9::/80"))
                .inCluster()
                .recording("n1", "2001:db8:0:1:9::/80"))
        .upholds(
            "what another node held", node("n1").inCluster().recording("n2", "2001:db8:0:1:9::/80"))
        .finds(
            "another prefix than the ledger recorded",
            MEDIUM,
            "n1 held 2001:db8:0:1:9::/80 and now holds 2001:db8:0:1:1::/80",
            node("n1").inCluster().recording("n1", "2001:db8:0:1:9::/80"),
            finding -> {
              assertEquals("pod-prefix-stays-with-node/n1", finding.id());
              assertEquals(Optional.of("n1"), finding.node());
              assertEquals(
                  List.of(
                      new Verdict.Evidence("n1", "held 2001:db8:0:1:9::/80"),
                      new Verdict.Evidence("n1", "holds 2001:db8:0:1:1::/80")),
                  finding.evidence());
              assertEquals(
                  "aws ec2 assign-ipv6-addresses --network-interface-id eni-n1"
                      + " --ipv6-prefixes 2001:db8:0:1:9::/80",
                  finding.remedy());
            })
        .finds(
            "no prefix any more",
            "n1 held 2001:db8:0:1:9::/80 and now holds no prefix",
            node("n1").withoutPrefix().inCluster().recording("n1", "2001:db8:0:1:9::/80"))
        .finds(
            "one of two recorded prefixes",
            "n1 held 2001:db8:0:1:9::/80 and now holds 2001:db8:0:1:1::/80",
            node("n1").inCluster().recording("n1", "2001:db8:0:1:1::/80", "2001:db8:0:1:9::/80"))
        .finds(
            "two lost prefixes of two subnets",
            "n1 held 2001:db8:0:2:9::/80, 2001:db8:0:1:9::/80 and now holds no prefix",
            node("n1")
                .withoutPrefix()
                .with(networkInterface("pods").managedByEks().inSubnet("b"))
                .inCluster()
                .beside(subnet("b", "2001:db8:0:2::/64"))
                .recording("n1", "2001:db8:0:2:9::/80", "2001:db8:0:1:9::/80"),
            finding ->
                assertEquals(
                    "aws ec2 assign-ipv6-addresses --network-interface-id eni-pods"
                        + " --ipv6-prefixes 2001:db8:0:2:9::/80"
                        + " && aws ec2 assign-ipv6-addresses --network-interface-id eni-n1"
                        + " --ipv6-prefixes 2001:db8:0:1:9::/80",
                    finding.remedy()))
        .finds(
            "a lost prefix of no subnet of the node",
            "n1 held 2001:db8:0:7:9::/80, 2001:db8:0:1:9::/80 and",
            node("n1").inCluster().recording("n1", "2001:db8:0:7:9::/80", "2001:db8:0:1:9::/80"),
            finding -> assertEquals("Drain the node and replace it.", finding.remedy()))
        .finds(
            "a node launched 300 seconds ago",
            "n1 held 2001:db8:0:1:9::/80",
            privateSubnet(node("n1").launched(secondsAgo(300)))
                .inCluster()
                .recording("n1", "2001:db8:0:1:9::/80"))
        .waits(
            "a node launched 299 seconds ago",
            NOW.plusSeconds(1),
            privateSubnet(node("n1").launched(secondsAgo(299)))
                .inCluster()
                .recording("n1", "2001:db8:0:1:9::/80"))
        .cannotTell(
            "AccessDenied",
            node("n1").unread("AccessDenied").inCluster().recording("n1", "2001:db8:0:1:1::/80"));
  }
}
