package slash80.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.fixtures.Fixtures.accelerator;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.privateSubnet;
import static slash80.fixtures.Fixtures.targetGroup;
import static slash80.fixtures.Service.everything;
import static slash80.fixtures.Service.tcp;
import static slash80.fixtures.Service.udp;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import slash80.facts.EndpointService;
import slash80.facts.InstanceConnectEndpoint;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.facts.Vpc;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.Fixture;
import slash80.fixtures.LoadBalancerFixture;
import slash80.fixtures.NodeFixture;
import slash80.fixtures.TargetGroupFixture;
import slash80.ip.Address;
import slash80.ip.IpFamily;
import slash80.ip.Packet;
import slash80.ip.Protocol;
import slash80.reach.Entrance;
import slash80.reach.Way;

/// Entrances in words: each case names an entrance and the ways through it to a node, with the
/// source that the node's groups see and whether anything arrives.
class EntrancesTest {

  private static DynamicTest leads(
      String what, String entrance, Fixture fixture, String... expected) {
    return DynamicTest.dynamicTest(
        what, () -> assertEquals(List.of(expected), ways(fixture.network(), entrance)));
  }

  private static List<String> ways(Network network, String name) {
    return network.entrances().named(name).orElseThrow().ways().stream()
        .map(EntrancesTest::inWords)
        .sorted()
        .toList();
  }

  private static String inWords(Way way) {
    var arriving = way.arriving();
    return "%s over %s -> %s%s sees %s, %s"
        .formatted(
            way.asked(),
            way.clients(),
            way.target().id(),
            way.port().map(port -> " " + port).orElse(""),
            way.sees(),
            arriving.isEmpty()
                ? "stopped"
                : arriving.surely().isEmpty()
                    ? "perhaps"
                    : "arrives " + arriving.surely().services());
  }

  private static ClusterFixture behind(NodeFixture node, LoadBalancerFixture balancer) {
    return privateSubnet(node).inCluster().with(balancer);
  }

  private static TargetGroupFixture pods() {
    return targetGroup("pods").sendingTo("2001:db8:0:1:1::5", 8080);
  }

  private static LoadBalancerFixture web(TargetGroupFixture targets) {
    return loadBalancer("web").with(targets).listening("TCP", 443);
  }

  @TestFactory
  Stream<DynamicTest> a_network_load_balancer_shows_clients_by_family_and_preservation() {
    var admitsAll = node("n1").opens(tcp(8080)).to("::/0");
    var admitsFront = node("n1").opens(tcp(8080)).to("2001:db8:0:f0::/64");
    return Stream.of(
        leads(
            "preserving, to a pod that admits everyone over IPv6",
            "network-load-balancer/web",
            behind(admitsAll, web(pods().keepingClientAddress())),
            "[tcp 443] over IPV4 -> eni-n1 8080 sees entrance, arrives [tcp 8080]",
            "[tcp 443] over IPV6 -> eni-n1 8080 sees client, arrives [tcp 8080]"),
        leads(
            "preserving, to a pod that admits the balancer's subnet",
            "network/web",
            behind(admitsFront, web(pods().keepingClientAddress())),
            "[tcp 443] over IPV4 -> eni-n1 8080 sees entrance, arrives [tcp 8080]",
            "[tcp 443] over IPV6 -> eni-n1 8080 sees client, stopped"),
        leads(
            "hiding, to a pod that admits the balancer's subnet",
            "network/web",
            behind(admitsFront, web(pods())),
            "[tcp 443] over IPV4 -> eni-n1 8080 sees entrance, arrives [tcp 8080]",
            "[tcp 443] over IPV6 -> eni-n1 8080 sees entrance, arrives [tcp 8080]"),
        leads(
            "over UDP, which always preserves within a family",
            "network/web",
            behind(
                node("n1").opens(udp(53)).to("2001:db8:ffff::/48"),
                loadBalancer("web")
                    .with(
                        targetGroup("dns")
                            .over("UDP")
                            .hidingClientAddress()
                            .sendingTo("2001:db8:0:1:1::5", 53))
                    .listening("UDP", 53)),
            "[udp 53] over IPV4 -> eni-n1 53 sees entrance, stopped",
            "[udp 53] over IPV6 -> eni-n1 53 sees client, arrives [udp 53]"),
        leads(
            "a pod that admits a group of the balancer's",
            "network/web",
            behind(node("n1").opens(tcp(8080)).to("sg-web"), web(pods()).guardedBy("sg-web"))
                .with(group("sg-web").opens(tcp(443)).to("::/0")),
            "[tcp 443] over IPV4 -> eni-n1 8080 sees entrance, stopped",
            "[tcp 443] over IPV6 -> eni-n1 8080 sees entrance, arrives [tcp 8080]"),
        leads(
            "the same while the balancer preserves its clients' addresses",
            "network/web",
            behind(
                    node("n1").opens(tcp(8080)).to("sg-web"),
                    web(pods().keepingClientAddress()).guardedBy("sg-web"))
                .with(group("sg-web").opens(tcp(443)).to("::/0")),
            "[tcp 443] over IPV4 -> eni-n1 8080 sees entrance, stopped",
            "[tcp 443] over IPV6 -> eni-n1 8080 sees client, arrives [tcp 8080]"),
        leads(
            "an address of the balancer's subnet that may be another's",
            "network/web",
            behind(node("n1").opens(tcp(8080)).to("2001:db8:0:f0::10/124"), web(pods())),
            "[tcp 443] over IPV4 -> eni-n1 8080 sees entrance, perhaps",
            "[tcp 443] over IPV6 -> eni-n1 8080 sees entrance, perhaps"),
        leads(
            "the balancer's own address, which its interface shows",
            "network/web",
            behind(node("n1").opens(tcp(8080)).to("2001:db8:0:f0::10/124"), web(pods()))
                .with(
                    networkInterface("elb")
                        .ofType("network_load_balancer")
                        .describedAs("ELB net/web/1")
                        .inSubnet("front")
                        .withIpv6("2001:db8:0:f0::11")),
            "[tcp 443] over IPV4 -> eni-n1 8080 sees entrance, arrives [tcp 8080]",
            "[tcp 443] over IPV6 -> eni-n1 8080 sees entrance, arrives [tcp 8080]"),
        leads(
            "an internal balancer lets nobody in",
            "network/web",
            behind(admitsAll, web(pods()).internal()),
            "[tcp 443] over IPV4 -> eni-n1 8080 sees entrance, stopped",
            "[tcp 443] over IPV6 -> eni-n1 8080 sees entrance, stopped"));
  }

