package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.demo;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.MEDIUM;

import java.util.List;
import java.util.stream.IntStream;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.Part;
import slash80.judge.Cases;
import slash80.rule.RuleCases;
import slash80.rule.Verdict;

final class ClusterEndpointClosedToInternetCases implements RuleCases {

  private static final String CLOSE =
      "aws eks update-cluster-config --name demo"
          + " --resources-vpc-config endpointPublicAccess=false,endpointPrivateAccess=true";

  private static ClusterFixture admitting(String... cidrs) {
    return demo().admittingToEndpoint(cidrs);
  }

  @Override
  public Cases cases() {
    var cases =
        judging(new ClusterEndpointClosedToInternet())
            .plants(
                account -> account.cluster(cluster -> cluster.admittingToEndpoint("0.0.0.0/0")),
                "HIGH cluster-endpoint-closed-to-internet/demo");
    shares(cases);
    return cases
        .upholds("a private endpoint", demo())
        .upholds("an office", admitting("203.0.113.0/24", "2001:db8:ffff::/48"))
        .finds(
            "an endpoint without publicAccessCidrs",
            HIGH,
            "The Kubernetes API endpoint of demo is open to the internet (IPv4 and IPv6)",
            admitting(),
            finding -> {
              assertEquals(CLOSE, finding.remedy());
              assertEquals(
                  List.of(
                      new Verdict.Evidence(
                          "arn:aws:eks:us-east-2:111122223333:cluster/demo",
                          "publicAccessCidrs is empty, which admits everyone")),
                  finding.evidence());
            })
        .finds(
            "0.0.0.0/0 beside two named peers",
            HIGH,
            "The Kubernetes API endpoint of demo is open to the internet (IPv4)",
            admitting("203.0.113.0/24", "0.0.0.0/0", "2001:db8:ffff::/48"),
            finding -> {
              assertEquals(
                  "aws eks update-cluster-config --name demo --resources-vpc-config"
                      + " 'endpointPrivateAccess=true,"
                      + "publicAccessCidrs=[203.0.113.0/24,2001:db8:ffff::/48]'",
                  finding.remedy());
              assertEquals(
                  "publicAccessCidrs 203.0.113.0/24, 0.0.0.0/0, 2001:db8:ffff::/48",
                  finding.evidence().getFirst().because());
            })
        .finds(
            "::/0 while the VPC could not be read",
            "The Kubernetes API endpoint of demo is open to the internet (IPv6)",
            admitting("::/0").unread(Part.VPC, "AccessDenied"))
        .cannotTell(
            "a cluster of which EKS does not say whether its endpoint is public",
            "AccessDenied",
            admitting("::/0").unread(Part.ENDPOINT, "AccessDenied"))
        .upholds(
            "an office, whether the endpoint is public or not",
            admitting("203.0.113.0/24").unread(Part.ENDPOINT, "AccessDenied"));
  }

  private static void shares(Cases cases) {
    cases
        .finds(
            "exactly half of the IPv6 internet",
            HIGH,
            "The Kubernetes API endpoint of demo is open to 50% of the internet (IPv6)",
            admitting(Sources.half()))
        .finds(
            "one address less than half",
            MEDIUM,
            "The Kubernetes API endpoint of demo is open to 50% of the internet (IPv6)",
            admitting(Sources.underHalf()))
        .finds(
            "exactly 1/256 of the internet",
            MEDIUM,
            "The Kubernetes API endpoint of demo is open to 0.39% of the internet (IPv6)",
            admitting(Sources.part()))
        .finds(
            "one address less than 1/256",
            MEDIUM,
            "The Kubernetes API endpoint of demo is open to 0.39% of the internet (IPv6)",
            admitting(Sources.underPart()))
        .finds(
            "exactly 1/65,536 of the internet",
            MEDIUM,
            "The Kubernetes API endpoint of demo is open to 0.0015% of the internet (IPv6)",
            admitting(Sources.little()))
        .upholds("a set just under 1/65,536", admitting(Sources.underLittle()))
        .finds(
            "::/0 in sixteen pieces",
            HIGH,
            "The Kubernetes API endpoint of demo is open to the internet (IPv6)",
            admitting(Sources.sixteenPieces()),
            finding -> assertEquals(CLOSE, finding.remedy()))
        .finds(
            "a thousand small ranges that add up",
            MEDIUM,
            "The Kubernetes API endpoint of demo is open to 0.003% of the internet (IPv6)",
            admitting(Sources.thousandRanges().toArray(String[]::new)),
            finding -> assertEquals(CLOSE, finding.remedy()))
        .finds(
            "the larger half of IPv4",
            HIGH,
            "The Kubernetes API endpoint of demo is open to 57% of the internet (IPv4)",
            admitting("0.0.0.0/1"))
        .finds(
            "the smaller half of IPv4",
            MEDIUM,
            "The Kubernetes API endpoint of demo is open to 43% of the internet (IPv4)",
            admitting("128.0.0.0/1"))
        .finds(
            "a /16 of IPv4",
            MEDIUM,
            "The Kubernetes API endpoint of demo is open to 0.0018% of the internet (IPv4)",
            admitting("8.8.0.0/16"))
        .upholds("a /17 of IPv4", admitting("8.8.0.0/17"))
        .finds(
            "a /16 of IPv4 in 256 pieces",
            MEDIUM,
            "The Kubernetes API endpoint of demo is open to 0.0018% of the internet (IPv4)",
            admitting(
                IntStream.range(0, 256).mapToObj("8.%d.0.0/24"::formatted).toArray(String[]::new)))
        .finds(
            "a /16 of IPv4 and ::/0",
            HIGH,
            "The Kubernetes API endpoint of demo is open to 0.0018% of the internet (IPv4) and the"
                + " whole internet (IPv6)",
            admitting("8.8.0.0/16", "::/0"));
  }
}
