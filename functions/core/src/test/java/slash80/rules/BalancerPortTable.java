package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.publicSubnet;
import static slash80.fixtures.Fixtures.subnet;
import static slash80.fixtures.Fixtures.targetGroup;
import static slash80.fixtures.Service.everything;
import static slash80.fixtures.Service.protocol;
import static slash80.fixtures.Service.tcp;
import static slash80.fixtures.Service.udp;
import static slash80.rule.Severity.CRITICAL;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.LOW;

import slash80.fixtures.ClusterFixture;
import slash80.fixtures.LoadBalancerFixture;
import slash80.fixtures.NodeFixture;
import slash80.fixtures.Part;
import slash80.fixtures.SubnetFixture;
import slash80.fixtures.TargetGroupFixture;
import slash80.judge.Cases;

/// Cases of [InterfaceClosedToIpv6Internet] about ports that must stay open for the clients of a
/// load balancer that preserves client addresses.
final class BalancerPortTable {
  private BalancerPortTable() {}

  private static ClusterFixture behind(LoadBalancerFixture balancer, NodeFixture node) {
    return publicSubnet(node).inCluster().with(balancer);
  }

  private static NodeFixture openAt(int port) {
    return node("n1").opens(tcp(port)).to("::/0");
  }

  static void neededPorts(Cases cases) {
    cases
        .finds(
            "a node port that a load balancer targets",
            LOW,
            "eni-n1 of n1 is open to the whole internet on tcp 30080; tcp 30080 must stay open for"
                + " the clients of web, whose addresses are preserved",
            behind(
                loadBalancer("web").with(targetGroup("nodes").ofInstances().sendingTo("n1", 30080)),
                openAt(30080)),
            finding ->
                assertEquals(new InterfaceClosedToIpv6Internet().card().fix(), finding.remedy()))
        .finds(
            "a pod port with client addresses preserved",
            LOW,
            "eni-n1 of n1 is open to the whole internet on tcp 8080; tcp 8080 must stay open for"
                + " the clients of web, whose addresses are preserved",
            behind(
                loadBalancer("web")
                    .with(
                        targetGroup("pods")
                            .keepingClientAddress()
                            .sendingTo("2001:db8:0:1:1::5", 8080)),
                openAt(8080)))
        .finds(
            "a pod port over UDP",
            LOW,
            "eni-n1 of n1 is open to the whole internet on udp 53; udp 53 must stay open for the"
                + " clients of dns, whose addresses are preserved",
            behind(
                loadBalancer("dns")
                    .with(targetGroup("pods").over("UDP").sendingTo("2001:db8:0:1:1::5", 53)),
                node("n1").opens(udp(53)).to("::/0")))
        .finds(
            "tcp 22 beside a port that a load balancer needs",
            CRITICAL,
            "eni-n1 of n1 is open to the whole internet on tcp 22,30080; tcp 30080 must stay open"
                + " for the clients of web, whose addresses are preserved",
            behind(
                loadBalancer("web").with(targetGroup("nodes").ofInstances().sendingTo("n1", 30080)),
                openAt(30080).opens(tcp(22)).to("::/0")),
            finding -> assertTrue(finding.remedy().endsWith("sgr-n1-2"), finding.remedy()))
        .finds(
            "tcp 22 as the port that a load balancer needs",
            LOW,
            "eni-n1 of n1 is open to the whole internet on tcp 22; tcp 22 must stay open for the"
                + " clients of web, whose addresses are preserved",
            behind(
                loadBalancer("web").with(targetGroup("nodes").ofInstances().sendingTo("n1", 22)),
                openAt(22)))
        .finds(
            "every protocol beside a port that a load balancer needs",
            CRITICAL,
            "eni-n1 of n1 is open to the whole internet on every protocol and port; tcp 30080 must"
                + " stay open for the clients of web, whose addresses are preserved",
            behind(
                loadBalancer("web").with(targetGroup("nodes").ofInstances().sendingTo("n1", 30080)),
                node("n1").opens(everything()).to("::/0")))
        .finds(
            "a pod port with client addresses hidden",
            HIGH,
            "on tcp 8080",
            behind(
                loadBalancer("web").with(targetGroup("pods").sendingTo("2001:db8:0:1:1::5", 8080)),
                openAt(8080)))
        .finds(
            "a node port with client addresses hidden",
            HIGH,
            "on tcp 30080",
            behind(
                loadBalancer("web")
                    .with(
                        targetGroup("nodes")
                            .ofInstances()
                            .hidingClientAddress()
                            .sendingTo("n1", 30080)),
                openAt(30080)))
        .finds(
            "a node port of an internal load balancer",
            HIGH,
            "on tcp 30080",
            behind(
                loadBalancer("web")
                    .internal()
                    .with(targetGroup("nodes").ofInstances().sendingTo("n1", 30080)),
                openAt(30080)))
        .finds(
            "a node port of an IPv4 target group",
            HIGH,
            "on tcp 30080",
            behind(
                loadBalancer("web")
                    .with(
                        targetGroup("nodes").ofInstances().speaking("ipv4").sendingTo("n1", 30080)),
                openAt(30080)))
        .finds(
            "a target group whose targets were not read",
            HIGH,
            "eni-n1 of n1 is open to the whole internet on tcp 30080; not checked: whether a load"
                + " balancer needs it (Throttling)",
            behind(
                loadBalancer("web")
                    .with(
                        targetGroup("nodes")
                            .ofInstances()
                            .sendingTo("n1", 30080)
                            .targetsUnread("Throttling")),
                openAt(30080)))
        .finds(
            "load balancers that were not read",
            HIGH,
            "eni-n1 of n1 is open to the whole internet on tcp 30080; not checked: whether a load"
                + " balancer needs it (Throttling)",
            behind(
                    loadBalancer("web")
                        .with(targetGroup("nodes").ofInstances().sendingTo("n1", 30080)),
                    openAt(30080))
                .unread(Part.LOAD_BALANCERS, "Throttling"));
  }

