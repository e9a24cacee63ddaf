package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.NOW;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.privateSubnet;
import static slash80.fixtures.Fixtures.secondsAgo;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.HIGH;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.facts.Fact;
import slash80.facts.VpcCni;
import slash80.fixtures.Part;
import slash80.judge.Cases;
import slash80.network.Parameters;
import slash80.rule.RuleCases;
import slash80.rule.Verdict;

final class NodeHoldsPodPrefixCases implements RuleCases {

  @Override
  public Cases cases() {
    return judging(new NodeHoldsPodPrefix())
        .plants(
            account -> account.node(node("empty").withoutPrefix()),
            "HIGH node-holds-pod-prefix/empty")
        .upholds("a node with a /80", node("n1"))
        .upholds(
            "a node whose prefix is on an interface for pods",
            node("n1")
                .withoutPrefix()
                .with(networkInterface("pods").forPods().holding("2001:db8:0:1:9::/80")))
        .upholds(
            "a node of EKS Auto Mode whose prefix is in a pod subnet",
            node("n1")
                .withoutPrefix()
                .with(networkInterface("pods").managedByEks().holding("2001:db8:0:1:9::/80")))
        .upholds(
            "a node that got its prefix before it settled", node("n1").launched(secondsAgo(30)))
        .finds(
            "a node without a prefix, launched an hour ago",
            HIGH,
            "n1 holds no prefix",
            node("n1").withoutPrefix(),
            finding -> {
              assertEquals("node-holds-pod-prefix/n1", finding.id());
              assertEquals("instance", finding.subjectType());
              assertEquals(Optional.of("n1"), finding.node());
              assertEquals(
                  "aws ec2 assign-ipv6-addresses --network-interface-id eni-n1"
                      + " --ipv6-prefix-count 1",
                  finding.remedy());
            })
        .finds(
            "a node without a prefix, where EKS shows an issue of its add-on",
            HIGH,
            "n1 holds no prefix",
            node("n1")
                .withoutPrefix()
                .inCluster()
                .with(
                    new VpcCni(
                        "v1.20.1-eksbuild.3",
                        Fact.known(Map.of()),
                        List.of(
                            new VpcCni.HealthIssue("AccessDenied", "the role may not assign"),
                            new VpcCni.HealthIssue("ClusterUnreachable", "<b>\n")))),
            finding ->
                assertEquals(
                    List.of(
                        new Verdict.Evidence("n1", "launched 2026-11-23T07:00:00Z"),
                        new Verdict.Evidence(
                            "vpc-cni", "needs ec2:AssignIpv6Addresses and ec2:DescribeSubnets"),
                        new Verdict.Evidence(
                            "vpc-cni", "EKS says: AccessDenied: the role may not assign"),
                        new Verdict.Evidence("vpc-cni", "EKS says: ClusterUnreachable: <b>\n")),
                    finding.evidence()))
        .finds(
            "a node without a prefix, where the add-on was not read",
            HIGH,
            "n1 holds no prefix",
            node("n1").withoutPrefix().inCluster().unread(Part.VPC_CNI, "AccessDenied"),
            finding ->
                assertEquals(
                    new Verdict.Evidence(
                        "vpc-cni",
                        "needs ec2:AssignIpv6Addresses and ec2:DescribeSubnets; health.issues of"
                            + " eks:DescribeAddon says what it lacks"),
                    finding.evidence().getLast()))
        .finds(
            "a node without a prefix, launched 300 seconds ago",
            "n1 holds no prefix",
            node("n1").withoutPrefix().launched(secondsAgo(300)))
        .finds(
            "a pending node without a prefix, launched an hour ago",
            "n1 holds no prefix",
            node("n1").withoutPrefix().inState("pending"))
        .finds(
            "a prefix on an interface that is not for pods",
            "n1 holds no prefix",
            node("n1").withoutPrefix().with(networkInterface("own").holding("2001:db8:0:1:9::/80")))
        .finds(
            "a prefix on a trunk interface",
            "n1 holds no prefix",
            node("n1")
                .withoutPrefix()
                .with(networkInterface("trunk").trunk().holding("2001:db8:0:1:9::/80")))
        .waits(
            "a node without a prefix, launched 299 seconds ago",
            NOW.plusSeconds(1),
            node("n1").withoutPrefix().launched(secondsAgo(299)))
        .waits(
            "a node without a prefix, launched 30 seconds ago",
            NOW.plusSeconds(270),
            node("n1").withoutPrefix().launched(secondsAgo(30)))
        .waits(
            "a node that a parameter lets settle for ten minutes",
            NOW.plusSeconds(300),
            privateSubnet(node("n1").withoutPrefix().launched(secondsAgo(300)))
                .inCluster()
                .judgedBy(settlingFor(Duration.ofMinutes(10))))
        .upholds(
            "a node whose /80 is on an interface that Cilium manages",
            node("n1")
                .withoutPrefix()
                .with(
                    networkInterface("cilium")
                        .tagged("io.cilium/cilium-managed", "true")
                        .holding("2001:db8:0:1:9::/80")))
        .upholds(
            "the same, known by its description alone",
            node("n1")
                .withoutPrefix()
                .with(
                    networkInterface("cilium")
                        .describedAs("Cilium-CNI (n1)")
                        .holding("2001:db8:0:1:9::/80")))
        .cannotTell(
            "an Auto Mode cluster of which no instance is shown",
            "no instance of EKS Auto Mode is shown",
            privateSubnet().inCluster().inAutoMode())
        .cannotTell(
            "an Auto Mode cluster of which only an instance of a node group is shown",
            "no instance of EKS Auto Mode is shown",
            privateSubnet(node("n1")).inCluster().inAutoMode())
        .upholds(
            "an Auto Mode cluster whose instances are shown",
            privateSubnet(node("n1").managedByEks()).inCluster().inAutoMode())
        .skips("a terminated node", node("n1").withoutPrefix().inState("terminated"))
        .skips(
            "a node of another cluster",
            node("n1").withoutPrefix().taggedOnly("aws:eks:cluster-name", "other"))
        .cannotTell("AccessDenied", node("n1").unread("AccessDenied"))
        .cannotTell(
            "UnauthorizedOperation",
            privateSubnet(node("n1")).inCluster().unread(Part.INSTANCES, "UnauthorizedOperation"));
  }

  private static Parameters settlingFor(Duration settling) {
    return Parameters.DEFAULTS.settling(settling);
  }
}
