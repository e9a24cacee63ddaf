package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.NOW;
import static slash80.fixtures.Fixtures.accelerator;
import static slash80.fixtures.Fixtures.cluster;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.publicSubnet;
import static slash80.fixtures.Fixtures.subnet;
import static slash80.fixtures.Service.everything;
import static slash80.fixtures.Service.tcp;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.MEDIUM;

import java.util.List;
import java.util.Map;
import slash80.facts.BlockMode;
import slash80.facts.Instance;
import slash80.facts.InstanceConnectEndpoint;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.facts.Vpc;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.GroupFixture;
import slash80.fixtures.InterfaceFixture;
import slash80.fixtures.LoadBalancerFixture;
import slash80.fixtures.Part;
import slash80.judge.Cases;
import slash80.rule.RuleCases;

final class ClusterGroupsGuardClusterOnlyCases implements RuleCases {
  @Override
  public Cases cases() {
    var cases =
        judging(new ClusterGroupsGuardClusterOnly())
            .plants(
                account -> account.cluster(cluster -> cluster.with(networkInterface("guest"))),
                "MEDIUM cluster-groups-guard-cluster-only/eni-guest")
            .skips("the demo cluster", demo())
            .skips("an interface of something else", demo().with(guest().guardedOnlyBy(db())))
            .skips(
                "the control plane, and Fargate pods known by description, tag or requester",
                demo()
                    .with(networkInterface("cp").ofControlPlane("demo"))
                    .with(networkInterface("fargate").describedAs("fargate-pod"))
                    .with(networkInterface("made").tagged("eks:eni:owner", "fargate"))
                    .with(networkInterface("requested").requestedForFargate()))
            .upholds(
                "a group of a node that does not admit itself, on a bastion",
                cluster(
                        "demo",
                        subnet(
                            "a",
                            "2001:db8:0:1::/64",
                            node("n1").guardedBy(group("sg-ssh").opens(tcp(22)).to("10.0.0.0/8"))))
                    .with(guest().guardedOnlyBy(group("sg-ssh").opens(tcp(22)).to("10.0.0.0/8"))));
    carriers(cases);
    nodesWithoutTheirTag(cases);
    return cases;
  }

  private static void carriers(Cases cases) {
    cases
        .finds(
            "an interface with the cluster's group",
            MEDIUM,
            "eni-guest carries sg-cluster, the security group of demo, and is not of the cluster:"
                + " whatever reaches it is inside",
            demo().with(guest()))
        .finds(
            "a bastion that is open to the internet",
            HIGH,
            "eni-guest carries sg-cluster",
            publicSubnet(node("n1"))
                .inCluster()
                .with(guest().withIpv6("2001:db8:0:1::99").opens(tcp(22)).to("::/0")),
            finding ->
                assertEquals(
                    "aws ec2 modify-network-interface-attribute --network-interface-id eni-guest"
                        + " --groups sg-guest",
                    finding.remedy()))
        .finds(
            "an interface with a group of a node that admits itself",
            MEDIUM,
            "eni-guest carries sg-nodes, a security group of the nodes that admits itself",
            cluster("demo", subnet("a", "2001:db8:0:1::/64", node("n1").guardedBy(ofNodes())))
                .with(guest().guardedOnlyBy(ofNodes())))
        .finds(
            "an EC2 Instance Connect Endpoint, known by its type",
            HIGH,
            "eni-guest of EC2 Instance Connect Endpoint eice-1 carries sg-cluster",
            demo().with(endpoint().ofType("ec2_instance_connect_endpoint")))
        .finds(
            "an EC2 Instance Connect Endpoint with another group too, known by its description",
            HIGH,
            "eni-guest of EC2 Instance Connect Endpoint eice-1 carries sg-cluster",
            demo().with(endpoint().guardedBy(db())),
            finding ->
                assertEquals(
                    "aws ec2 modify-instance-connect-endpoint --instance-connect-endpoint-id eice-1"
                        + " --security-group-ids sg-db",
                    finding.remedy()))
        .finds(
            "an EC2 Instance Connect Endpoint that is described and whose interface is not shown",
            HIGH,
            "eni-9 of EC2 Instance Connect Endpoint eice-9 carries sg-cluster",
            demo().with(described("sg-cluster")))
        .skips(
            "a described EC2 Instance Connect Endpoint with its own group",
            demo().with(described("sg-db")))
        .finds(
            "a Classic Load Balancer of which only the description shows the group",
            MEDIUM,
            "load balancer old carries sg-cluster",
            demo().with(loadBalancer("old").classic("i-n1").internal().guardedBy("sg-cluster")))
        .finds(
            "a load balancer's interface",
            MEDIUM,
            "eni-guest of a load balancer carries sg-cluster",
            demo().with(guest().ofType("network_load_balancer").describedAs("ELB net/web/1")))
        .finds(
            "a node of another cluster",
            MEDIUM,
            "eni-guest of i-other carries sg-cluster",
            demo()
                .with(instance("i-other", Map.of("aws:eks:cluster-name", "other")))
                .with(guest().attachedTo("i-other", 0)))
        .finds(
            "the control plane of another cluster",
            MEDIUM,
            "eni-guest carries sg-cluster",
            demo().with(guest().ofControlPlane("other")))
        .finds(
            "a load balancer of which only the description shows the group",
            MEDIUM,
            "load balancer web carries sg-cluster, the security group of demo: whatever reaches it"
                + " is inside the cluster",
            demo().with(loadBalancer("web").internal().guardedBy("sg-cluster")));
    balancers(cases);
    cases
        .cannotTell(
            "a group of a node that was not read",
            "security group sg-nodes was not read",
            cluster(
                    "demo",
                    subnet("a", "2001:db8:0:1::/64", node("n1").guardedBy(ofNodes().notRead())))
                .with(guest().guardedOnlyBy(ofNodes().notRead())))
        .cannotTell(
            "interfaces that were not read",
            "AccessDenied",
            demo().unread(Part.INTERFACES, "AccessDenied"));
  }