  @TestFactory
  Stream<DynamicTest> other_load_balancers_hide_their_clients() {
    var front = node("n1").opens(everything()).to("10.0.0.0/16", "2001:db8::/56");
    var inner =
        loadBalancer("inner")
            .ofType("application")
            .internal()
            .guardedBy("sg-inner")
            .with(targetGroup("pods").over("HTTP").sendingTo("2001:db8:0:1:1::5", 8080))
            .listening("HTTP", 80)
            .listening("HTTPS", 443);
    var outer =
        loadBalancer("outer")
            .speaking("ipv4")
            .with(targetGroup("alb").sendingTo(inner, 80))
            .listening("TCP", 8000);
    return Stream.of(
        leads(
            "a classic one, to the ports of its instances",
            "classic/web",
            behind(
                    front,
                    loadBalancer("web")
                        .classic("n1")
                        .guardedBy("sg-web")
                        .listening("TCP", 80, 30080))
                .with(group("sg-web").opens(tcp(80)).to("0.0.0.0/0")),
            "[tcp 80] over IPV4 -> eni-n1 30080 sees entrance, arrives [tcp 30080]"),
        leads(
            "an application one behind a network one, whose group admits the clients",
            "network/outer",
            behind(front, inner).with(outer).with(group("sg-inner").opens(tcp(80)).to("0.0.0.0/0")),
            "[tcp 8000] over IPV4 -> eni-n1 8080 sees entrance, arrives [tcp 8080]"),
        leads(
            "the same whose group admits named peers of another port",
            "network/outer",
            behind(front, inner)
                .with(outer)
                .with(group("sg-inner").opens(tcp(443)).to("0.0.0.0/0")),
            "[tcp 8000] over IPV4 -> eni-n1 8080 sees entrance, stopped"),
        leads(
            "a rule of a listener, and no default action",
            "application/web",
            behind(
                    front,
                    loadBalancer("web")
                        .ofType("application")
                        .guardedBy("sg-web")
                        .with(targetGroup("pods").over("HTTP").sendingTo("2001:db8:0:1:1::5", 8080))
                        .ruling("HTTP", 80))
                .with(group("sg-web").opens(tcp(80)).to("::/0")),
            "[tcp 80] over IPV4 -> eni-n1 8080 sees entrance, stopped",
            "[tcp 80] over IPV6 -> eni-n1 8080 sees entrance, arrives [tcp 8080]"));
  }

