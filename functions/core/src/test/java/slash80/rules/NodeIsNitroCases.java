package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.node;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.HIGH;

import java.util.List;
import slash80.facts.InstanceType;
import slash80.fixtures.Part;
import slash80.judge.Cases;
import slash80.rule.RuleCases;
import slash80.rule.Verdict;

final class NodeIsNitroCases implements RuleCases {

  @Override
  public Cases cases() {
    return judging(new NodeIsNitro())
        .plants(
            account ->
                account
                    .node(node("xen").ofType("t2.large"))
                    .cluster(
                        cluster -> cluster.with(new InstanceType("t2.large", "xen", false, true))),
            "HIGH node-is-nitro/xen")
        .upholds("a node of a Nitro type", node("n1"))
        .upholds(
            "a node of bare metal, whose type names no hypervisor",
            node("n1")
                .ofType("m5.metal")
                .inCluster()
                .with(new InstanceType("m5.metal", "", true, true)))
        .upholds(
            "a node beside a type that no node is of",
            node("n1").inCluster().with(new InstanceType("t2.large", "xen", false, true)))
        .finds(
            "a Xen instance type",
            HIGH,
            "n1 is a t2.large, which is not a Nitro type",
            node("n1")
                .ofType("t2.large")
                .inCluster()
                .with(new InstanceType("t2.large", "xen", false, true)),
            finding -> {
              assertEquals("node-is-nitro/n1", finding.id());
              assertEquals("t2.large", finding.cause());
              assertEquals(
                  List.of(
                      new Verdict.Evidence("n1", "instance type t2.large"),
                      new Verdict.Evidence("t2.large", "is not a Nitro type")),
                  finding.evidence());
            })
        .finds(
            "a type without a hypervisor that is not bare metal",
            "n1 is a x1.odd, which is not a Nitro type",
            node("n1")
                .ofType("x1.odd")
                .inCluster()
                .with(new InstanceType("x1.odd", "", false, true)))
        .finds(
            "a Nitro type without IPv6",
            HIGH,
            "n1 is a c9.odd, which does not support IPv6",
            node("n1")
                .ofType("c9.odd")
                .inCluster()
                .with(new InstanceType("c9.odd", "nitro", false, false)),
            finding -> assertEquals("c9.odd", finding.cause()))
        .finds(
            "a bare-metal type without IPv6",
            "n1 is a c9.metal, which does not support IPv6",
            node("n1")
                .ofType("c9.metal")
                .inCluster()
                .with(new InstanceType("c9.metal", "", true, false)))
        .cannotTell(
            "ec2:DescribeInstanceTypes: denied",
            node("n1").inCluster().unread(Part.INSTANCE_TYPES, "ec2:DescribeInstanceTypes: denied"))
        .cannotTell(
            "instance type z9.new", node("n1").ofType("z9.new").inCluster().without("z9.new"))
        .cannotTell("denied", node("n1").inCluster().unread(Part.INSTANCES, "denied"));
  }
}
