package slash80.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import slash80.fixtures.AlertSchema;
import slash80.fixtures.FindingCopy;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.ledger.DeltaExamples;
import slash80.ledger.Examples;
import slash80.rule.Finding;

/// Tests that openings in several ways are one group exactly if one command closes them.
class FindingGroupTest {
  private static final String GATEWAY = "interface-closed-to-ipv6-internet";
  private static final String ACCELERATOR = "interface-closed-to-global-accelerator";
  private static final String REVOKE = "aws ec2 revoke-security-group-ingress --group-id sg-2";
  private static final PacketSet TCP_443 = DeltaExamples.tcp(443, "::/0");

  private static Finding open(String rule, String subject, String cause, String remedy) {
    var model = Examples.open(subject);
    return FindingCopy.of(model)
        .rule(rule)
        .node("i-" + subject)
        .remedy(remedy)
        .cause(cause)
        .open(TCP_443)
        .finding();
  }

  private static List<List<String>> groups(Finding... findings) {
    return FindingGroup.of(List.of(findings)).stream()
        .map(group -> group.findings().stream().map(Finding::id).toList())
        .toList();
  }

  @Test
  void an_interface_that_is_open_in_two_ways_by_one_rule_of_a_group_is_one_line_with_one_fix() {
    var findings =
        List.of(open(GATEWAY, "eni-1", "sg-2", REVOKE), open(ACCELERATOR, "eni-1", "sg-2", REVOKE));

    var alert =
        AlertSchema.alertOf(
            Examples.judgement(findings.toArray(Finding[]::new)),
            Examples.opened(findings),
            List.of(Examples.ORIGIN));

    assertEquals(1, ((List<?>) alert.document().get("causes")).size());
    assertEquals(
        "[CRITICAL] demo: tcp 443 is open to the internet on node i-eni-1 (us-east-2)",
        alert.subject());
    assertEquals(1, alert.email().lines().filter(line -> line.contains(REVOKE)).count());
    assertTrue(
        alert.email().replaceAll("\\s+", " ").contains("Rule " + ACCELERATOR + ", " + GATEWAY),
        alert.email());
    assertTrue(!alert.email().contains("Also"), alert.email());
  }

  @Test
  void openings_that_need_different_commands_or_have_different_causes_stay_apart() {
    assertEquals(
        2,
        groups(
                open(GATEWAY, "eni-1", "sg-2", REVOKE),
                open(ACCELERATOR, "eni-1", "sg-2", REVOKE + " --other"))
            .size());
    assertEquals(
        2,
        groups(open(GATEWAY, "eni-1", "sg-2", REVOKE), open(ACCELERATOR, "eni-1", "sg-3", REVOKE))
            .size());
    assertEquals(
        2,
        groups(
                open(GATEWAY, "eni-1", "sg-2", "Close it."),
                open(ACCELERATOR, "eni-1", "sg-2", "Close it."))
            .size());
  }

  @Test
  void one_change_from_open_is_not_in_a_line_with_open() {
    var open = open(GATEWAY, "eni-1", "sg-2", REVOKE);
    var latent =
        FindingCopy.of(open)
            .rule("security-groups-closed-to-ipv6-internet")
            .subject("eni-2")
            .latent(PacketSet.all(IpFamily.IPV6))
            .finding();
    assertEquals(2, groups(open, latent).size());
  }

  @Test
  void many_nodes_in_two_ways_are_one_line() {
    assertEquals(
        1,
        groups(
                open(GATEWAY, "eni-1", "sg-2", REVOKE),
                open(GATEWAY, "eni-2", "sg-2", REVOKE),
                open(ACCELERATOR, "eni-1", "sg-2", REVOKE),
                open(ACCELERATOR, "eni-3", "sg-2", REVOKE))
            .size());
  }
}
