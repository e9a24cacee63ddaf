package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.accelerator;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.subnet;
import static slash80.fixtures.Fixtures.targetGroup;
import static slash80.fixtures.Service.everything;
import static slash80.fixtures.Service.tcp;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.LOW;

import slash80.facts.BlockMode;
import slash80.fixtures.AcceleratorFixture;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.LoadBalancerFixture;
import slash80.fixtures.SubnetFixture;
import slash80.judge.Cases;

/// Cases of [LoadBalancerGuardedBySecurityGroup] about whether a packet from the internet arrives
/// at a listener of a load balancer that hides its clients: by the internet gateway or an
/// accelerator.
final class BalancerReachTable {
  private static final String HIDES = "hides client addresses from pods";
  private static final String UNREACHED =
      "web (internet-facing) has no security group; the internet does not reach its listeners";
  private static final String INTERNAL = "web (internal) has no security group";

  private BalancerReachTable() {}

  private static LoadBalancerFixture web() {
    return loadBalancer("web")
        .inSubnets("edge")
        .with(targetGroup("pods").sendingTo("2001:db8:0:1:1::5", 8080))
        .listening("TCP", 443);
  }

  private static SubnetFixture edge() {
    return subnet("edge", "2001:db8:0:9::/64").leavingByInternetGateway();
  }

  private static ClusterFixture at(SubnetFixture edge, LoadBalancerFixture balancer) {
    return demo().beside(edge).with(balancer);
  }

  // ---- by the internet gateway

  static void listeners(Cases cases) {
    cases
        .finds(
            "no listener",
            LOW,
            "web (internet-facing) has no security group; it has no listener",
            demo().with(loadBalancer("web").with(targetGroup("pods")).withoutListeners()))
        .finds(
            "listeners that were not read",
            HIGH,
            "web (internet-facing) has no security group; not checked: whether it hides client"
                + " addresses (Throttling)",
            demo()
                .with(loadBalancer("web").with(targetGroup("pods")).listenersUnread("Throttling")))
        .finds(
            "an ACL that admits another port than the listener's",
            LOW,
            UNREACHED,
            at(
                edge().denies(tcp(23, 65_535)).to("::/0").denies(tcp(23, 65_535)).to("0.0.0.0/0"),
                web()))
        .finds(
            "an ACL that admits UDP only, in front of a TCP listener",
            LOW,
            UNREACHED,
            at(
                edge().denies(tcp(0, 65_535)).to("::/0").denies(tcp(0, 65_535)).to("0.0.0.0/0"),
                web()))
        .finds(
            "an ACL that lets no answer out",
            LOW,
            UNREACHED,
            at(
                edge()
                    .deniesOutbound(everything())
                    .to("::/0")
                    .deniesOutbound(everything())
                    .to("0.0.0.0/0"),
                web()))
        .finds(
            "an ACL that admits the listener's port over IPv4 only",
            HIGH,
            HIDES,
            at(edge().denies(tcp(443)).to("::/0"), web()))
        .finds(
            "a second listener at a port that the ACL admits",
            HIGH,
            HIDES,
            at(
                edge().denies(tcp(443)).to("::/0").denies(tcp(443)).to("0.0.0.0/0"),
                web().listening("TLS", 8443)))
        .finds(
            "a second listener that the ACL admits and that forwards to a group which sees clients",
            LOW,
            "web (internet-facing) has no security group",
            at(
                edge().denies(tcp(443)).to("::/0").denies(tcp(443)).to("0.0.0.0/0"),
                loadBalancer("web")
                    .inSubnets("edge")
                    .speaking("ipv4")
                    .with(targetGroup("nodes").ofInstances().speaking("ipv4"))
                    .listening("TCP", 8443)
                    .with(targetGroup("pods").speaking("ipv4").over("TLS"))
                    .listening("TLS", 443)));
  }

  // ---- by accelerators

  private static LoadBalancerFixture inner() {
    return web().internal();
  }

  private static AcceleratorFixture ga(int port) {
    return accelerator("ga").listening("TCP", port).hidingClientsFrom(inner());
  }

  private static ClusterFixture behind(AcceleratorFixture accelerator) {
    return at(edge(), inner()).with(accelerator);
  }

