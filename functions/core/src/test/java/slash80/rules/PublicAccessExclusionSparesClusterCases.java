package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.privateSubnet;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.MEDIUM;

import java.util.List;
import java.util.Map;
import slash80.facts.BlockMode;
import slash80.facts.PublicAccessExclusion;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.Part;
import slash80.judge.Cases;
import slash80.rule.RuleCases;
import slash80.rule.Verdict;

final class PublicAccessExclusionSparesClusterCases implements RuleCases {

  private static ClusterFixture blocking(PublicAccessExclusion exclusion) {
    return demo().blocking(BlockMode.BLOCK_BIDIRECTIONAL).with(exclusion);
  }

  private static PublicAccessExclusion bidirectional(String resource) {
    return bidirectional(resource, "create-complete");
  }

  private static PublicAccessExclusion bidirectional(String resource, String state) {
    return new PublicAccessExclusion(
        "vpcbpa-exclude-1", resource, "allow-bidirectional", state, Map.of());
  }

  @Override
  public Cases cases() {
    return judging(new PublicAccessExclusionSparesCluster())
        .plants(
            account ->
                account.cluster(
                    cluster ->
                        cluster
                            .blocking(BlockMode.BLOCK_INGRESS)
                            .with(
                                new PublicAccessExclusion(
                                    "vpcbpa-exclude-1",
                                    "subnet-public",
                                    "allow-bidirectional",
                                    "create-complete",
                                    Map.of()))),
            "MEDIUM public-access-exclusion-spares-cluster/vpcbpa-exclude-1")
        .skips("a cluster without exclusions", demo().blocking(BlockMode.BLOCK_BIDIRECTIONAL))
        .skips("a region that blocks nothing", demo().with(bidirectional("vpc-1")))
        .skips(
            "a region that blocks nothing, whatever could not be read",
            demo().unread(Part.EXCLUSIONS, "AccessDenied"))
        .upholds(
            "an exclusion of a VPC that another account shares",
            privateSubnet(node("n1"))
                .sharedBy("444455556666")
                .inCluster()
                .blocking(BlockMode.BLOCK_INGRESS)
                .with(bidirectional("vpc-1")))
        .upholds(
            "an exclusion of a subnet that another account shares",
            privateSubnet(node("n1"))
                .sharedBy("444455556666")
                .inCluster()
                .blocking(BlockMode.BLOCK_INGRESS)
                .with(bidirectional("subnet-a")))
        .upholds("another VPC's exclusion", blocking(bidirectional("vpc-2")))
        .upholds("another subnet's exclusion", blocking(bidirectional("subnet-c")))
        .upholds(
            "an exclusion for egress",
            blocking(
                new PublicAccessExclusion(
                    "vpcbpa-exclude-1", "vpc-1", "allow-egress", "create-complete", Map.of())))
        .upholds(
            "an exclusion that is not in force yet",
            blocking(bidirectional("vpc-1", "create-in-progress")))
        .upholds("an exclusion that is gone", blocking(bidirectional("vpc-1", "delete-complete")))
        .finds(
            "an exclusion of the VPC",
            MEDIUM,
            "vpcbpa-exclude-1 lets internet traffic into vpc-1 despite VPC block public access",
            blocking(bidirectional("vpc-1")),
            finding -> {
              assertEquals("public-access-exclusion", finding.subjectType());
              assertEquals(
                  "aws ec2 modify-vpc-block-public-access-exclusion"
                      + " --exclusion-id vpcbpa-exclude-1"
                      + " --internet-gateway-exclusion-mode allow-egress",
                  finding.remedy());
              assertEquals(
                  List.of(
                      new Verdict.Evidence(
                          "vpcbpa-exclude-1", "allow-bidirectional, create-complete")),
                  finding.evidence());
            })
        .finds(
            "an exclusion of a subnet",
            "vpcbpa-exclude-1 lets internet traffic into subnet-b despite VPC block public access",
            demo().blocking(BlockMode.BLOCK_INGRESS).with(bidirectional("subnet-b")),
            finding ->
                assertEquals(
                    "aws ec2 delete-vpc-block-public-access-exclusion"
                        + " --exclusion-id vpcbpa-exclude-1",
                    finding.remedy()))
        .finds(
            "an updated exclusion",
            "vpcbpa-exclude-1 lets internet traffic into vpc-1 despite VPC block public access",
            blocking(bidirectional("vpc-1", "update-complete")))
        .finds(
            "an exclusion while the interfaces were not read",
            "vpcbpa-exclude-1 lets internet traffic into vpc-1 despite VPC block public access",
            node("n1")
                .unread("AccessDenied")
                .inCluster()
                .blocking(BlockMode.BLOCK_INGRESS)
                .with(bidirectional("vpc-1")))
        .cannotTell(
            "exclusions that were not read",
            "AccessDenied",
            demo().blocking(BlockMode.BLOCK_INGRESS).unread(Part.EXCLUSIONS, "AccessDenied"))
        .cannotTell(
            "whether anything is blocked",
            "AccessDenied",
            demo().with(bidirectional("vpc-1")).unread(Part.BLOCK_MODE, "AccessDenied"))
        .cannotTell(
            "where nodes stand",
            "AccessDenied",
            node("n1")
                .unread("AccessDenied")
                .inCluster()
                .blocking(BlockMode.BLOCK_INGRESS)
                .with(bidirectional("subnet-a")));
  }
}
