package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.privateSubnet;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.HIGH;

import java.util.Optional;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.InterfaceFixture;
import slash80.fixtures.Part;
import slash80.judge.Cases;
import slash80.rule.RuleCases;

final class BranchInterfaceHasIpv6Cases implements RuleCases {

  @Override
  public Cases cases() {
    return judging(new BranchInterfaceHasIpv6())
        .plants(
            account ->
                account
                    .node(node("carrier").with(networkInterface("trunk").trunk()))
                    .cluster(
                        cluster ->
                            cluster.with(
                                networkInterface("branch")
                                    .branchOf("trunk")
                                    .withIpv4("10.0.1.77"))),
            "HIGH branch-interface-has-ipv6/eni-branch")
        .upholds(
            "a pod with an IPv6 address of its own", carrying(pod().withIpv6("2001:db8:0:1::99")))
        .upholds(
            "a pod of both families",
            carrying(pod().withIpv4("10.0.1.77").withIpv6("2001:db8:0:1::99")))
        .skips("a cluster without pods' own interfaces", demo())
        .skips("a trunk, which needs no address", carrying())
        .skips(
            "a branch of somebody else's trunk",
            privateSubnet(node("n1"))
                .inCluster()
                .with(
                    networkInterface("pod")
                        .branchOf("elsewhere")
                        .guardedOnlyBy(group("sg-theirs"))
                        .withIpv4("10.0.1.77")))
        .finds(
            "a branch interface with an IPv4 address only",
            HIGH,
            "eni-pod of n1 has no IPv6 address",
            carrying(pod().withIpv4("10.0.1.77")),
            finding -> {
              assertEquals("branch-interface-has-ipv6/eni-pod", finding.id());
              assertEquals(Optional.of("n1"), finding.node());
              assertEquals(new BranchInterfaceHasIpv6().card().fix(), finding.remedy());
            })
        .finds(
            "a branch interface without any address",
            "eni-pod of n1 has no IPv6 address",
            carrying(pod()))
        .cannotTell(
            "an account without interfaces",
            "AccessDenied",
            carrying(pod()).unread(Part.INTERFACES, "AccessDenied"))
        .cannotTell(
            "an account without instances",
            "AccessDenied",
            carrying(pod()).unread(Part.INSTANCES, "AccessDenied"));
  }

  private static InterfaceFixture pod() {
    return networkInterface("pod").branchOf("trunk");
  }

  private static ClusterFixture carrying(InterfaceFixture... pods) {
    var cluster = privateSubnet(node("n1").with(networkInterface("trunk").trunk())).inCluster();
    for (var pod : pods) {
      cluster.with(pod);
    }
    return cluster;
  }
}
