package slash80.judge;

import static slash80.fixtures.Fixtures.accelerator;
import static slash80.fixtures.Fixtures.cluster;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.otherVpc;
import static slash80.fixtures.Fixtures.privateSubnet;
import static slash80.fixtures.Fixtures.subnet;
import static slash80.fixtures.Service.tcp;
import static slash80.judge.WellBuiltClustersTest.assertIsQuiet;

import org.junit.jupiter.api.Test;
import slash80.facts.BlockMode;

/// Well-built clusters in the surroundings that other accounts and services make: every rule passes
/// in each, and nothing is left unchecked.
final class WellBuiltSurroundingsTest {

  /// The participant blocks public access in its own account, which says nothing about the subnets
  /// that it is given.
  @Test
  void a_shared_vpc() {
    assertIsQuiet(
        3,
        cluster(
                "demo",
                subnet("a", "2001:db8:0:1::/64", node("n1"), node("n2"))
                    .sharedBy("444455556666")
                    .blocking(BlockMode.OFF),
                subnet("b", "2001:db8:0:2::/64", node("n3"))
                    .sharedBy("444455556666")
                    .blocking(BlockMode.BLOCK_INGRESS))
            .blocking(BlockMode.BLOCK_BIDIRECTIONAL));
  }

  /// The VPC has no internet gateway: what comes in passes the ingress VPC and a transit gateway.
  @Test
  void central_ingress_over_a_transit_gateway() {
    assertIsQuiet(
        1,
        cluster(
                "demo",
                subnet(
                        "a",
                        "2001:db8:0:1::/64",
                        node("n1").opens(tcp(8080)).to("2001:db8:9::/56", "10.9.0.0/16"))
                    .routes("::/0")
                    .to("tgw-1")
                    .routes("0.0.0.0/0")
                    .to("tgw-1"))
            .withoutInternetGateway()
            .withoutEgressOnlyGateway()
            .beside(
                otherVpc(
                    "vpc-2",
                    "2001:db8:9::/56",
                    subnet("z", "2001:db8:9:1::/64").routes("::/0").to("igw-2"))));
  }

  @Test
  void an_accelerator_that_admits_named_peers_only() {
    assertIsQuiet(
        1,
        privateSubnet(node("n1").opens(tcp(30_443)).to("203.0.113.0/24"))
            .inCluster()
            .withAcceleratorIn("a")
            .with(accelerator("edge").listening("TCP", 30_443).leadingTo("n1")));
  }

  /// A Classic Load Balancer of something else in the VPC.
  @Test
  void a_classic_balancer_that_is_internal() {
    assertIsQuiet(
        1,
        privateSubnet(node("n1"))
            .inCluster()
            .with(group("sg-old").opens(tcp(443)).to("10.0.0.0/16"))
            .with(
                loadBalancer("old")
                    .internal()
                    .classic("i-other")
                    .withoutTags()
                    .guardedBy("sg-old")
                    .listening("TCP", 443, 8443)));
  }
}
