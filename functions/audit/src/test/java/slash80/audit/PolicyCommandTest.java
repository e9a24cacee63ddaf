package slash80.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.audit.command.CommandRun;

/// Tests of the command line with a policy.
class PolicyCommandTest {
  private static final String EVENTS = System.getProperty("project.root") + "/events";
  private static final String ACCOUNT = EVENTS + "/account";
  private static final String EXAMPLE = EVENTS + "/policy.yaml";

  @TempDir Path folder;

  private String policy(String text) throws IOException {
    return Files.writeString(folder.resolve("policy.yaml"), text).toString();
  }

  private static CommandRun audit(String policy, String... more) {
    var arguments =
        StreamSupport.stream(List.of("audit", ACCOUNT, "--policy", policy).spliterator(), false);
    return CommandRun.of(
        Stream.concat(arguments, java.util.Arrays.stream(more)).toArray(String[]::new));
  }

  private static JsonNode cluster(JsonNode report) {
    return report.path("clusters").path(0);
  }

  private static List<String> ids(JsonNode findings) {
    return StreamSupport.stream(findings.spliterator(), false)
        .map(finding -> finding.path("id").asText())
        .toList();
  }

  private static String exemption(String rule, String subject, String expires) {
    return """
      - rule: %s
        subject: %s
        reason: until the move
        owner: platform@example.com
        expires: %s
    """
        .formatted(rule, subject, expires);
  }

  @Test
  void exempted_findings_stand_apart_in_text_and_json() {
    var json = cluster(audit(EXAMPLE, "--format", "json").json());
    assertEquals(
        List.of(
            "interface-closed-to-ipv6-internet/eni-0f000000000000003",
            "node-has-no-public-ipv4/eni-0e000000000000003"),
        ids(json.path("exempted")));
    assertEquals(
        "2026-11-28", json.path("exempted").path(1).path("exemption").path("expires").asText());
    assertEquals(
        "[{\"protocol\":\"tcp\",\"ports\":\"9443\",\"sources\":[\"2600::/12\"]",
        json.path("exempted").path(0).path("open").toString().split(",\"share\"")[0]);
    assertFalse(
        ids(json.path("findings")).contains("node-has-no-public-ipv4/eni-0e000000000000003"));
    var text = audit(EXAMPLE).out();
    assertTrue(text.contains("\nExempted\nMEDIUM      eni-0f000000000000003"), text);
    assertTrue(text.contains("Until       2026-11-28, by network@example.com: a partner"), text);
    assertTrue(text.contains(", 2 exempted, 0 not checked"), text);
    assertTrue(text.contains("1 exempted\n"), "the node's state");
  }

  @Test
  void an_allowed_opening_and_a_rule_that_is_off_leave_no_finding() {
    var bare = CommandRun.of("audit", ACCOUNT, "--format", "json").json();
    var texts = ids(cluster(bare).path("findings"));
    var otherTexts = ids(cluster(audit(EXAMPLE, "--format", "json").json()).path("findings"));
    var gone = texts.stream().filter(id -> !otherTexts.contains(id)).toList();
    assertTrue(
        gone.contains("interface-closed-to-ipv6-internet/eni-0f000000000000006"), gone::toString);
    assertTrue(gone.contains("ipv6-no-wider-than-ipv4/eni-0f000000000000005"), gone::toString);
    assertTrue(texts.containsAll(otherTexts));
    var text = audit(EXAMPLE).out();
    assertTrue(text.contains("1 rule off: ipv6-no-wider-than-ipv4"), text);
  }

  @Test
  void a_severity_and_a_parameter_are_those_of_the_policy() {
    var run = cluster(audit(EXAMPLE, "--format", "json").json());
    for (var finding : run.path("findings")) {
      if (finding.path("rule").asText().equals("load-balancer-speaks-ipv6")) {
        assertEquals("LOW", finding.path("severity").asText());
      }
    }
    assertEquals("2026-11-23T08:02:00Z", run.path("settling").path(0).path("until").asText());
  }