  @TestFactory
  Stream<DynamicTest> others_come_by_accelerators_and_endpoints() {
    var inner =
        loadBalancer("web")
            .ofType("application")
            .internal()
            .guardedBy("sg-web")
            .with(targetGroup("pods").over("HTTP").sendingTo("2001:db8:0:1:1::5", 8080))
            .listening("HTTP", 80);
    var linked = web(pods()).internal().guardedBy("sg-web").notEnforcingGroupsOnPrivateLink();
    return Stream.of(
        leads(
            "an accelerator with another port, to a node that admits the service's group",
            "global-accelerator/ga",
            privateSubnet(node("n1").opens(tcp(30443)).to("sg-ga"))
                .inCluster()
                .withAcceleratorIn("a")
                .with(
                    accelerator("ga").listening("TCP", 443).overriding(443, 30443).leadingTo("n1")),
            "[tcp 443] over IPV4 -> eni-n1 30443 sees client, arrives [tcp 30443]"),
        leads(
            "an accelerator in front of an internal application balancer",
            "global-accelerator/ga",
            behind(node("n1").opens(tcp(8080)).to("sg-web"), inner)
                .with(group("sg-web").opens(tcp(80)).to("sg-ga"))
                .withAcceleratorIn("front")
                .with(accelerator("ga").listening("TCP", 80).leadingTo(inner)),
            "[tcp 80] over IPV4 -> eni-n1 8080 sees entrance, arrives [tcp 8080]"),
        leads(
            "PrivateLink, past the groups of a balancer",
            "private-link/vpce-svc-1",
            behind(node("n1").opens(tcp(8080)).to("sg-web"), linked)
                .with(group("sg-web"))
                .with(new EndpointService("vpce-svc-1", "svc", List.of(linked.arn()))),
            "[tcp 443] over IPV4 -> eni-n1 8080 sees entrance, stopped",
            "[tcp 443] over IPV6 -> eni-n1 8080 sees entrance, stopped"),
        leads(
            "an EC2 Instance Connect Endpoint, to a node that admits its group",
            "instance-connect-endpoint/eice-1",
            privateSubnet(node("n1").opens(tcp(22)).to("sg-eice"))
                .inCluster()
                .with(
                    new InstanceConnectEndpoint(
                        "eice-1",
                        new Vpc.Id("vpc-1"),
                        new Subnet.Id("subnet-a"),
                        List.of(new SecurityGroup.Id("sg-eice")),
                        List.of(),
                        false)),
            "[tcp 22] over IPV4 -> eni-n1 22 sees entrance, stopped",
            "[tcp 22] over IPV6 -> eni-n1 22 sees entrance, stopped"));
  }

  private static Packet tcpFrom(String source, int port) {
    return new Packet(Address.parse(source), Protocol.TCP, port);
  }

  private static NetworkInterface interfaceOf(Network network) {
    return network.interfaces().asKnown().orElseThrow().getFirst();
  }

  @Test
  void a_packet_is_traced_from_the_gateway_to_the_targets_group() {
    var network =
        behind(
                node("n1").opens(tcp(8080)).to("2001:db8:ffff::/48"),
                web(pods().keepingClientAddress()))
            .network();
    var entrance = network.entrances().named("network/web").orElseThrow();
    var target = interfaceOf(network);
    var trace = entrance.trace(target, tcpFrom("2001:db8:ffff::1", 443)).orElseThrow();
    assertTrue(trace.delivered());
    assertEquals("client", trace.sees().toString());
    assertEquals(
        List.of("igw-1", "rtb-front ::/0", "acl-front 101", "sg-n1 tcp/8080 2001:db8:ffff::/48"),
        trace.path().stream().map(Object::toString).toList());
    assertFalse(entrance.trace(target, tcpFrom("2001:db8:eeee::1", 443)).orElseThrow().delivered());
    assertTrue(entrance.trace(target, tcpFrom("2001:db8:ffff::1", 80)).isEmpty());
  }

  @Test
  void every_entrance_is_listed() {
    var network =
        demo()
            .with(web(pods()))
            .with(loadBalancer("old").classic("n1").listening("TCP", 80, 30080))
            .with(loadBalancer("theirs").withoutTags())
            .with(accelerator("ga").listening("TCP", 443).leadingTo("n1"))
            .network();
    assertEquals(
        List.of(
            "internet-gateway igw-1",
            "network-load-balancer web",
            "classic-load-balancer old",
            "global-accelerator ga"),
        network.entrances().all().stream().map(Entrance::toString).toList());
    assertEquals(
        "[tcp 443]",
        network
            .entrances()
            .named("network/web")
            .orElseThrow()
            .admits(IpFamily.IPV6)
            .surely()
            .services()
            .toString());
  }

  @Test
  void services_that_bring_connections_in_are_named() {
    var network =
        demo()
            .with(loadBalancer("inner").internal())
            .with(
                networkInterface("link").ofType("api_gateway_managed").guardedOnlyBy(group("sg-x")))
            .network();
    assertEquals(
        List.of(
            "eni-link in subnet-a belongs to an API Gateway VPC link, which is named and not"
                + " judged: it may stand in front of the internal load balancer inner"),
        network.entrances().notes());
  }
}
