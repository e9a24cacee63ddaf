package slash80.aws.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import slash80.aws.BadInput;
import slash80.judge.Exemption;
import slash80.judge.Policy;
import slash80.judge.RetiredRules;
import slash80.network.Parameters;
import slash80.rule.Severity;

/// Tests that a policy that names rules by their retired names is read on, and that its reader is
/// told the present names.
class RetiredNamesTest {
  private static final RetiredRules RETIRED =
      new RetiredRules(
          Map.of(
              "node-has-one-ipv4", "node-holds-one-ipv4",
              "node-is-tagged", "",
              "pod-is-closed", "interface-closed-to-ipv6-internet"));

  private static Policy read(String text) {
    return PolicyText.read("policy.yaml", text, Parameters.DEFAULTS, RETIRED);
  }

  @Test
  void an_entry_about_a_renamed_rule_is_about_the_rule_of_the_new_name() {
    var policy =
        read(
            """
            rules-off: [node-has-one-ipv4, cluster-is-ipv6]
            severities:
              pod-is-closed: LOW
            exemptions:
              - rule: pod-is-closed
                subject: eni-1
                ports: [443]
                protocol: tcp
                reason: a website
                owner: web
                expires: 2026-12-31
            """);

    assertEquals(Set.of("node-holds-one-ipv4", "cluster-is-ipv6"), policy.off());
    assertEquals(Map.of("interface-closed-to-ipv6-internet", Severity.LOW), policy.severities());
    assertEquals(
        List.of("interface-closed-to-ipv6-internet"),
        policy.exemptions().stream().map(Exemption::rule).toList());
    assertEquals(
        List.of(
            "policy.yaml:1: the rule node-has-one-ipv4 is called node-holds-one-ipv4 now",
            "policy.yaml:3: the rule pod-is-closed is called interface-closed-to-ipv6-internet now",
            "policy.yaml:5: the rule pod-is-closed is called interface-closed-to-ipv6-internet"
                + " now"),
        policy.notes());
  }

  @Test
  void an_entry_about_a_rule_without_a_successor_has_no_effect_and_says_so() {
    var policy =
        read(
            """
            {"rules-off": ["node-is-tagged"],
             "severities": {"node-is-tagged": "HIGH"},
             "exemptions": [{"rule": "node-is-tagged", "subject": "i-1", "reason": "r", "owner": "o",
                             "expires": "2026-12-31"}]}
            """);

    assertEquals(Policy.NONE.off(), policy.off());
    assertEquals(Map.of(), policy.severities());
    assertEquals(List.of(), policy.exemptions());
    assertEquals(
        List.of(
            "policy.yaml:1: the rule node-is-tagged no longer exists, so this entry has no effect",
            "policy.yaml:2: the rule node-is-tagged no longer exists, so this entry has no effect",
            "policy.yaml:3: the rule node-is-tagged no longer exists, so this entry has no effect"),
        policy.notes());
  }

  @Test
  void a_name_that_never_was_one_is_still_a_mistake() {
    assertThrows(BadInput.class, () -> read("rules-off: [no-such-rule]"));
    assertEquals(List.of(), read("rules-off: [cluster-is-ipv6]").notes());
    assertEquals(List.of(), read("").notes());
  }
}