  @Test
  void exemptions_that_end_soon_have_ended_or_match_nothing_are_named() throws IOException {
    var policy =
        policy(
            "exemptions:\n"
                + exemption("node-has-no-public-ipv4", "eni-0e000000000000003", "2026-11-29")
                + exemption("node-holds-pod-prefix", "i-0d000000000000001", "2026-11-22")
                + exemption("node-holds-pod-prefix", "i-0d00000000000000f", "2027-01-01"));
    var report = audit(policy, "--format", "json").json().path("policy");
    assertEquals("eni-0e000000000000003", report.path("lapsing").path(0).path("subject").asText());
    assertEquals("i-0d000000000000001", report.path("ended").path(0).path("subject").asText());
    assertEquals("i-0d00000000000000f", report.path("unused").path(0).path("subject").asText());
    for (var list : List.of("lapsing", "ended", "unused")) {
      assertEquals(1, report.path(list).size(), list);
    }
    var run = audit(policy);
    assertTrue(run.out().contains("HIGH      i-0d000000000000001 holds no prefix"), run.out());
    for (var words : List.of("end within seven days", "have ended", "match no finding")) {
      assertTrue(run.out().contains(words), words);
    }
    var node = audit(policy, "--cluster", "kodekloud", "--format", "json").json().path("policy");
    assertFalse(node.has("unused"), "others may be what it is for");
  }

  @Test
  void an_allowed_opening_that_is_open_nowhere_is_named() throws IOException {
    var policy =
        policy(
            """
            allowed-openings:
              - {interfaces: eni-0f000000000000006, protocol: tcp, ports: [443], sources: anywhere}
              - {interfaces: eni-0f000000000000006, protocol: udp, ports: [4433], sources: anywhere}
              - {interfaces: role=nowhere, protocol: tcp, ports: [443], sources: anywhere}
            """);
    var report = audit(policy, "--format", "json").json().path("policy");
    assertEquals(
        "[\"eni-0f000000000000006 on udp 4433\",\"role=nowhere on tcp 443\"]",
        report.path("unusedOpenings").toString());
    var text = audit(policy).out();
    assertTrue(text.contains("Allowed openings that are open nowhere"), text);
    var node = audit(policy, "--cluster", "kodekloud", "--format", "json").json().path("policy");
    assertFalse(node.has("unusedOpenings"), "others may be what it is for");
  }

  @ParameterizedTest
  @CsvSource({"2026-11-28T23:59:59Z, 0", "2026-11-29T00:00:00Z, 1"})
  void fail_on_counts_findings_that_are_not_exempted(String now, int code) throws IOException {
    var policy =
        policy(
            """
            rules-off: [load-balancer-speaks-ipv6, interface-closed-to-ipv6-internet,
              pod-prefixes-are-disjoint, ipv6-no-wider-than-ipv4, node-holds-one-ipv4,
              node-has-both-families, node-holds-pod-prefix, pod-prefix-is-slash-80,
              pod-prefix-lies-in-subnet, private-node-leaves-by-egress-only-gateway]
            severities: {node-has-no-public-ipv4: CRITICAL}
            exemptions:
            """
                + exemption("node-has-no-public-ipv4", "eni-0e000000000000003", "2026-11-28"));
    var run = audit(policy, "--now", now, "--fail-on", "CRITICAL");
    assertEquals(code, run.code(), run.out());
  }

  @Test
  void every_mistake_is_a_line_of_standard_error() throws IOException {
    var policy = policy("rules-off: [pod-prefix-is-slash80]\nexemption: []\n");
    for (var command : List.of("audit", "replay", "reach")) {
      var run = CommandRun.of(command, "--policy", policy);
      assertEquals(
          List.of(
              "slash80: %s:1: rules-off[0]: expected the id of a rule, found".formatted(policy)
                  + " \"pod-prefix-is-slash80\"; the nearest is pod-prefix-is-slash-80",
              "slash80: %s:2: expected one of the keys rules-off, severities,".formatted(policy)
                  + " parameters, ipv6-clusters, allowed-openings, exemptions, found \"exemption\";"
                  + " the nearest is exemptions"),
          run.sentences());
    }
  }

