package slash80.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.accelerator;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.privateSubnet;
import static slash80.fixtures.Fixtures.targetGroup;
import static slash80.fixtures.Service.tcp;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import slash80.facts.Fact;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.Fixture;
import slash80.fixtures.LoadBalancerFixture;
import slash80.fixtures.TargetGroupFixture;
import slash80.ip.Address;
import slash80.ip.IpFamily;
import slash80.ip.Packet;
import slash80.ip.Protocol;

/// Entrances of which a part was not read: a packet that the part decides about is neither let in
/// for sure nor surely stopped, and what was read still counts.
class UnreadEntrancesTest {
  private static final Packet HTTPS =
      new Packet(Address.parse("2001:db8:ffff::1"), Protocol.TCP, 443);

  private static String answer(Fact<Boolean> passes) {
    return passes.map(yes -> yes ? "yes" : "no").asKnown().orElse("perhaps");
  }

  /// Whether tcp 443 over IPv6 is let in, and whether it arrives at the node.
  private static DynamicTest lets(String what, String entrance, Fixture fixture, String expected) {
    return DynamicTest.dynamicTest(
        what,
        () -> {
          var network = fixture.network();
          var named = network.entrances().named(entrance).orElseThrow();
          var admits = named.admits(IpFamily.IPV6);
          var in =
              admits.surely().contains(HTTPS)
                  ? "yes"
                  : admits.atMost().contains(HTTPS) ? "perhaps" : "no";
          var target = network.interfaces().asKnown().orElseThrow().getFirst();
          var arrives =
              named.trace(target, HTTPS).map(trace -> answer(trace.passes())).orElse("no");
          assertEquals(expected, "in: %s, arrives: %s".formatted(in, arrives));
        });
  }

  private static ClusterFixture behind(LoadBalancerFixture balancer, String admitted) {
    return privateSubnet(node("n1").opens(tcp(8080)).to(admitted)).inCluster().with(balancer);
  }

  private static TargetGroupFixture pods() {
    return targetGroup("pods").sendingTo("2001:db8:0:1:1::5", 8080);
  }

  @TestFactory
  Stream<DynamicTest> of_a_load_balancer() {
    var denied = "AccessDenied";
    return Stream.of(
        lets(
            "its listeners",
            "network/web",
            behind(loadBalancer("web").with(pods()).listenersUnread(denied), "::/0"),
            "in: perhaps, arrives: perhaps"),
        lets(
            "the rules of a listener, for a group that another listener names",
            "network/web",
            behind(
                loadBalancer("web")
                    .with(pods())
                    .listening("TCP", 80)
                    .rulesUnread("TCP", 443, denied),
                "::/0"),
            "in: yes, arrives: perhaps"),
        lets(
            "whether the clients' addresses are preserved, to a pod that admits them only",
            "network/web",
            behind(
                loadBalancer("web").with(pods().attributesUnread(denied)).listening("TCP", 443),
                "2001:db8:ffff::/48"),
            "in: yes, arrives: perhaps"),
        lets(
            "the same, to a pod that admits neither",
            "network/web",
            behind(
                loadBalancer("web").with(pods().attributesUnread(denied)).listening("TCP", 443),
                "2001:db8:eeee::/48"),
            "in: yes, arrives: no"));
  }

  @TestFactory
  Stream<DynamicTest> of_an_accelerator() {
    var inner = loadBalancer("web").internal().with(pods()).listenersUnread("AccessDenied");
    var ga = accelerator("ga").dualStack().listening("TCP", 443);
    return Stream.of(
        lets(
            "the listeners of its load balancer",
            "global-accelerator/ga",
            behind(inner, "::/0").withAcceleratorIn("front").with(ga.leadingTo(inner)),
            "in: perhaps, arrives: perhaps"),
        lets(
            "the groups of its node, which are the node's and not the accelerator's",
            "global-accelerator/ga",
            privateSubnet(node("n1").opens(tcp(443)).to("2001:db8:eeee::/48"))
                .inCluster()
                .withAcceleratorIn("a")
                .with(accelerator("ga").dualStack().listening("TCP", 443).leadingTo("n1")),
            "in: yes, arrives: no"));
  }
}
