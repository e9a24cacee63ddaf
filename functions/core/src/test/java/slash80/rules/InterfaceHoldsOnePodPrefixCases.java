package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.LOW;

import java.util.List;
import java.util.Optional;
import slash80.judge.Cases;
import slash80.rule.RuleCases;
import slash80.rule.Verdict;

final class InterfaceHoldsOnePodPrefixCases implements RuleCases {

  @Override
  public Cases cases() {
    return judging(new InterfaceHoldsOnePodPrefix())
        .plants(
            account ->
                account.node(
                    node("spare").holding("2001:db8:0:1:d000::/80", "2001:db8:0:1:d001::/80")),
            "LOW interface-holds-one-pod-prefix/eni-spare")
        .upholds("an interface with one prefix", node("n1"))
        .upholds("an interface with none", node("n1").withoutPrefix())
        .upholds(
            "one prefix on each of two network cards",
            node("n1")
                .with(networkInterface("card").forPods().onCard(1).holding("2001:db8:0:1:9::/80")))
        .upholds(
            "two prefixes on an interface that its user attached",
            node("n1")
                .with(
                    networkInterface("own").holding("2001:db8:0:1:8::/80", "2001:db8:0:1:9::/80")))
        .finds(
            "two prefixes in ascending order",
            LOW,
            "eni-n1 holds 2001:db8:0:1:2::/80 unused: the VPC CNI only assigns addresses from"
                + " 2001:db8:0:1:1::/80",
            node("n1").holding("2001:db8:0:1:1::/80", "2001:db8:0:1:2::/80"),
            finding -> {
              assertEquals("interface-holds-one-pod-prefix/eni-n1", finding.id());
              assertEquals(Optional.of("n1"), finding.node());
              assertEquals(
                  List.of(
                      new Verdict.Evidence("eni-n1", "holds 2001:db8:0:1:1::/80"),
                      new Verdict.Evidence("eni-n1", "holds 2001:db8:0:1:2::/80")),
                  finding.evidence());
              assertEquals(
                  "aws ec2 unassign-ipv6-addresses --network-interface-id eni-n1"
                      + " --ipv6-prefixes 2001:db8:0:1:2::/80",
                  finding.remedy());
            })
        .finds(
            "two prefixes in descending order",
            "eni-n1 holds 2001:db8:0:1:1::/80 unused: the VPC CNI only assigns addresses from"
                + " 2001:db8:0:1:2::/80",
            node("n1").holding("2001:db8:0:1:2::/80", "2001:db8:0:1:1::/80"))
        .finds(
            "two prefixes on an interface that EKS manages",
            "eni-pods holds 2001:db8:0:1:9::/80 unused: the VPC CNI only assigns addresses from"
                + " 2001:db8:0:1:8::/80",
            node("n1")
                .with(
                    networkInterface("pods")
                        .managedByEks()
                        .holding("2001:db8:0:1:8::/80", "2001:db8:0:1:9::/80")))
        .cannotTell("AccessDenied", node("n1").unread("AccessDenied"));
  }
}
