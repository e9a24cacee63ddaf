package slash80.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.fixtures.Fixtures.cluster;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.subnet;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import slash80.facts.Node;
import slash80.judge.RuleBook;
import slash80.network.Scope;
import slash80.rule.Finding;

class CheckedScopeTest {
  private static final String OVERLAP = "pod-prefixes-are-disjoint/";

  /// An overlap that is found of one node says nothing of another's.
  @Test
  void a_part_covers_the_overlaps_that_it_finds_and_no_others() {
    var network =
        cluster(
                "demo",
                subnet(
                    "a",
                    "2001:db8:0:1::/64",
                    node("n1").holding("2001:db8:0:1:77::/80"),
                    node("n2").holding("2001:db8:0:1:77::/80"),
                    node("n3")))
            .network();
    var nodes = network.nodes().asKnown().orElseThrow().stream().map(Node::id).toList();
    var part = new Scope.Partial(Set.of(nodes.get(0), nodes.get(2)), Set.of(), Set.of());

    var judgement = RuleBook.judge(network, part);
    var extent = CheckedScope.of(part, network, judgement);

    var found =
        judgement.findings().stream()
            .filter(finding -> finding.id().startsWith(OVERLAP))
            .map(Finding::node)
            .toList();
    assertEquals(List.of(Optional.of(nodes.get(0).value())), found);
    judgement
        .findings()
        .forEach(finding -> assertTrue(extent.covers(finding.id(), finding.node()), finding.id()));
    assertFalse(extent.covers(OVERLAP + "eni-9", Optional.of(nodes.get(2).value())));
    assertTrue(extent.covers("node-has-both-families/x", Optional.of(nodes.get(2).value())));
  }
}
