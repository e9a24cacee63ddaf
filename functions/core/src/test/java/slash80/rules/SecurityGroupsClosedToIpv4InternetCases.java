package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.prefixList;
import static slash80.fixtures.Fixtures.privateSubnet;
import static slash80.fixtures.Fixtures.publicSubnet;
import static slash80.fixtures.Service.everything;
import static slash80.fixtures.Service.tcp;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.LOW;

import java.util.Optional;
import slash80.facts.BlockMode;
import slash80.fixtures.NodeFixture;
import slash80.fixtures.Part;
import slash80.fixtures.Service;
import slash80.judge.Cases;
import slash80.rule.RuleCases;

final class SecurityGroupsClosedToIpv4InternetCases implements RuleCases {

  /// A node without a public address whose own group opens a service.
  private static NodeFixture admitting(Service service, String... sources) {
    return node("n1").opens(service).to(sources);
  }

  @Override
  public Cases cases() {
    return judging(new SecurityGroupsClosedToIpv4Internet())
        .plants(
            account -> account.node(node("latent-ipv4").opens(tcp(80)).to("0.0.0.0/0")),
            "LOW security-groups-closed-to-ipv4-internet/eni-latent-ipv4")
        .upholds("the demo cluster", demo())
        .upholds("an office", admitting(tcp(22), "8.8.0.0/24"))
        .upholds("a rule for ::/0", admitting(everything(), "::/0"))
        .upholds("a rule for private addresses", admitting(everything(), "10.0.0.0/8"))
        .upholds(
            "what is open already",
            publicSubnet(admitting(tcp(22), "0.0.0.0/0").withPublicIpv4("203.0.113.9")))
        .finds(
            "tcp 22 from 0.0.0.0/0 in a public subnet",
            LOW,
            "eni-n1 of n1 allows tcp 22 from 0.0.0.0/0; only the missing public IPv4 address keeps"
                + " it closed",
            publicSubnet(admitting(tcp(22), "0.0.0.0/0")),
            finding -> {
              assertEquals("security-groups-closed-to-ipv4-internet/eni-n1", finding.id());
              assertEquals("sg-n1", finding.cause());
              assertEquals(Optional.empty(), finding.open());
              assertTrue(finding.latent().isPresent());
              assertEquals(
                  "aws ec2 revoke-security-group-ingress --group-id sg-n1"
                      + " --security-group-rule-ids sgr-n1-1",
                  finding.remedy());
            })
        .finds(
            "every protocol from 0.0.0.0/0 in a private subnet",
            LOW,
            "eni-n1 of n1 allows every protocol and port from 0.0.0.0/0; only the missing public"
                + " IPv4 address and the route table keep it closed",
            admitting(everything(), "0.0.0.0/0"))
        .finds(
            "tcp 22 that only a network ACL denies",
            LOW,
            "eni-n1 of n1 allows tcp 22 from 0.0.0.0/0; only the network ACL keeps it closed",
            publicSubnet(admitting(tcp(22), "0.0.0.0/0").withPublicIpv4("203.0.113.9"))
                .denies(tcp(22))
                .to("0.0.0.0/0"))
        .finds(
            "tcp 22 that only block public access stops",
            LOW,
            "eni-n1 of n1 allows tcp 22 from 0.0.0.0/0; only VPC block public access keeps it"
                + " closed",
            publicSubnet(admitting(tcp(22), "0.0.0.0/0").withPublicIpv4("203.0.113.9"))
                .inCluster()
                .blocking(BlockMode.BLOCK_BIDIRECTIONAL))
        .finds(
            "tcp 22 from 1/256 of the internet",
            LOW,
            "0.39% of the internet",
            admitting(tcp(22), Sources.ofIpv4(256)))
        .finds(
            "tcp 22 from 1/65,536 of the internet",
            LOW,
            "0.0015% of the internet",
            admitting(tcp(22), Sources.ofIpv4(65_536)))
        .upholds("a set just under 1/65,536", admitting(tcp(22), Sources.underOfIpv4(65_536)))
        .cannotTell("a node", "AccessDenied", node("n1").unread("AccessDenied"))
        .cannotTell(
            "an account without groups",
            "AccessDenied",
            admitting(tcp(22), "0.0.0.0/0").inCluster().unread(Part.GROUPS, "AccessDenied"))
        .cannotTell(
            "a prefix list",
            "Throttling",
            privateSubnet(admitting(tcp(22), "pl-1"))
                .inCluster()
                .with(prefixList("pl-1").unread("Throttling")));
  }
}