  @Test
  @ResourceLock(Resources.SYSTEM_PROPERTIES)
  void a_policy_in_the_current_folder_applies_and_the_report_says_so() throws IOException {
    var usual = System.getProperty("user.dir");
    Files.writeString(folder.resolve("slash80.yaml"), "rules-off: [node-holds-pod-prefix]\n");
    var given = policy("rules-off: [node-is-nitro]\n");
    System.setProperty("user.dir", folder.toString());
    try {
      for (var format : List.of("text", "json", "html", "markdown")) {
        var run = CommandRun.of("audit", ACCOUNT, "--format", format);
        assertTrue(run.out().contains("The policy slash80.yaml applies"), format + run.out());
        assertFalse(run.out().contains("holds no prefix, so"), format);
      }
      var lines = CommandRun.of("audit", ACCOUNT, "--format", "lines");
      assertTrue(lines.err().contains("The policy slash80.yaml applies"), lines.err());
      assertTrue(CommandRun.of("reach", ACCOUNT).out().contains("The policy slash80.yaml applies"));
      for (var other : List.of(List.of("--policy", given), List.of("--no-policy"))) {
        var words = Stream.concat(Stream.of("audit", ACCOUNT), other.stream());
        var run = CommandRun.of(words.toArray(String[]::new));
        assertFalse(run.out().contains("slash80.yaml"), run.out());
        assertTrue(run.out().contains("holds no prefix, so"), run.out());
      }
      assertEquals(
          List.of("slash80: expected --policy or --no-policy, found both"),
          audit(given, "--no-policy").sentences());
      Files.writeString(folder.resolve("slash80.yaml"), "rulesoff: []\n");
      var bad = CommandRun.of("audit", ACCOUNT).sentences().getFirst();
      assertTrue(bad.contains("slash80.yaml:1: expected one of the keys"), bad);
    } finally {
      System.setProperty("user.dir", usual);
    }
  }

  @Test
  void a_policy_that_cannot_be_read_is_said() throws IOException {
    var missing = folder.resolve("none.yaml").toString();
    assertEquals(
        List.of("slash80: %s: expected a policy (there is no such file)".formatted(missing)),
        audit(missing).sentences());
    var latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'a', (byte) 0xe9});
    assertEquals(
        List.of(
            "slash80: %s: expected a policy (not a text file: it is not UTF-8)".formatted(latin)),
        audit(latin.toString()).sentences());
    assertEquals(1, audit(folder.toString()).sentences().size());
  }

  @Test
  void replay_alerts_about_no_exempted_finding() throws IOException {
    var policy =
        policy(
            "exemptions:\n"
                + exemption(
                    "interface-closed-to-ipv6-internet", "eni-0f000000000000001", "2026-11-28"));
    var plain = CommandRun.of("replay", "--account", ACCOUNT);
    var run = CommandRun.of("replay", "--account", ACCOUNT, "--policy", policy);
    var open = "tcp 22 is open to the internet on node i-0f000000000000001";
    assertTrue(plain.out().contains(open), plain.out());
    assertFalse(run.out().contains(open), run.out());
    assertTrue(run.out().contains("EXEMPTIONS THAT END WITHIN SEVEN DAYS"), run.out());
  }

  @Test
  void reach_names_openings_that_the_policy_allows() {
    var reach = CommandRun.of("reach", ACCOUNT, "--policy", EXAMPLE, "--format", "json").json();
    for (var row : reach.path("interfaces")) {
      var isMeant = row.path("interface").asText().equals("eni-0f000000000000006");
      assertEquals(isMeant ? 1 : 0, row.path("allowed").size(), row.toPrettyString());
    }
    var text = CommandRun.of("reach", ACCOUNT, "--policy", EXAMPLE).out();
    assertTrue(text.contains("IPv6 allowed by the policy: tcp 443 from ::/0"), text);
  }
}
