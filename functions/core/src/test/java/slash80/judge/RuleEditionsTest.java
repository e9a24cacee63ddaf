package slash80.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// Tests that the editions name the rules that were added, and rules that exist.
class RuleEditionsTest {
  private static final Set<String> FIRST =
      Set.of(
          "branch-interface-has-ipv6",
          "cluster-endpoint-closed-to-internet",
          "cluster-is-ipv6",
          "ingress-passes-inspection",
          "interface-closed-to-ipv6-internet",
          "interface-guarded-by-own-groups",
          "interface-holds-one-pod-prefix",
          "ipv6-no-wider-than-ipv4",
          "load-balancer-guarded-by-security-group",
          "load-balancer-keeps-client-address",
          "load-balancer-speaks-ipv6",
          "node-closed-to-ipv4-internet",
          "node-has-both-families",
          "node-has-no-public-ipv4",
          "node-holds-one-ipv4",
          "node-holds-pod-prefix",
          "node-is-nitro",
          "node-subnet-assigns-ipv6",
          "node-subnet-assigns-no-public-ipv4",
          "node-subnet-has-room-for-prefixes",
          "pod-prefix-is-slash-80",
          "pod-prefix-lies-in-subnet",
          "pod-prefix-stays-with-node",
          "pod-prefixes-are-disjoint",
          "private-node-leaves-by-egress-only-gateway",
          "public-access-exclusion-spares-cluster",
          "security-groups-closed-to-ipv4-internet",
          "security-groups-closed-to-ipv6-internet",
          "source-and-destination-checked",
          "target-group-speaks-ipv6",
          "vpc-cni-delegates-prefixes");

  @Test
  void a_rule_that_is_not_of_the_first_edition_is_written_down_with_its_edition() {
    var missing = new TreeSet<String>();
    for (var entry : RuleBook.entries()) {
      String id = entry.rule().id();
      if (!FIRST.contains(id) && !RuleEditions.isAdded(id, RuleEditions.FIRST)) {
        missing.add(id);
      }
    }
    assertEquals(Set.of(), missing, "add these rules to RuleEditions");
  }

  @Test
  void no_rule_is_ahead_of_the_current_edition() {
    for (String rule : RuleEditions.written()) {
      assertTrue(RuleEditions.isUpdated(rule, RuleEditions.FIRST), rule);
      assertFalse(RuleEditions.isUpdated(rule, RuleEditions.CURRENT), rule);
    }
  }

  @Test
  void a_rule_of_the_first_edition_was_not_added() {
    for (String rule : FIRST) {
      assertFalse(RuleEditions.isAdded(rule, RuleEditions.FIRST), rule);
    }
  }
}