  private static InstanceConnectEndpoint described(String group) {
    return new InstanceConnectEndpoint(
        "eice-9",
        new Vpc.Id("vpc-1"),
        new Subnet.Id("subnet-a"),
        List.of(new SecurityGroup.Id(group)),
        List.of(new NetworkInterface.Id("eni-9")),
        false);
  }

  /// A load balancer with a group that admits everyone and the cluster's, and an interface of its.
  private static ClusterFixture wideOpen(LoadBalancerFixture balancer) {
    var web = group("sg-web").opens(everything()).to("0.0.0.0/0").opens(everything()).to("::/0");
    return demo().with(web).with(balancer.guardedBy("sg-web").guardedBy("sg-cluster"));
  }

  private static InterfaceFixture shown() {
    return networkInterface("guest").describedAs("ELB net/web/1");
  }

  /// Only what arrives at a listener of a load balancer is inside.
  private static void balancers(Cases cases) {
    var web = "carries sg-cluster";
    cases
        .finds(
            "a load balancer that the internet reaches", HIGH, web, wideOpen(loadBalancer("web")))
        .finds(
            "an interface of a load balancer that the internet reaches",
            HIGH,
            "eni-guest of a load balancer carries sg-cluster",
            wideOpen(loadBalancer("web")).with(shown()))
        .finds(
            "block public access in front of a load balancer",
            MEDIUM,
            web,
            wideOpen(loadBalancer("web")).blocking(BlockMode.BLOCK_INGRESS))
        .finds(
            "no route in front of a load balancer",
            MEDIUM,
            web,
            wideOpen(loadBalancer("web").inSubnets("a")))
        .finds(
            "a load balancer without a listener",
            MEDIUM,
            web,
            wideOpen(loadBalancer("web").withoutListeners()))
        .finds(
            "an interface of a load balancer without a listener",
            MEDIUM,
            "eni-guest of a load balancer carries sg-cluster",
            wideOpen(loadBalancer("web").withoutListeners()).with(shown()))
        .finds(
            "a load balancer whose groups admit another port than its listener's",
            MEDIUM,
            web,
            demo()
                .with(group("sg-web").opens(tcp(80)).to("::/0"))
                .with(loadBalancer("web").guardedBy("sg-web").guardedBy("sg-cluster")))
        .finds(
            "a load balancer whose listeners were not read",
            HIGH,
            "is inside the cluster; not checked: whether the internet reaches it (Throttling)",
            wideOpen(loadBalancer("web").listenersUnread("Throttling")))
        .finds(
            "an internal load balancer behind an accelerator",
            HIGH,
            web,
            wideOpen(loadBalancer("web").internal())
                .with(accelerator("ga").listening("TCP", 443).leadingTo(loadBalancer("web"))))
        .finds(
            "an internal load balancer behind an accelerator with another port",
            MEDIUM,
            web,
            wideOpen(loadBalancer("web").internal())
                .with(accelerator("ga").listening("TCP", 80).leadingTo(loadBalancer("web"))));
  }

  private static void nodesWithoutTheirTag(Cases cases) {
    var untagged =
        "eni-guest of i-9 carries sg-cluster, the security group of demo, but i-9 has no tag of a"
            + " cluster: if it is a node, its tag is missing and it was not checked";
    cases
        .finds(
            "an instance without the cluster's tag in a subnet of the cluster",
            MEDIUM,
            untagged,
            demo()
                .with(instance("i-9", Map.of("Name", "worker")))
                .with(guest().attachedTo("i-9", 0)),
            finding ->
                assertEquals(
                    "aws ec2 create-tags --resources i-9 --tags"
                        + " Key=kubernetes.io/cluster/demo,Value=owned",
                    finding.remedy()))
        .finds(
            "the same where no node is recognised at all",
            MEDIUM,
            untagged,
            cluster("demo", subnet("a", "2001:db8:0:1::/64"))
                .with(instance("i-9", Map.of()))
                .with(guest().attachedTo("i-9", 0)))
        .finds(
            "an instance without a tag in another subnet of the VPC",
            MEDIUM,
            "eni-guest of i-9 carries sg-cluster, the security group of demo, and is not of the"
                + " cluster",
            demo()
                .beside(subnet("z", "2001:db8:0:9::/64"))
                .with(instance("i-9", Map.of()))
                .with(guest().inSubnet("z").attachedTo("i-9", 0)));
  }

  private static InterfaceFixture guest() {
    return networkInterface("guest");
  }

  private static InterfaceFixture endpoint() {
    return guest().describedAs("EC2 Instance Connect Endpoint Network Interface for eice-1");
  }

  private static GroupFixture db() {
    return group("sg-db").opens(tcp(5432)).to("10.0.0.0/16");
  }

  private static GroupFixture ofNodes() {
    return group("sg-nodes").opens(everything()).to("sg-nodes");
  }

  private static Instance instance(String id, Map<String, String> tags) {
    return new Instance(
        new Instance.Id(id), "running", NOW.minusSeconds(3600), "c5.large", "us-east-2a", tags, "");
  }
}
