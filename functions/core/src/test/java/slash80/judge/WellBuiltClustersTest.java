package slash80.judge;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.cluster;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.secondsAgo;
import static slash80.fixtures.Fixtures.subnet;
import static slash80.fixtures.Fixtures.targetGroup;
import static slash80.fixtures.Service.everything;
import static slash80.fixtures.Service.tcp;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import slash80.facts.Fact;
import slash80.facts.InstanceType;
import slash80.facts.VpcCni;
import slash80.fixtures.ClusterFixture;
import slash80.rule.Finding;

/// Clusters as AWS's guides build them: every rule passes in each, and nothing is left unchecked.
/// Unusual details are as designed.
final class WellBuiltClustersTest {

  static void assertIsQuiet(int nodes, ClusterFixture cluster) {
    var judgement = RuleBook.judge(cluster.build());
    assertAll(
        () ->
            assertEquals(
                List.of(), judgement.findings().stream().map(WellBuiltClustersTest::told).toList()),
        () -> assertEquals(List.of(), judgement.undecided()),
        () -> assertEquals(List.of(), judgement.settling()),
        () -> assertEquals(nodes, judgement.nodes()));
  }

  private static String told(Finding finding) {
    return finding.id() + ": " + finding.detail();
  }

  /// Control-plane interfaces, a public subnet for load balancers that no node stands in, and an
  /// internal load balancer that hands its clients to pods.
  @Test
  void managed_node_groups_in_private_subnets() {
    assertIsQuiet(
        3,
        cluster(
                "demo",
                subnet("a", "2001:db8:0:1::/64", node("n1"), node("n2"))
                    .tagged("kubernetes.io/role/internal-elb"),
                subnet("b", "2001:db8:0:2::/64", node("n3").taggedOnly("eks:cluster-name", "demo"))
                    .tagged("kubernetes.io/role/internal-elb"))
            .beside(
                subnet("public", "2001:db8:0:3::/64")
                    .leavingByInternetGateway()
                    .notAssigningIpv6()
                    .mappingPublicIpv4()
                    .tagged("kubernetes.io/role/elb"))
            .with(
                networkInterface("cp-a")
                    .ofControlPlane("demo")
                    .withIpv6("2001:db8:0:1:77::1")
                    .withIpv4("10.0.1.77"))
            .with(
                networkInterface("cp-b")
                    .ofControlPlane("demo")
                    .inSubnet("b")
                    .withIpv6("2001:db8:0:2:77::1")
                    .withIpv4("10.0.2.77"))
            .with(group("sg-internal").opens(tcp(443)).to("2001:db8::/56"))
            .with(
                loadBalancer("internal")
                    .internal()
                    .guardedBy("sg-internal")
                    .with(
                        targetGroup("pods")
                            .keepingClientAddress()
                            .sendingTo("2001:db8:0:1:1::5", 8080)))
            .recording("n1", "2001:db8:0:1:1::/80")
            .recording("n2", "2001:db8:0:1:2::/80")
            .with(
                new VpcCni(
                    "v1.20.4-eksbuild.1",
                    Fact.known(Map.of("ENABLE_POD_ENI", "true", "WARM_PREFIX_TARGET", "1")))));
  }

  /// Karpenter asks for the prefix in the launch template: a node holds it from its first moment,
  /// before it has settled. Part of the subnet is kept for prefixes.
  @Test
  void karpenter_with_a_prefix_in_its_launch_template() {
    assertIsQuiet(
        2,
        cluster(
                "demo",
                subnet(
                    "a",
                    "2001:db8:0:1::/64",
                    node("n1")
                        .taggedOnly("eks:eks-cluster-name", "demo")
                        .holding("2001:db8:0:1:8001::/80"),
                    node("n2")
                        .taggedOnly("kubernetes.io/cluster/demo", "owned")
                        .launched(secondsAgo(5))
                        .inState("pending")
                        .holding("2001:db8:0:1:8002::/80")))
            .reserving("a", "2001:db8:0:1:8000::/65", "prefix")
            .reserving("a", "2001:db8:0:1:1000::/68", "explicit"));
  }

  /// The /80 is on the primary interface, and EKS manages the interface and no add-on.
  @Test
  void auto_mode() {
    assertIsQuiet(
        2,
        cluster(
                "demo",
                subnet(
                    "a",
                    "2001:db8:0:1::/64",
                    node("n1").taggedOnly("eks:eks-cluster-name", "demo").managedByEks(),
                    node("n2").taggedOnly("eks:eks-cluster-name", "demo").managedByEks()))
            .inAutoMode()
            .withoutVpcCniAddon());
  }

