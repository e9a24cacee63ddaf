package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.fixtures.Fixtures.accelerator;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.prefixList;
import static slash80.fixtures.Fixtures.privateSubnet;
import static slash80.fixtures.Fixtures.targetGroup;
import static slash80.fixtures.Service.everything;
import static slash80.fixtures.Service.tcp;
import static slash80.fixtures.Service.udp;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.CRITICAL;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.LOW;

import slash80.facts.BlockMode;
import slash80.fixtures.AcceleratorFixture;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.NodeFixture;
import slash80.fixtures.Part;
import slash80.judge.Cases;
import slash80.rule.RuleCases;

final class InterfaceClosedToGlobalAcceleratorCases implements RuleCases {
  private static final String UNREAD = "globalaccelerator:ListAccelerators: AccessDenied";

  /// The node in a private subnet, beside an accelerator's interface.
  private static ClusterFixture beside(NodeFixture node) {
    return privateSubnet(node).inCluster().withAcceleratorIn("a");
  }

  /// Nothing is known of the accelerator but its interface.
  private static ClusterFixture perhaps(NodeFixture node) {
    return beside(node).acceleratorsUnread(UNREAD);
  }

  private static AcceleratorFixture toNode() {
    return accelerator("ga").listening("TCP", 30443).leadingTo("n1");
  }

  private static NodeFixture open() {
    return node("n1").opens(tcp(30443)).to("0.0.0.0/0", "::/0");
  }

  @Override
  public Cases cases() {
    var cases =
        judging(new InterfaceClosedToGlobalAccelerator())
            .plants(
                account ->
                    account
                        .publicNode(node("fronted").opens(tcp(30443)).to("203.0.113.0/24", "sg-ga"))
                        .cluster(
                            cluster ->
                                cluster
                                    .withAcceleratorIn("public")
                                    .with(
                                        accelerator("ga")
                                            .listening("TCP", 30443)
                                            .leadingTo("fronted"))),
                "HIGH interface-closed-to-global-accelerator/eni-fronted");
    endpoints(cases);
    sources(cases);
    whatStopsIt(cases);
    endpointsUnread(cases);
    return cases;
  }

  private static void endpoints(Cases cases) {
    cases
        .finds(
            "a node in a private subnet that is an endpoint",
            HIGH,
            "eni-n1 of n1 is open to the whole internet on tcp 30443 (IPv4) through AWS Global"
                + " Accelerator",
            beside(open()).with(toNode()),
            finding -> {
              assertEquals("interface-closed-to-global-accelerator/eni-n1", finding.id());
              assertEquals("sg-n1", finding.cause());
              assertTrue(finding.remedy().contains("sgr-n1-1"), finding.remedy());
            })
        .finds(
            "a dual-stack accelerator",
            HIGH,
            "is open to the whole internet on tcp 30443 (IPv6 and IPv4) through",
            beside(open()).with(toNode().dualStack()))
        .finds(
            "an endpoint that the files show without an interface of the accelerator",
            HIGH,
            "is open to the whole internet on tcp 30443",
            privateSubnet(open()).inCluster().with(toNode()))
        .finds(
            "a listed port behind another",
            CRITICAL,
            "is open to the whole internet on tcp 22 (IPv4)",
            beside(node("n1").opens(tcp(22)).to("0.0.0.0/0")).with(toNode().overriding(30443, 22)))
        .upholds(
            "a port that another one stands for",
            beside(open()).with(toNode().overriding(30443, 8443)))
        .finds(
            "a range of ports",
            CRITICAL,
            "on tcp 6443 (IPv4)",
            beside(node("n1").opens(everything()).to("0.0.0.0/0"))
                .with(accelerator("ga").listening("TCP", 6443, 6443).leadingTo("n1")))
        .upholds(
            "a listener of another transport",
            beside(open()).with(accelerator("ga").listening("UDP", 30443).leadingTo("n1")))
        .finds(
            "UDP",
            HIGH,
            "on udp 30443 (IPv4)",
            beside(node("n1").opens(udp(30443)).to("0.0.0.0/0"))
                .with(accelerator("ga").listening("UDP", 30443).leadingTo("n1")))
        .upholds("another endpoint", beside(open()).with(accelerator("ga").listening("TCP", 30443)))
        .upholds("an accelerator that is disabled", beside(open()).with(toNode().disabled()))
        .upholds("endpoints of another region", beside(open()).with(toNode().inRegion("eu-west-1")))
        .upholds("no accelerator at all", privateSubnet(open()));
  }

  private static void sources(Cases cases) {
    cases
        .finds(
            "the group GlobalAccelerator as the source",
            HIGH,
            "is open to the whole internet on tcp 30443 (IPv4) through",
            beside(node("n1").opens(tcp(30443)).to("sg-ga")).with(toNode()),
            finding -> assertTrue(finding.remedy().endsWith("sgr-n1-1"), finding.remedy()))
        .upholds(
            "another group as the source",
            beside(node("n1").opens(tcp(30443)).to("sg-cluster")).with(toNode()))
        .upholds(
            "named peers", beside(node("n1").opens(tcp(30443)).to("203.0.113.0/24")).with(toNode()))
        .finds(
            "a small share",
            LOW,
            "on tcp 30443 (IPv4)",
            beside(node("n1").opens(tcp(30443)).to(Sources.ofIpv4(65_536))).with(toNode()))
        .upholds(
            "IPv6 of an accelerator of IPv4",
            beside(node("n1").opens(tcp(30443)).to("::/0")).with(toNode()))
        .cannotTell(
            "a prefix list as the source",
            "Throttling",
            beside(node("n1").opens(tcp(30443)).to("pl-1"))
                .with(prefixList("pl-1").unread("Throttling"))
                .with(toNode()))
        .cannotTell(
            "security groups",
            "AccessDenied",
            beside(open()).with(toNode()).unread(Part.GROUPS, "AccessDenied"));
  }

