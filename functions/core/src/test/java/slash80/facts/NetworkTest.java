package slash80.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;
import slash80.network.InterfaceKind;

/// Questions across the facts of a network: membership, load balancers, prefixes and shares of the
/// internet.
class NetworkTest {

  /// Two nodes, the second with a trunk that carries a pod; an instance of another cluster; and the
  /// other interfaces of the VPC.
  private static World world() {
    var world = new World();
    world.instances.add(World.instance("i-2", World.NOW.minusSeconds(299)));
    world.instances.add(World.instance("i-1", World.NOW.minusSeconds(300)));
    world.instances.add(
        new Instance(
            new Instance.Id("i-9"),
            "running",
            World.NOW,
            "m5.large",
            "us-east-2a",
            Map.of("aws:eks:cluster-name", "other"),
            ""));
    world.interfaces.add(
        World.eni("eni-1")
            .on("i-1", 0, 0)
            .holding("2001:db8:1:1:a::/80", "2001:db8:1:1::5")
            .ipv4("10.0.1.5")
            .made());
    world.interfaces.add(
        World.eni("eni-2")
            .on("i-2", 0, 0)
            .in("subnet-2")
            .holding("2001:db8:1:2:a::/80")
            .ipv4("10.0.2.5")
            .made());
    world.interfaces.add(
        World.eni("eni-card")
            .on("i-1", 0, 1)
            .holding("2001:db8:1:1:b::/80")
            .tagged("node.k8s.amazonaws.com/instance_id", "i-1")
            .made());
    world.interfaces.add(
        World.eni("eni-auto").on("i-1", 1, 0).managedBy("eks.amazonaws.com").made());
    world.interfaces.add(
        World.eni("eni-trunk")
            .on("i-2", 2, 0)
            .type("trunk")
            .tagged("node.k8s.amazonaws.com/instance_id", "i-2")
            .made());
    world.interfaces.add(World.eni("eni-own").on("i-1", 3, 0).holding("2001:db8:1:1::6").made());
    world.interfaces.add(
        World.eni("eni-branch")
            .type("branch")
            .tagged("vpcresources.k8s.aws/trunk-eni-id", "eni-trunk")
            .holding("2001:db8:1:2::7")
            .made());
    world.interfaces.add(
        World.eni("eni-cp").described("Amazon EKS demo").guardedBy("sg-cluster").made());
    world.interfaces.add(
        World.eni("eni-fargate").described("fargate-pod").guardedBy("sg-1").made());
    world.interfaces.add(World.eni("eni-guest").guardedBy("sg-cluster").made());
    world.interfaces.add(
        World.eni("eni-alb").described("ELB app/front/1").guardedBy("sg-cluster").made());
    world.interfaces.add(
        World.eni("eni-nlb").type("network_load_balancer").guardedBy("sg-cluster").made());
    world.interfaces.add(World.eni("eni-db").guardedBy("sg-db").made());
    world.interfaces.add(World.eni("eni-other").on("i-9", 0, 0).made());
    world.subnets.add(World.subnet("subnet-1"));
    world.subnets.add(World.subnet("subnet-2"));
    return world;
  }

  @Test
  void nodes_are_the_clusters_instances_and_settle_after_five_minutes() {
    var nodes = world().network().nodes().asKnown().orElseThrow();
    assertEquals(List.of("i-1", "i-2"), nodes.stream().map(node -> node.id().value()).toList());
    assertEquals(List.of(false, true), nodes.stream().map(Node::isSettling).toList());
    assertEquals(World.NOW, nodes.getFirst().settledAt());
    assertEquals(World.NOW.plusSeconds(1), nodes.getLast().settledAt());
  }

