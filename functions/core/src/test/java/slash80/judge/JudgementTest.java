package slash80.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.fixtures.Fixtures.cluster;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.publicSubnet;
import static slash80.fixtures.Service.tcp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.Part;
import slash80.network.Network;
import slash80.network.Parameters;
import slash80.network.Scope;
import slash80.rule.Severity;

/// The missing permissions of a judgement, and the rules that they block.
final class JudgementTest {
  private static final String ADDON = "eks:DescribeAddon";
  private static final String BALANCERS = "elasticloadbalancing:DescribeLoadBalancers";

  @Test
  void a_missing_permission_blinds_the_rules_that_could_not_tell_and_no_others() {
    var judgement = RuleBook.judge(demo().denied(Part.VPC_CNI, ADDON).build());

    var missing = judgement.missing();
    assertEquals(List.of(ADDON), missing.stream().map(Judgement.Missing::action).toList());
    assertEquals(Set.of("vpc-cni-delegates-prefixes"), missing.getFirst().rules());
  }

  @Test
  void what_is_undecided_for_another_reason_blinds_nothing() {
    assertEquals(
        List.of(), RuleBook.judge(demo().unread(Part.ACLS, "Throttling").build()).missing());

    var both = demo().denied(Part.VPC_CNI, ADDON).unread(Part.SUBNETS, "Throttling");
    assertEquals(
        Set.of("vpc-cni-delegates-prefixes"),
        RuleBook.judge(both.build()).missing().getFirst().rules());
  }

  @Test
  void a_finding_that_may_not_be_all_is_blind_in_part() {
    var open = cluster("demo", publicSubnet(node("n1")));
    var judgement = RuleBook.judge(denied(open.opens(tcp(30080)).to("::/0")));

    var rule = "interface-closed-to-ipv6-internet";
    assertTrue(judgement.findings().stream().anyMatch(finding -> finding.rule().equals(rule)));
    assertFalse(
        judgement.undecided().stream().anyMatch(undecided -> undecided.rule().equals(rule)));
    assertTrue(
        judgement.missing().getFirst().rules().contains(rule), judgement.missing()::toString);
  }

  private static Network denied(ClusterFixture fixture) {
    return fixture.denied(Part.LOAD_BALANCERS, BALANCERS).build();
  }

  @Test
  void a_permission_that_only_rules_need_which_are_off_blinds_nothing() {
    var policy =
        new Policy(
            Parameters.DEFAULTS,
            Set.of("vpc-cni-delegates-prefixes"),
            Map.of(),
            List.of(),
            List.of(),
            Optional.empty());
    var judgement =
        RuleBook.judge(demo().denied(Part.VPC_CNI, ADDON).build(), Scope.whole(), policy);

    assertFalse(judgement.missing().getFirst().blocksRules());
    assertEquals(Severity.LOW, judgement.severityOf(judgement.missing().getFirst()));
  }

  @Test
  void a_missing_permission_is_as_severe_as_a_policy_makes_its_rules() {
    var policy =
        new Policy(
            Parameters.DEFAULTS,
            Set.of(),
            Map.of("vpc-cni-delegates-prefixes", Severity.CRITICAL),
            List.of(),
            List.of(),
            Optional.empty());
    var judgement =
        RuleBook.judge(demo().denied(Part.VPC_CNI, ADDON).build(), Scope.whole(), policy);

    assertEquals(Severity.CRITICAL, judgement.severityOf(judgement.missing().getFirst()));
  }
}
