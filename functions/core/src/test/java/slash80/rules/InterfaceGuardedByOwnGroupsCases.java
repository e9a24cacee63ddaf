package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.publicSubnet;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.MEDIUM;

import java.util.List;
import slash80.fixtures.GroupFixture;
import slash80.fixtures.Part;
import slash80.judge.Cases;
import slash80.rule.RuleCases;
import slash80.rule.Verdict;

final class InterfaceGuardedByOwnGroupsCases implements RuleCases {

  private static GroupFixture theDefault() {
    return group("sg-default").named("default");
  }

  @Override
  public Cases cases() {
    return judging(new InterfaceGuardedByOwnGroups())
        .plants(
            account ->
                account.node(node("default").guardedBy(group("sg-default").named("default"))),
            "MEDIUM interface-guarded-by-own-groups/eni-default")
        .upholds("the demo cluster", demo())
        .upholds("a node with a group of its own", node("n1").guardedBy(group("sg-own")))
        .upholds(
            "a group with a name that begins so",
            node("n1").guardedBy(group("sg-own").named("default-nodes")))
        .upholds(
            "a pod's branch interface, which stands for itself",
            publicSubnet(node("n1").with(networkInterface("trunk").trunk()))
                .inCluster()
                .with(networkInterface("pod").branchOf("trunk").guardedBy(theDefault())))
        .finds(
            "the default group beside an own one",
            MEDIUM,
            "eni-n1 uses sg-default, the default security group of vpc-1",
            node("n1").guardedBy(group("sg-own"), theDefault()),
            finding -> {
              assertEquals("sg-default", finding.cause());
              assertEquals(
                  "aws ec2 modify-network-interface-attribute --network-interface-id eni-n1"
                      + " --groups sg-cluster sg-own",
                  finding.remedy());
              assertEquals(
                  List.of(
                      new Verdict.Evidence("sg-default", "the default security group of vpc-1")),
                  finding.evidence());
            })
        .finds(
            "the default group on a second interface",
            "eni-own uses sg-default, the default security group of vpc-1",
            node("n1").with(networkInterface("own").guardedBy(theDefault())))
        .finds(
            "the default group alone",
            "eni-n1 uses sg-default, the default security group of vpc-1",
            node("n1").guardedOnlyBy(theDefault()),
            finding ->
                assertEquals(new InterfaceGuardedByOwnGroups().card().fix(), finding.remedy()))
        .finds(
            "the default group on an interface that EKS manages",
            "eni-pods uses sg-default, the default security group of vpc-1",
            node("n1").with(networkInterface("pods").managedByEks().guardedBy(theDefault())),
            finding ->
                assertEquals(new InterfaceGuardedByOwnGroups().card().fix(), finding.remedy()))
        .finds(
            "the default group beside one that was not read",
            "eni-n1 uses sg-default, the default security group of vpc-1",
            node("n1").guardedBy(theDefault(), group("sg-hidden").notRead()))
        .cannotTell(
            "a group that was not read",
            "security group sg-hidden was not read",
            node("n1").guardedBy(group("sg-hidden").notRead()))
        .cannotTell(
            "groups that were not read",
            "AccessDenied",
            node("n1").inCluster().unread(Part.GROUPS, "AccessDenied"))
        .cannotTell("a node", "AccessDenied", node("n1").unread("AccessDenied"));
  }
}
