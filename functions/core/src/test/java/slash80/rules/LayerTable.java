package slash80.rules;

import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.publicSubnet;
import static slash80.fixtures.Service.everything;
import static slash80.fixtures.Service.icmp;
import static slash80.fixtures.Service.icmpv6;
import static slash80.fixtures.Service.tcp;
import static slash80.rule.Severity.CRITICAL;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.LOW;

import java.util.Map;
import slash80.facts.BlockMode;
import slash80.facts.PublicAccessExclusion;
import slash80.fixtures.SubnetFixture;
import slash80.judge.Cases;

/// The cases about layers that seem to stop the internet and do not, or that the facts leave open.
final class LayerTable {
  private static final String OPEN = "eni-n1 of n1 is open to the whole internet on tcp 22";

  private LayerTable() {}

  static void clientPorts(Cases cases) {
    cases
        .finds(
            "an ACL that answers port 443 only, which a client may bind",
            CRITICAL,
            OPEN,
            opened()
                .deniesOutbound(tcp(1, 442))
                .to("::/0")
                .deniesOutbound(tcp(444, 65_535))
                .to("::/0"))
        .finds(
            "an ACL that answers ports below 1024 only",
            CRITICAL,
            OPEN,
            opened().deniesOutbound(tcp(1024, 65_535)).to("::/0"))
        .upholds(
            "an ACL that answers no port of TCP",
            opened().deniesOutbound(tcp(1, 65_535)).to("::/0"))
        .upholds("an ACL that answers nobody", opened().deniesOutbound(everything()).to("::/0"));
  }

  static void disagreeingRoutes(Cases cases) {
    cases
        .cannotTell(
            "an active route to a gateway that is not listed",
            "rtb-a has an active route to igw-9, which no file or call shows attached to vpc-1",
            opened().routes("::/0").to("igw-9"))
        .cannotTell(
            "an active route where no gateway is listed",
            "rtb-a has an active route to igw-1, which no file or call shows attached to vpc-1",
            opened().inCluster().withoutInternetGateway())
        .cannotTell(
            "a route in the state filtered",
            "the state is filtered",
            opened().filtersRoute("::/0").to("igw-1"))
        .finds(
            "a filtered route beside one of half of the internet that is active",
            HIGH,
            "is open to 99% of the internet on tcp 443",
            publicSubnet(node("n1").opens(tcp(443)).to("::/0"))
                .filtersRoute("2000::/6")
                .to("tgw-1"))
        .upholds(
            "an egress-only route, whatever gateway is missing",
            opened().routes("::/0").to("eigw-1").inCluster().withoutInternetGateway());
  }

  static void sharedSubnets(Cases cases) {
    var shared = opened().sharedBy("444455556666");
    cases
        .finds(
            "a shared subnet that says off, while the own account blocks",
            CRITICAL,
            OPEN,
            opened()
                .sharedBy("444455556666")
                .blocking(BlockMode.OFF)
                .inCluster()
                .blocking(BlockMode.BLOCK_BIDIRECTIONAL))
        .upholds(
            "a shared subnet that says blocked, while the own account blocks nothing",
            opened().sharedBy("444455556666").blocking(BlockMode.BLOCK_INGRESS))
        .upholds(
            "a shared subnet that says blocked, and an own exclusion of it",
            opened()
                .sharedBy("444455556666")
                .blocking(BlockMode.BLOCK_INGRESS)
                .inCluster()
                .blocking(BlockMode.BLOCK_INGRESS)
                .with(
                    new PublicAccessExclusion(
                        "excl-1", "subnet-a", "allow-bidirectional", "create-complete", Map.of())))
        .cannotTell(
            "a shared subnet that does not say",
            "the block public access of subnet-a, which account 444455556666 shares, was not read",
            shared);
  }

  static void icmpOverIpv6(Cases cases) {
    cases
        .finds(
            "icmp from ::/0",
            LOW,
            "is open to the whole internet on protocol 1; protocol 1 is ICMP for IPv4: was icmpv6"
                + " meant?",
            publicSubnet(node("n1").opens(icmp()).to("::/0")))
        .finds(
            "icmp and icmpv6 from ::/0, in two groups",
            LOW,
            "is open to the whole internet on protocol 1 and all of icmpv6",
            publicSubnet(
                node("n1")
                    .guardedBy(
                        group("sg-4").opens(icmp()).to("::/0"),
                        group("sg-6").opens(icmpv6()).to("::/0"))))
        .finds(
            "icmp and tcp 22 from ::/0",
            CRITICAL,
            "on protocol 1 and tcp 22; protocol 1 is ICMP for IPv4: was icmpv6 meant?",
            publicSubnet(node("n1").opens(icmp()).to("::/0").opens(tcp(22)).to("::/0")));
  }

  private static SubnetFixture opened() {
    return publicSubnet(node("n1").opens(tcp(22)).to("::/0"));
  }
}
