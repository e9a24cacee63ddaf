package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.prefixList;
import static slash80.fixtures.Fixtures.privateSubnet;
import static slash80.fixtures.Fixtures.publicSubnet;
import static slash80.fixtures.Fixtures.targetGroup;
import static slash80.fixtures.Service.everything;
import static slash80.fixtures.Service.icmpv6;
import static slash80.fixtures.Service.tcp;
import static slash80.fixtures.Service.udp;
import static slash80.rules.Cases.judging;
import static slash80.rules.Severity.LOW;
import static slash80.rules.Severity.MEDIUM;

import java.util.Optional;
import slash80.facts.BlockMode;
import slash80.fixtures.NodeFixture;
import slash80.fixtures.Part;
import slash80.fixtures.Service;

final class SecurityGroupsClosedToIpv6InternetCases {
  private SecurityGroupsClosedToIpv6InternetCases() {}

  /// A private node whose own group opens a service.
  private static NodeFixture admitting(Service service, String... sources) {
    return node("n1").opens(service).to(sources);
  }

  static Cases cases() {
    var cases = judging(new SecurityGroupsClosedToIpv6Internet());
    severity(cases);
    whatStopsIt(cases);
    return cases
        .upholds("the demo cluster", demo())
        .upholds("an office", admitting(tcp(22), "2001:db8:ffff::/48"))
        .upholds("what is open already", publicSubnet(admitting(tcp(22), "::/0")))
        .cannotTell("a node", "AccessDenied", node("n1").unread("AccessDenied"))
        .cannotTell(
            "an account without route tables",
            "AccessDenied",
            privateSubnet(admitting(tcp(22), "::/0"))
                .inCluster()
                .unread(Part.ROUTE_TABLES, "AccessDenied"))
        .cannotTell(
            "a prefix list",
            "Throttling",
            privateSubnet(admitting(tcp(22), "pl-1"))
                .inCluster()
                .with(prefixList("pl-1").unread("Throttling")))
        .upholds(
            "groups that admit nobody, whatever the routes are",
            privateSubnet(node("n1")).inCluster().unread(Part.ROUTE_TABLES, "AccessDenied"));
  }

  private static void severity(Cases cases) {
    cases
        .finds(
            MEDIUM,
            "eni-n1 of n1 is stopped by route alone (through which one-way UDP may still come) from"
                + " being open to the whole internet on tcp 22",
            admitting(tcp(22), "::/0"),
            finding -> {
              assertEquals("sg-n1", finding.cause());
              assertEquals(Optional.empty(), finding.open());
              assertTrue(finding.latent().isPresent());
              assertEquals(
                  "aws ec2 revoke-security-group-ingress --group-id sg-n1"
                      + " --security-group-rule-ids sgr-n1-1",
                  finding.remedy());
            })
        .finds(MEDIUM, "on every protocol and port", admitting(everything(), "::/0"))
        .finds(MEDIUM, "on all of udp", admitting(udp(0, 65_535), "::/0"))
        .finds(MEDIUM, "on tcp 22", admitting(tcp(22), Sources.part()))
        .finds(LOW, "on tcp 22", admitting(tcp(22), Sources.underPart()))
        .finds(LOW, "on tcp 443", admitting(tcp(443), "::/0"))
        .finds(LOW, "on udp 22", admitting(udp(22), "::/0"))
        .finds(LOW, "on all of icmpv6", admitting(icmpv6(), "::/0"))
        .finds(LOW, "on tcp 443", admitting(tcp(443), Sources.little()))
        .upholds("a set just under 1/65,536", admitting(tcp(443), Sources.underLittle()))
        .finds(
            LOW,
            "web keeps its clients' addresses and needs tcp 22 open",
            privateSubnet(admitting(tcp(22), "::/0"))
                .inCluster()
                .with(
                    loadBalancer("web")
                        .with(targetGroup("nodes").ofInstances().sendingTo("n1", 22))));
  }

  private static void whatStopsIt(Cases cases) {
    cases
        .finds(
            "is stopped by network-acl alone from being open",
            publicSubnet(admitting(tcp(22), "::/0")).denies(tcp(22)).to("::/0"))
        .finds(
            "is stopped by address alone from being open",
            publicSubnet(admitting(tcp(22), "::/0").denyingAllIgwTraffic()))
        .finds(
            "is stopped by public-access-block alone from being open",
            publicSubnet(admitting(tcp(22), "::/0"))
                .inCluster()
                .blocking(BlockMode.BLOCK_BIDIRECTIONAL))
        .finds(
            "is stopped by public-access-block and route from being open",
            privateSubnet(admitting(tcp(22), "::/0"))
                .inCluster()
                .blocking(BlockMode.BLOCK_INGRESS));
  }
}
