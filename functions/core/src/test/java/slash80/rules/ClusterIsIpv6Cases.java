package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.demo;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.HIGH;

import slash80.fixtures.Part;
import slash80.ip.IpFamily;
import slash80.judge.Cases;
import slash80.rule.RuleCases;

final class ClusterIsIpv6Cases implements RuleCases {

  @Override
  public Cases cases() {
    return judging(new ClusterIsIpv6())
        .plantsNothing("an IPv4 cluster is judged by no other rule")
        .upholds("a cluster whose pods speak IPv6", demo())
        .finds(
            "a cluster created with ipFamily ipv4",
            HIGH,
            "demo was created with ipFamily ipv4",
            demo().speaking(IpFamily.IPV4),
            finding -> {
              assertEquals("cluster-is-ipv6/demo", finding.id());
              assertEquals("cluster", finding.subjectType());
            })
        .cannotTell(
            "a cluster whose family EKS does not say",
            "AccessDenied",
            demo().unread(Part.IP_FAMILY, "AccessDenied"));
  }
}
