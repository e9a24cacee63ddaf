package slash80.judge;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The editions of the rule book. Whoever adds a rule, or changes what a rule finds in a network
/// that stays the same, raises [#CURRENT] once for each release and writes the rule down here. The
/// first check after an update then reports what the new edition finds as a change of the rules,
/// and blames nobody for it.
public final class RuleEditions {
  public static final int CURRENT = 2;

  /// The edition of the ledgers that name none.
  public static final int FIRST = 1;

  /// The rules that were added after the first edition, with the edition that added them.
  private static final Map<String, Integer> ADDED =
      Map.of(
          "cluster-groups-guard-cluster-only", 2,
          "interface-closed-to-global-accelerator", 2,
          "load-balancer-groups-apply-to-private-link", 2);

  /// The rules that find something else than before, with the last edition that changed them.
  private static final Map<String, Integer> CHANGED =
      Map.ofEntries(
          entry("cluster-endpoint-closed-to-internet", 2),
          entry("cluster-is-ipv6", 2),
          entry("ingress-passes-inspection", 2),
          entry("interface-closed-to-ipv6-internet", 2),
          entry("interface-guarded-by-own-groups", 2),
          entry("interface-holds-one-pod-prefix", 2),
          entry("ipv6-no-wider-than-ipv4", 2),
          entry("load-balancer-guarded-by-security-group", 2),
          entry("load-balancer-keeps-client-address", 2),
          entry("load-balancer-speaks-ipv6", 2),
          entry("node-closed-to-ipv4-internet", 2),
          entry("node-has-no-public-ipv4", 2),
          entry("node-holds-one-ipv4", 2),
          entry("node-holds-pod-prefix", 2),
          entry("node-subnet-assigns-ipv6", 2),
          entry("node-subnet-assigns-no-public-ipv4", 2),
          entry("pod-prefix-is-slash-80", 2),
          entry("pod-prefix-lies-in-subnet", 2),
          entry("private-node-leaves-by-egress-only-gateway", 2),
          entry("public-access-exclusion-spares-cluster", 2),
          entry("security-groups-closed-to-ipv4-internet", 2),
          entry("security-groups-closed-to-ipv6-internet", 2),
          entry("source-and-destination-checked", 2),
          entry("target-group-speaks-ipv6", 2),
          entry("vpc-cni-delegates-prefixes", 2));

  private RuleEditions() {}

  /// Whether a rule was added after an edition.
  public static boolean isAdded(String rule, int after) {
    return ADDED.getOrDefault(rule, FIRST) > after;
  }

  /// Whether a rule was added or changed after an edition.
  public static boolean isUpdated(String rule, int after) {
    return isAdded(rule, after) || CHANGED.getOrDefault(rule, FIRST) > after;
  }

  /// The rules that were added or changed in an edition or later; for a test.
  static Set<String> written() {
    var rules = new TreeSet<>(ADDED.keySet());
    rules.addAll(CHANGED.keySet());
    return rules;
  }
}