  static void accelerators(Cases cases) {
    cases.finds(
        "an accelerator that leads to an internal balancer",
        HIGH,
        "web (internal, but an endpoint of an accelerator) has no security group and " + HIDES,
        behind(ga(443)));
    notBy(cases, "another port than the balancer's listener", behind(ga(80)));
    notBy(
        cases,
        "UDP in front of a TCP listener",
        behind(accelerator("ga").listening("UDP", 443).hidingClientsFrom(inner())));
    notBy(cases, "a disabled accelerator", behind(ga(443).disabled()));
    notBy(cases, "an endpoint group of another region", behind(ga(443).inRegion("eu-west-1")));
    notBy(cases, "a port that an override leads elsewhere", behind(ga(443).overriding(443, 444)));
    cases.finds(
        "a port that an override leads to the listener",
        HIGH,
        HIDES,
        behind(ga(80).overriding(80, 443)));
    notBy(cases, "block public access", behind(ga(443)).blocking(BlockMode.BLOCK_INGRESS));
    notBy(
        cases,
        "a shared subnet whose own state blocks",
        at(edge().sharedBy("999988887777").blocking(BlockMode.BLOCK_BIDIRECTIONAL), inner())
            .with(ga(443)));
    cases.finds(
        "a shared subnet whose own state is off, where the account's options block",
        HIGH,
        HIDES,
        at(edge().sharedBy("999988887777").blocking(BlockMode.OFF), inner())
            .with(ga(443))
            .blocking(BlockMode.BLOCK_INGRESS));
    notBy(
        cases,
        "no gateway of the VPC",
        demo()
            .beside(subnet("edge", "2001:db8:0:9::/64"))
            .with(inner())
            .with(ga(443))
            .withoutInternetGateway());
    notBy(
        cases,
        "an ACL that lets no answer out",
        at(edge().deniesOutbound(everything()).to("0.0.0.0/0"), inner()).with(ga(443)));
    families(cases);
    unread(cases);
  }

  /// Its IPv4 targets see IPv4 clients.
  private static LoadBalancerFixture seeing() {
    return loadBalancer("web")
        .inSubnets("edge")
        .internal()
        .with(targetGroup("pods").speaking("ipv4").keepingClientAddress());
  }

  private static void families(Cases cases) {
    var ga = accelerator("ga").listening("TCP", 443).hidingClientsFrom(seeing());
    var dualStack = accelerator("ga").dualStack().listening("TCP", 443).hidingClientsFrom(seeing());
    var hidesNobody = "web (internal, but an endpoint of an accelerator) has no security group";
    cases
        .finds(
            "an accelerator of IPv4, in front of IPv4 targets which see such clients",
            LOW,
            hidesNobody,
            at(edge(), seeing()).with(ga),
            finding -> assertEquals(hidesNobody, finding.detail()))
        .finds(
            "a dual-stack accelerator, in front of IPv4 targets which see IPv4 clients",
            HIGH,
            hidesNobody + " and hides IPv6 client addresses from pods",
            at(edge(), seeing()).with(dualStack))
        .finds(
            "a dual-stack accelerator, in front of a balancer of IPv4",
            LOW,
            hidesNobody,
            at(edge(), seeing().speaking("ipv4")).with(dualStack),
            finding -> assertEquals(hidesNobody, finding.detail()));
  }

  private static void unread(Cases cases) {
    cases.finds(
        "an accelerator that may lead to it: its endpoints were not read",
        HIGH,
        "web (internal) has no security group; not checked",
        at(edge(), inner()).withAcceleratorIn("edge").acceleratorsUnread("AccessDenied"));
    notBy(
        cases,
        "block public access in front of endpoints that were not read",
        at(edge(), inner())
            .withAcceleratorIn("edge")
            .acceleratorsUnread("AccessDenied")
            .blocking(BlockMode.BLOCK_INGRESS));
    notBy(
        cases,
        "UDP, at endpoints that were not read",
        at(edge(), inner())
            .withAcceleratorIn("edge")
            .with(accelerator("ga").listening("UDP", 443).endpointsUnread("Throttling")));
    cases.finds(
        "TCP, at endpoints that were not read",
        HIGH,
        "web (internal) has no security group; not checked",
        at(edge(), inner())
            .withAcceleratorIn("edge")
            .with(accelerator("ga").listening("TCP", 80).endpointsUnread("Throttling")));
  }

  private static void notBy(Cases cases, String what, ClusterFixture cluster) {
    cases.finds(
        "an accelerator that does not lead to the balancer: " + what,
        LOW,
        INTERNAL,
        cluster,
        finding -> assertEquals(INTERNAL, finding.detail()));
  }
}