  static void unneededPorts(Cases cases) {
    var denying = "ipv6.deny_all_igw_traffic";
    var nodes = targetGroup("nodes").ofInstances().sendingTo("n1", 30080);
    needsNoPort(
        cases, "a load balancer with a group", loadBalancer("web").with(nodes).guardedBy("sg-web"));
    needsNoPort(
        cases,
        "an application load balancer",
        loadBalancer("web").with(nodes).ofType("application"));
    needsNoPort(cases, "an IPv4 load balancer", loadBalancer("web").with(nodes).speaking("ipv4"));
    needsNoPort(
        cases,
        "a load balancer that denies gateway traffic",
        loadBalancer("web").with(nodes).withAttribute(denying, "true"));
    needsNoPort(
        cases,
        "a load balancer in front of an application load balancer",
        loadBalancer("web").with(targetGroup("alb").ofType("alb").attributesUnread("Throttling")));
    needsNoPort(
        cases,
        "a load balancer without a listener",
        loadBalancer("web").with(nodes).withoutListeners());
    needsNoPort(
        cases,
        "a UDP listener beside a TCP group",
        loadBalancer("web").with(nodes).listening("UDP", 443));
    needsNoPort(
        cases,
        "an ACL that admits another port than the listener's",
        edge().denies(tcp(23, 65_535)).to("::/0"),
        nodes);
    needsNoPort(
        cases, "an ACL that admits UDP only", edge().denies(tcp(0, 65_535)).to("::/0"), nodes);
    needsNoPort(
        cases,
        "an ACL that answers nobody",
        edge().deniesOutbound(tcp(0, 65_535)).to("::/0"),
        nodes);
    needsNoPort(
        cases,
        "a load balancer that sends to another port",
        loadBalancer("web")
            .with(targetGroup("nodes").ofInstances().sendingTo("n1", 8080))
            .listening("TCP", 30080));
    cases
        .finds(
            "an internal load balancer that the internet gateway reaches",
            LOW,
            "eni-n1 of n1 is open to the whole internet on tcp 30080; tcp 30080 must stay open for"
                + " the clients of web, whose addresses are preserved",
            behind(
                loadBalancer("web").with(nodes).internal().withAttribute(denying, "false"),
                openAt(30080)))
        .finds(
            "a load balancer whose attributes were not read",
            LOW,
            "eni-n1 of n1 is open to the whole internet on tcp 30080; tcp 30080 must stay open for"
                + " the clients of web, whose addresses are preserved",
            behind(loadBalancer("web").with(nodes).attributesUnread("Throttling"), openAt(30080)))
        .finds(
            "a load balancer with a TLS listener",
            LOW,
            "eni-n1 of n1 is open to the whole internet on tcp 30080; tcp 30080 must stay open for"
                + " the clients of web, whose addresses are preserved",
            behind(loadBalancer("web").with(nodes).listening("TLS", 443), openAt(30080)));
  }