  @Test
  void every_interface_is_what_it_is_to_the_cluster() {
    var network = world().network();
    var kinds = new ArrayList<String>();
    for (var networkInterface : network.interfaces().asKnown().orElseThrow()) {
      kinds.add(
          networkInterface.id()
              + " "
              + network.kindOf(networkInterface).orElseThrow()
              + network.nodeOf(networkInterface).map(node -> " " + node.id()).orElse(""));
    }
    assertEquals(
        List.of(
            "eni-1 PRIMARY i-1",
            "eni-2 PRIMARY i-2",
            "eni-auto POD i-1",
            "eni-branch BRANCH i-2",
            "eni-card POD i-1",
            "eni-cp CONTROL_PLANE",
            "eni-fargate FARGATE",
            "eni-guest GUEST",
            "eni-own OTHER i-1",
            "eni-trunk TRUNK i-2"),
        kinds);
  }

  /// Without describe-network-interfaces: describe-instances returns no tags of interfaces.
  @Test
  void an_interface_without_tags_is_for_pods_when_the_cni_described_it_so() {
    var world = world();
    world.interfaces.add(World.eni("eni-told").on("i-1", 4, 1).described("aws-K8S-i-1").made());
    world.interfaces.add(
        World.eni("eni-cilium").on("i-1", 6, 0).described("Cilium-CNI (i-1)").made());
    world.interfaces.add(
        World.eni("eni-tagged").on("i-1", 7, 0).tagged("io.cilium/cilium-managed", "true").made());
    world.interfaces.add(World.eni("eni-moved").on("i-1", 5, 1).described("aws-K8S-i-2").made());
    var network = world.network();
    var kinds = new HashMap<String, InterfaceKind>();
    for (var networkInterface : network.interfaces().asKnown().orElseThrow()) {
      kinds.put(networkInterface.id().value(), network.kindOf(networkInterface).orElseThrow());
    }
    assertEquals(InterfaceKind.POD, kinds.get("eni-told"));
    assertEquals(InterfaceKind.POD, kinds.get("eni-cilium"));
    assertEquals(InterfaceKind.POD, kinds.get("eni-tagged"));
    assertEquals(InterfaceKind.OTHER, kinds.get("eni-moved"));
  }

  private static List<String> ids(Fact<List<NetworkInterface>> interfaces) {
    return interfaces.asKnown().orElseThrow().stream()
        .map(networkInterface -> networkInterface.id().value())
        .toList();
  }

  @Test
  void a_node_knows_its_interfaces_prefixes_and_subnets() {
    var network = world().network();
    var node = network.nodes().asKnown().orElseThrow().getFirst();
    assertEquals(
        List.of("eni-1", "eni-auto", "eni-card", "eni-own"), ids(network.interfacesOf(node)));
    assertEquals("eni-1", network.primaryInterfaceOf(node).asKnown().orElseThrow().id().value());
    assertEquals(
        Fact.known(
            List.of(Prefix.parse("2001:db8:1:1:a::/80"), Prefix.parse("2001:db8:1:1:b::/80"))),
        network.prefixesOf(node));
    assertEquals(List.of("eni-1", "eni-2", "eni-auto", "eni-card"), ids(network.podInterfaces()));
    assertEquals(
        List.of("subnet-1", "subnet-2"),
        network.nodeSubnetIds().asKnown().orElseThrow().stream().map(Subnet.Id::value).toList());
    assertEquals(Optional.empty(), network.node(new Instance.Id("i-9")));
  }

