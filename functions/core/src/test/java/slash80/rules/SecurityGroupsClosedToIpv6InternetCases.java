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
import static slash80.fixtures.Service.protocol;
import static slash80.fixtures.Service.tcp;
import static slash80.fixtures.Service.udp;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.LOW;
import static slash80.rule.Severity.MEDIUM;

import java.util.Optional;
import slash80.facts.BlockMode;
import slash80.fixtures.NodeFixture;
import slash80.fixtures.Part;
import slash80.fixtures.Service;
import slash80.judge.Cases;
import slash80.rule.RuleCases;

final class SecurityGroupsClosedToIpv6InternetCases implements RuleCases {

  /// A private node whose own group opens a service.
  private static NodeFixture admitting(Service service, String... sources) {
    return node("n1").opens(service).to(sources);
  }

  @Override
  public Cases cases() {
    var cases =
        judging(new SecurityGroupsClosedToIpv6Internet())
            .plants(
                account -> account.node(node("latent-ipv6").opens(protocol(132)).to("::/0")),
                "LOW security-groups-closed-to-ipv6-internet/eni-latent-ipv6");
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
            "tcp 22 from ::/0 in a private subnet",
            MEDIUM,
            "eni-n1 of n1 allows tcp 22 from ::/0; only the route table keeps it closed, and"
                + " one-way UDP may still come in",
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
        .finds(
            "every protocol from ::/0",
            MEDIUM,
            "eni-n1 of n1 allows every protocol and port from ::/0; only the route table keeps it"
                + " closed, and one-way UDP may still come in",
            admitting(everything(), "::/0"))
        .finds(
            "all of udp from ::/0",
            MEDIUM,
            "eni-n1 of n1 allows all of udp from ::/0; only the route table keeps it closed, and"
                + " one-way UDP may still come in",
            admitting(udp(0, 65_535), "::/0"))
        .finds(
            "tcp 22 from exactly 1/256",
            MEDIUM,
            "eni-n1 of n1 allows tcp 22 from 0.39% of the internet; only the route table keeps it"
                + " closed, and one-way UDP may still come in",
            admitting(tcp(22), Sources.part()))
        .finds(
            "tcp 22 from just under 1/256",
            LOW,
            "eni-n1 of n1 allows tcp 22 from 0.39% of the internet; only the route table keeps it"
                + " closed, and one-way UDP may still come in",
            admitting(tcp(22), Sources.underPart()))
        .finds(
            "tcp 443 from ::/0",
            LOW,
            "eni-n1 of n1 allows tcp 443 from ::/0; only the route table keeps it closed, and"
                + " one-way UDP may still come in",
            admitting(tcp(443), "::/0"))
        .finds(
            "udp 22, which is not a listed port",
            LOW,
            "eni-n1 of n1 allows udp 22 from ::/0; only the route table keeps it closed, and"
                + " one-way UDP may still come in",
            admitting(udp(22), "::/0"))
        .finds(
            "icmpv6 from ::/0",
            LOW,
            "eni-n1 of n1 allows all of icmpv6 from ::/0; only the route table keeps it closed, and"
                + " one-way UDP may still come in",
            admitting(icmpv6(), "::/0"))
        .finds(
            "tcp 443 from exactly 1/65,536",
            LOW,
            "eni-n1 of n1 allows tcp 443 from 0.0015% of the internet; only the route table keeps"
                + " it closed, and one-way UDP may still come in",
            admitting(tcp(443), Sources.little()))
        .upholds("a set just under 1/65,536", admitting(tcp(443), Sources.underLittle()))
        .finds(
            "a node port that a load balancer targets",
            LOW,
            "eni-n1 of n1 allows tcp 22 from ::/0; only the route table keeps it closed, and"
                + " one-way UDP may still come in; tcp 22 must stay open for the clients of web,"
                + " whose addresses are preserved",
            privateSubnet(admitting(tcp(22), "::/0"))
                .inCluster()
                .with(
                    loadBalancer("web")
                        .with(targetGroup("nodes").ofInstances().sendingTo("n1", 22))));
  }

  private static void whatStopsIt(Cases cases) {
    cases
        .finds(
            "tcp 22 that only a network ACL denies",
            "eni-n1 of n1 allows tcp 22 from ::/0; only the network ACL keeps it closed",
            publicSubnet(admitting(tcp(22), "::/0")).denies(tcp(22)).to("::/0"))
        .finds(
            "tcp 22 where the interface denies gateway traffic",
            "eni-n1 of n1 allows tcp 22 from ::/0; only the missing public IPv6 address keeps it"
                + " closed",
            publicSubnet(admitting(tcp(22), "::/0").denyingAllIgwTraffic()))
        .finds(
            "tcp 22 that only block public access stops",
            "eni-n1 of n1 allows tcp 22 from ::/0; only VPC block public access keeps it closed",
            publicSubnet(admitting(tcp(22), "::/0"))
                .inCluster()
                .blocking(BlockMode.BLOCK_BIDIRECTIONAL))
        .finds(
            "tcp 22 stopped by block public access and the route",
            "eni-n1 of n1 allows tcp 22 from ::/0; only VPC block public access and the route table"
                + " keep it closed",
            privateSubnet(admitting(tcp(22), "::/0"))
                .inCluster()
                .blocking(BlockMode.BLOCK_INGRESS));
  }
}