  private static SubnetFixture edge() {
    return subnet("edge", "2001:db8:0:9::/64").leavingByInternetGateway();
  }

  private static void needsNoPort(
      Cases cases, String what, SubnetFixture edge, TargetGroupFixture nodes) {
    var balancer = loadBalancer("web").with(nodes).inSubnets("edge").listening("TCP", 443);
    needsNoPort(cases, what, behind(balancer, openAt(30080)).beside(edge));
  }

  private static void needsNoPort(Cases cases, String what, LoadBalancerFixture balancer) {
    needsNoPort(cases, what, behind(balancer, openAt(30080)));
  }

  private static void needsNoPort(Cases cases, String what, ClusterFixture cluster) {
    var found = "is open to the whole internet on tcp 30080";
    cases.finds(
        what + ", which needs no port",
        HIGH,
        found,
        cluster,
        finding -> assertTrue(finding.detail().endsWith(found), finding.detail()));
  }

  static void neededTransports(Cases cases) {
    var node = node("n1").opens(tcp(53)).to("::/0").opens(udp(53)).to("::/0");
    cases
        .finds(
            "a TCP listener that forwards to a TCP_UDP group",
            HIGH,
            "eni-n1 of n1 is open to the whole internet on tcp 53 and udp 53; tcp 53 must stay open"
                + " for the clients of dns, whose addresses are preserved",
            behind(loadBalancer("dns").with(dns("TCP_UDP")).listening("TCP", 53), node),
            finding -> assertTrue(finding.remedy().endsWith(" sgr-n1-2"), finding.remedy()))
        .finds(
            "a QUIC listener that forwards to a TCP_QUIC group",
            HIGH,
            "eni-n1 of n1 is open to the whole internet on tcp 53 and udp 53; udp 53 must stay open"
                + " for the clients of dns, whose addresses are preserved",
            behind(loadBalancer("dns").with(dns("TCP_QUIC")).listening("QUIC", 53), node),
            finding -> assertTrue(finding.remedy().endsWith(" sgr-n1-1"), finding.remedy()))
        .finds(
            "a TCP_UDP listener",
            LOW,
            "eni-n1 of n1 is open to the whole internet on tcp 53 and udp 53; tcp 53 and udp 53"
                + " must stay open for the clients of dns, whose addresses are preserved",
            behind(loadBalancer("dns").with(dns("TCP_UDP")).listening("TCP_UDP", 53), node))
        .finds(
            "a TCP listener and a UDP listener",
            LOW,
            "eni-n1 of n1 is open to the whole internet on tcp 53 and udp 53; tcp 53 and udp 53"
                + " must stay open for the clients of dns, whose addresses are preserved",
            behind(
                loadBalancer("dns")
                    .with(dns("TCP_UDP"))
                    .listening("TCP", 53)
                    .listening("UDP", 5353),
                node))
        .finds(
            "a TCP_UDP group whose listeners were not read",
            HIGH,
            "eni-n1 of n1 is open to the whole internet on tcp 53 and udp 53; not checked: whether"
                + " a load balancer needs it (Throttling)",
            behind(loadBalancer("dns").with(dns("TCP_UDP")).listenersUnread("Throttling"), node))
        .finds(
            "a UDP group whose listeners were not read",
            HIGH,
            "eni-n1 of n1 is open to the whole internet on tcp 53 and udp 53; udp 53 must stay open"
                + " for the clients of dns, whose addresses are preserved",
            behind(loadBalancer("dns").with(dns("UDP")).listenersUnread("Throttling"), node));
  }

  private static TargetGroupFixture dns(String protocol) {
    return targetGroup("pods").over(protocol).sendingTo("2001:db8:0:1:1::5", 53);
  }
}