  @Test
  void what_was_not_read_is_never_an_empty_answer() {
    var blind = world();
    blind.unread.put("instances", "no instances");
    assertEquals(Fact.unread("no instances"), blind.network().nodes());
    assertEquals(Fact.unread("no instances"), blind.network().interfaces());
    blind.unread.clear();
    blind.unread.put("interfaces", "no interfaces");
    var network = blind.network();
    var node = network.nodes().asKnown().orElseThrow().getFirst();
    assertEquals(Fact.unread("no interfaces"), network.interfacesOf(node));
    assertEquals(Fact.unread("no interfaces"), network.primaryInterfaceOf(node));
    assertEquals(Fact.unread("no interfaces"), network.prefixesOf(node));
    assertEquals(Fact.unread("no interfaces"), network.nodeSubnetIds());
    blind.unread.clear();
    blind.subnets.removeLast();
    assertEquals(
        Fact.unread("subnet subnet-2 was not read"),
        blind.network().subnet(new Subnet.Id("subnet-2")));
    blind.interfaces.removeIf(networkInterface -> networkInterface.id().value().equals("eni-1"));
    assertEquals(
        Fact.unread("the primary interface of i-1 was not read"),
        blind.network().primaryInterfaceOf(node));
    var nothing = new World().network();
    assertEquals(
        Fact.unread("the route table of subnet-1 was not read"),
        nothing.routeTableOf(World.SUBNET));
    assertEquals(
        Fact.unread("the network ACL of subnet-1 was not read"),
        new World().index().aclOf(World.SUBNET));
    assertEquals(
        Fact.unread("security group sg-1 was not read"),
        nothing.group(new SecurityGroup.Id("sg-1")));
    assertEquals(
        Fact.unread("prefix list pl-1 was not read"),
        new World().index().prefixList(new PrefixList.Id("pl-1")));
  }

  private static final Fact<Map<String, String>> NO_TAGS = Fact.known(Map.of());

  private static LoadBalancer balancer(Fact<Map<String, String>> tags) {
    return new LoadBalancer(
        "arn:lb",
        "front",
        "network",
        true,
        "dualstack",
        World.VPC,
        List.of(),
        List.of(),
        true,
        List.of(),
        Fact.known(List.of()),
        NO_TAGS,
        tags);
  }

  private static TargetGroup targets(
      String type, Fact<Map<String, String>> tags, Fact<List<TargetGroup.Target>> targets) {
    return new TargetGroup(
        "arn:tg",
        "pods",
        type,
        "ipv6",
        "TCP",
        Optional.of(World.VPC),
        List.of("arn:lb"),
        targets,
        Fact.known(Map.of()),
        tags);
  }

  private static Fact<List<TargetGroup.Target>> at(String... ids) {
    return Fact.known(Stream.of(ids).map(id -> new TargetGroup.Target(id, 8080)).toList());
  }

  private static DynamicTest fronts(
      String sentence,
      Fact<Boolean> expected,
      Fact<Map<String, String>> tags,
      TargetGroup... groups) {
    return fronts(sentence, expected, tags, _ -> {}, groups);
  }

  private static DynamicTest fronts(
      String sentence,
      Fact<Boolean> expected,
      Fact<Map<String, String>> tags,
      Consumer<World> twist,
      TargetGroup... groups) {
    return dynamicTest(
        sentence + ": " + expected,
        () -> {
          var world = world();
          world.balancers.add(balancer(tags));
          world.targetGroups.addAll(List.of(groups));
          twist.accept(world);
          var network = world.network();
          assertEquals(expected, network.entrances().fronts(balancer(tags)));
          assertEquals(
              expected.equals(Fact.known(false)) ? 0 : 1,
              network.entrances().loadBalancers().asKnown().orElseThrow().size());
        });
  }

