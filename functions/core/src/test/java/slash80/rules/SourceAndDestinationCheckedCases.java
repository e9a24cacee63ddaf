package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.MEDIUM;

import slash80.judge.Cases;
import slash80.rule.RuleCases;

final class SourceAndDestinationCheckedCases implements RuleCases {

  @Override
  public Cases cases() {
    return judging(new SourceAndDestinationChecked())
        .plants(
            account -> account.node(node("unchecked").notCheckingSourceAndDestination()),
            "MEDIUM source-and-destination-checked/eni-unchecked")
        .upholds("the demo cluster", demo())
        .upholds(
            "an interface of a VPC's NAT gateway, which is nobody's node",
            node("n1").inCluster().with(networkInterface("nat").notCheckingSourceAndDestination()))
        .finds(
            "a primary interface without the check",
            MEDIUM,
            "eni-n1 has its source/destination check turned off",
            node("n1").notCheckingSourceAndDestination(),
            finding ->
                assertEquals(
                    "aws ec2 modify-network-interface-attribute --network-interface-id eni-n1"
                        + " --source-dest-check",
                    finding.remedy()))
        .finds(
            "a second interface without the check",
            "eni-own has its source/destination check turned off",
            node("n1").with(networkInterface("own").notCheckingSourceAndDestination()))
        .cannotTell("AccessDenied", node("n1").unread("AccessDenied"));
  }
}