  private static void whatStopsIt(Cases cases) {
    cases
        .upholds(
            "block public access", beside(open()).with(toNode()).blocking(BlockMode.BLOCK_INGRESS))
        .upholds(
            "a VPC without an internet gateway",
            beside(open()).with(toNode()).withoutInternetGateway())
        .cannotTell(
            "an active route to an internet gateway where none is listed",
            "rtb-a has an active route to igw-1, which no file or call shows attached to vpc-1",
            privateSubnet(open())
                .routes("2600::/12")
                .to("igw-1")
                .inCluster()
                .withAcceleratorIn("a")
                .with(toNode())
                .withoutInternetGateway())
        .cannotTell(
            "such a route of another subnet",
            "which no file or call shows attached to vpc-1",
            beside(open())
                .with(toNode())
                .with(loadBalancer("web").with(targetGroup("nodes").ofInstances()))
                .withoutInternetGateway())
        .upholds(
            "a route that lost its internet gateway",
            privateSubnet(open())
                .losesRoute("2600::/12")
                .to("igw-1")
                .inCluster()
                .withAcceleratorIn("a")
                .with(toNode())
                .withoutInternetGateway())
        .finds(
            "an active route to another internet gateway than the attached one",
            HIGH,
            "on tcp 30443",
            privateSubnet(open())
                .routes("2600::/12")
                .to("igw-9")
                .inCluster()
                .withAcceleratorIn("a")
                .with(toNode()))
        .finds(
            "an inbound network ACL, which AWS's pages do not agree on",
            HIGH,
            "on tcp 30443 (IPv4)",
            privateSubnet(open())
                .denies(everything())
                .to("0.0.0.0/0")
                .inCluster()
                .withAcceleratorIn("a")
                .with(toNode()))
        .upholds(
            "a network ACL that stops the answer",
            privateSubnet(open())
                .deniesOutbound(everything())
                .to("0.0.0.0/0")
                .inCluster()
                .withAcceleratorIn("a")
                .with(toNode()))
        .finds(
            "a network ACL that stops answers, over UDP, which needs none",
            HIGH,
            "on udp 30443 (IPv4)",
            privateSubnet(node("n1").opens(udp(30443)).to("0.0.0.0/0"))
                .deniesOutbound(everything())
                .to("0.0.0.0/0")
                .inCluster()
                .with(accelerator("ga").listening("UDP", 30443).leadingTo("n1")))
        .cannotTell(
            "internet gateways",
            "AccessDenied",
            beside(open()).with(toNode()).unread(Part.INTERNET_GATEWAYS, "AccessDenied"));
  }

  private static void endpointsUnread(Cases cases) {
    cases
        .finds(
            "an accelerator of which only the interface is known",
            HIGH,
            "eni-n1 of n1 may be open to the whole internet on tcp 30443 (IPv6 and IPv4) through"
                + " AWS Global Accelerator. The endpoints of the accelerator with eni-ga-a in"
                + " subnet-a were not read (globalaccelerator:ListAccelerators: AccessDenied). It"
                + " may lead to any node or load balancer there. globalaccelerator:ListAccelerators"
                + " would tell",
            perhaps(open()))
        .finds(
            "a listed port, HIGH at most",
            HIGH,
            "may be open to the whole internet on tcp 22",
            perhaps(node("n1").opens(tcp(22)).to("0.0.0.0/0")))
        .finds(
            "the group GlobalAccelerator as the source, perhaps",
            HIGH,
            "may be open to the whole internet on tcp 30443 (IPv6 and IPv4)",
            perhaps(node("n1").opens(tcp(30443)).to("sg-ga")))
        .finds(
            "endpoint groups that were not read",
            HIGH,
            "were not read (AccessDenied). It may lead to any node or load balancer there."
                + " globalaccelerator:ListAccelerators, ListListeners and ListEndpointGroups would"
                + " tell",
            beside(open()).with(toNode().endpointsUnread("AccessDenied")))
        .finds(
            "endpoint groups that a refusal hides",
            HIGH,
            "It may lead to any node or load balancer there. globalaccelerator:ListEndpointGroups"
                + " would tell",
            beside(open())
                .with(
                    toNode().endpointsUnread("globalaccelerator:ListEndpointGroups: AccessDenied")))
        .upholds("named peers, perhaps", perhaps(node("n1").opens(tcp(30443)).to("203.0.113.0/24")))
        .upholds(
            "an interface of an accelerator in another subnet",
            demo().withAcceleratorIn("b").acceleratorsUnread(UNREAD))
        .upholds(
            "accelerators that were not read, and no interface of one",
            privateSubnet(open()).inCluster().acceleratorsUnread(UNREAD))
        .upholds("block public access, perhaps", perhaps(open()).blocking(BlockMode.BLOCK_INGRESS))
        .upholds(
            "an interface that is no node's",
            perhaps(node("n1"))
                .with(
                    networkInterface("pod")
                        .describedAs("fargate-pod")
                        .withIpv6("2001:db8:0:1::77")
                        .guardedBy(group("sg-open").opens(tcp(8080)).to("::/0"))));
  }
}