  @TestFactory
  Stream<DynamicTest> a_balancer_fronts_the_cluster() {
    var yes = Fact.known(true);
    var no = Fact.known(false);
    return Stream.of(
        fronts("untagged, without targets", no, NO_TAGS),
        fronts(
            "tagged by the controller", yes, Fact.known(Map.of("elbv2.k8s.aws/cluster", "demo"))),
        fronts("tagged by Auto Mode", yes, Fact.known(Map.of("eks:eks-cluster-name", "demo"))),
        fronts(
            "tagged by the key", yes, Fact.known(Map.of("kubernetes.io/cluster/demo", "shared"))),
        fronts(
            "tagged for another cluster", no, Fact.known(Map.of("elbv2.k8s.aws/cluster", "other"))),
        fronts(
            "a tagged target group",
            yes,
            NO_TAGS,
            targets("ip", Fact.known(Map.of("elbv2.k8s.aws/cluster", "demo")), at())),
        fronts("an instance", yes, NO_TAGS, targets("instance", NO_TAGS, at("i-9", "i-1"))),
        fronts("another cluster's instance", no, NO_TAGS, targets("instance", NO_TAGS, at("i-9"))),
        fronts("a pod's address", yes, NO_TAGS, targets("ip", NO_TAGS, at("2001:db8:1:1:a::77"))),
        fronts("a node's address", yes, NO_TAGS, targets("ip", NO_TAGS, at("2001:db8:1:1::5"))),
        fronts("a node's IPv4 address", yes, NO_TAGS, targets("ip", NO_TAGS, at("10.0.2.5"))),
        fronts("a branch's address", yes, NO_TAGS, targets("ip", NO_TAGS, at("2001:db8:1:2::7"))),
        fronts(
            "an address of nobody", no, NO_TAGS, targets("ip", NO_TAGS, at("2001:db8:1:1:c::77"))),
        fronts("unread tags", Fact.unread("no tags"), Fact.unread("no tags")),
        fronts(
            "unread tags before a node",
            yes,
            Fact.unread("no tags"),
            targets("instance", NO_TAGS, at("i-1"))),
        fronts(
            "unread targets",
            Fact.unread("no health"),
            NO_TAGS,
            targets("ip", NO_TAGS, Fact.unread("no health"))),
        fronts("unread targets of a lambda", no, NO_TAGS, targets("lambda", NO_TAGS, at())),
        fronts(
            "unread target groups",
            Fact.unread("no groups"),
            NO_TAGS,
            w -> w.unread.put("targetGroups", "no groups")),
        fronts(
            "targets before unread instances",
            Fact.unread("no instances"),
            NO_TAGS,
            w -> w.unread.put("instances", "no instances"),
            targets("instance", NO_TAGS, at("i-1"))));
  }

  @Test
  void the_whole_internet_has_share_one_and_the_allocated_part_nearly_so() {
    var network = new World().network();
    assertEquals(1.0, network.share(AddressSet.all(IpFamily.IPV6)));
    assertEquals(1.0, network.share(AddressSet.all(IpFamily.IPV4)));
    assertEquals(0.0, network.share(AddressSet.of(Prefix.parse("fd00::/8"))));
    var used =
        AddressSet.of(
            IpFamily.IPV6,
            Stream.of("2400::/12", "2600::/12", "2800::/12", "2a00::/12", "2c00::/12")
                .map(Prefix::parse)
                .toList());
    assertTrue(used.partOf(network.internet(IpFamily.IPV6)) < 0.01);
    assertTrue(network.share(used) > 0.5);
    assertTrue(network.isShareAtLeast(2, used));
    assertFalse(network.isShareAtLeast(65_536, AddressSet.of(Prefix.parse("2600:1f16::/48"))));
    assertTrue(network.isShareAtLeast(2, AddressSet.of(Prefix.parse("0.0.0.0/1"))));
    assertFalse(network.isShareAtLeast(2, AddressSet.of(Prefix.parse("0.0.0.0/2"))));
    assertFalse(network.isShareAtLeast(65_536, AddressSet.none(IpFamily.IPV6)));
  }

  @Test
  void what_is_not_surely_the_vpcs_is_the_internet() {
    var world = new World();
    var own = Prefix.parse("2001:db8:1::/56");
    assertFalse(world.network().internet(IpFamily.IPV6).contains(own.first()));
    assertTrue(
        world.network().internet(IpFamily.IPV6).contains(Prefix.parse("2001:db8:2::/56").first()));
    world.vpc =
        Fact.known(
            new Vpc(World.VPC, List.of(new CidrAssociation(own, Fact.unread("odd"), false))));
    assertTrue(world.network().internet(IpFamily.IPV6).contains(own.first()));
    world.vpc = Fact.unread("denied");
    assertTrue(world.network().internet(IpFamily.IPV6).contains(own.first()));
    assertFalse(
        world.network().internet(IpFamily.IPV4).contains(Prefix.parse("10.0.0.0/8").first()));
  }
}