  /// The /80 is on a second interface that EKS manages, in the pod subnet and with the pods' own
  /// groups; the primary interface carries the node's own addresses alone
  /// (https://docs.aws.amazon.com/eks/latest/userguide/create-node-class.html).
  @Test
  void auto_mode_with_pod_subnets() {
    var pods = group("sg-pods").opens(everything()).to("sg-pods", "sg-cluster");
    assertIsQuiet(
        2,
        cluster(
                "demo",
                subnet(
                    "a",
                    "2001:db8:0:1::/64",
                    node("n1")
                        .managedByEks()
                        .withoutPrefix()
                        .with(
                            networkInterface("pods-1")
                                .managedByEks()
                                .inSubnet("pods")
                                .guardedOnlyBy(pods)
                                .withIpv6("2001:db8:0:9:55::1")
                                .withIpv4("10.0.2.51")
                                .holding("2001:db8:0:9:1::/80")),
                    node("n2")
                        .managedByEks()
                        .withoutPrefix()
                        .with(
                            networkInterface("pods-2")
                                .managedByEks()
                                .inSubnet("pods")
                                .guardedOnlyBy(pods)
                                .withIpv6("2001:db8:0:9:55::2")
                                .withIpv4("10.0.2.52")
                                .holding("2001:db8:0:9:2::/80"))))
            .beside(subnet("pods", "2001:db8:0:9::/64"))
            .recording("n1", "2001:db8:0:9:1::/80")
            .inAutoMode()
            .withoutVpcCniAddon());
  }

  /// A trunk holds no prefix by design; a branch has its pod's one address and the pod's groups.
  @Test
  void security_groups_for_pods() {
    assertIsQuiet(
        1,
        cluster(
                "demo",
                subnet(
                    "a",
                    "2001:db8:0:1::/64",
                    node("n1")
                        .ofType("m5.large")
                        .with(
                            networkInterface("trunk")
                                .trunk()
                                .withIpv6("2001:db8:0:1:99::1")
                                .withIpv4("10.0.1.99"))))
            .with(
                networkInterface("branch")
                    .branchOf("trunk")
                    .guardedOnlyBy(group("sg-pod").opens(tcp(5432)).to("sg-cluster"))
                    .withIpv6("2001:db8:0:1:99::2")
                    .withIpv4("10.0.1.100")));
  }

  /// The CNI makes an interface with a /80 on each further network card; one for EFA alone, which
  /// the launch template attaches, has no address at all.
  @Test
  void several_network_cards() {
    assertIsQuiet(
        1,
        cluster(
                "demo",
                subnet(
                    "a",
                    "2001:db8:0:1::/64",
                    node("n1")
                        .ofType("p5.48xlarge")
                        .with(
                            networkInterface("card-1")
                                .onCard(1)
                                .forPods()
                                .withIpv6("2001:db8:0:1:66::1")
                                .withIpv4("10.0.1.66")
                                .holding("2001:db8:0:1:61::/80"))
                        .with(
                            networkInterface("card-2")
                                .onCard(2)
                                .forPods()
                                .withIpv6("2001:db8:0:1:66::2")
                                .withIpv4("10.0.1.67")
                                .holding("2001:db8:0:1:62::/80"))
                        .with(networkInterface("efa").onCard(3).ofType("efa-only"))))
            .recording("n1", "2001:db8:0:1:1::/80", "2001:db8:0:1:61::/80"));
  }

  /// A pod on Fargate has an interface of its own with the cluster's group, and no prefix.
  @Test
  void fargate_pods_beside_nodes() {
    assertIsQuiet(
        1,
        cluster(
                "demo",
                subnet("a", "2001:db8:0:1::/64", node("n1")),
                subnet("fargate", "2001:db8:0:2::/64"))
            .with(
                networkInterface("fargate")
                    .describedAs("fargate-coredns")
                    .inSubnet("fargate")
                    .withIpv6("2001:db8:0:2:33::1")
                    .withIpv4("10.0.2.33")));
  }

  /// DescribeInstanceTypes returns no hypervisor for bare metal.
  @Test
  void bare_metal() {
    assertIsQuiet(
        1,
        cluster("demo", subnet("a", "2001:db8:0:1::/64", node("n1").ofType("m6g.metal")))
            .with(new InstanceType("m6g.metal", "", true, true)));
  }
}
