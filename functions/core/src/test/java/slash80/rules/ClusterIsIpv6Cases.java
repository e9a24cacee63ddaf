package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.demo;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.LOW;

import java.util.Set;
import slash80.fixtures.Part;
import slash80.ip.IpFamily;
import slash80.judge.Cases;
import slash80.network.Parameters;
import slash80.rule.RuleCases;

final class ClusterIsIpv6Cases implements RuleCases {

  @Override
  public Cases cases() {
    return judging(new ClusterIsIpv6())
        .plantsNothing("an IPv4 cluster is judged by no other rule")
        .upholds("a cluster whose pods speak IPv6", demo())
        .finds(
            "a cluster created with ipFamily ipv4",
            LOW,
            "demo was created with ipFamily ipv4",
            demo().speaking(IpFamily.IPV4),
            finding -> {
              assertEquals("cluster-is-ipv6/demo", finding.id());
              assertEquals("cluster", finding.subjectType());
            })
        .finds(
            "the same where the policy lists the cluster as one that should use IPv6",
            HIGH,
            "demo was created with ipFamily ipv4",
            demo()
                .speaking(IpFamily.IPV4)
                .judgedBy(Parameters.DEFAULTS.expectingIpv6(Set.of("demo", "prod"))))
        .finds(
            "the same where the policy lists another cluster",
            LOW,
            "demo was created with ipFamily ipv4",
            demo()
                .speaking(IpFamily.IPV4)
                .judgedBy(Parameters.DEFAULTS.expectingIpv6(Set.of("prod"))))
        .cannotTell(
            "a cluster whose family EKS does not say",
            "AccessDenied",
            demo().unread(Part.IP_FAMILY, "AccessDenied"));
  }
}
