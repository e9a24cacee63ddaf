package slash80.aws.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.aws.BadInput;
import slash80.ip.PortRange;
import slash80.ip.Prefix;
import slash80.ip.Protocol;
import slash80.judge.AllowedOpening;
import slash80.judge.Exemption;
import slash80.judge.Policy;
import slash80.judge.ResourceSelector;
import slash80.judge.Traffic;
import slash80.network.Parameters;
import slash80.rule.Severity;

/// Tests policies in YAML and JSON, and the sentence about each mistake.
class PolicyTextTest {
  private static final Path EXAMPLE =
      Path.of(System.getProperty("project.root"), "events", "policy.yaml");
  private static final String EXEMPTION =
      """
      exemptions:
        - rule: interface-closed-to-ipv6-internet
          subject: eni-1
          reason: r
          owner: o
          expires: 2026-12-31
      """;
  private static final String OPENING =
      """
      allowed-openings:
        - interfaces: role=edge
          protocol: tcp
          ports: [443]
          sources: anywhere
      """;

  private static Policy read(String text) {
    return PolicyText.read("policy.yaml", text, Parameters.DEFAULTS);
  }

  private static List<String> mistakes(String text) {
    return assertThrows(BadInput.class, () -> read(text)).sentences();
  }

  private static PortRange port(int port) {
    return new PortRange(port, port);
  }

  @Test
  void the_example_has_these_facts() throws IOException {
    var policy = read(Files.readString(EXAMPLE));
    assertEquals(Set.of("ipv6-no-wider-than-ipv4"), policy.off());
    assertEquals(Map.of("load-balancer-speaks-ipv6", Severity.LOW), policy.severities());
    assertEquals(Duration.ofMinutes(4), policy.parameters().settling());
    assertEquals(Parameters.DEFAULTS.highShare(), policy.parameters().highShare());
    assertEquals(
        List.of(port(22), new PortRange(2379, 2380), port(3389), port(6443), port(10250)),
        policy.parameters().listedTcpPorts());
    assertEquals(
        List.of(
            new AllowedOpening(
                new ResourceSelector.Id("eni-0f000000000000006"),
                Traffic.of(OptionalInt.of(Protocol.TCP), List.of(port(443)), Optional.empty()))),
        policy.allowed());
    assertEquals(
        List.of(
            new Exemption(
                "node-has-no-public-ipv4",
                new ResourceSelector.Id("eni-0e000000000000003"),
                Optional.empty(),
                "a partner knows it by this address until the new gateway is up",
                "network@example.com",
                LocalDate.parse("2026-11-28")),
            new Exemption(
                "interface-closed-to-ipv6-internet",
                new ResourceSelector.Id("eni-0f000000000000003"),
                Optional.of(
                    Traffic.of(
                        OptionalInt.of(Protocol.TCP),
                        List.of(port(9443)),
                        Optional.of(List.of(Prefix.parse("2600::/12"))))),
                "collectors of the carrier",
                "telemetry@example.com",
                LocalDate.parse("2027-03-31"))),
        policy.exemptions());
    assertEquals(Optional.empty(), policy.trouble());
  }

  @Test
  void every_parameter_can_be_set() {
    var policy =
        read(
            """
            parameters:
              settling-minutes: 9
              high-share: 1/4
              medium-share: 1/512
              low-share: 1/4096
              room-for-prefixes: 16
              critical-tcp-ports: [1-2, 7]
            """);
    assertEquals(
        new Parameters(
            Duration.ofMinutes(9),
            4,
            512,
            4096,
            16,
            List.of(new PortRange(1, 2), port(7)),
            Set.of()),
        policy.parameters());
    var keys = ((SchemaType.Table) shape(PolicySchema.PARAMETERS)).names();
    var ipv6Clusters = 1; // has a key of its own beside the parameters
    assertEquals(Parameters.class.getRecordComponents().length - ipv6Clusters, keys.size());
  }

  @Test
  void the_clusters_that_should_use_ipv6_are_listed_by_name() {
    assertEquals(
        Set.of("prod", "demo_2"),
        read("ipv6-clusters: [prod, demo_2]").parameters().ipv6Clusters());
    assertEquals(Set.of(), read("rules-off: []").parameters().ipv6Clusters());
  }

  private static SchemaType shape(String key) {
    return PolicySchema.POLICY.keys().stream()
        .filter(otherKey -> otherKey.name().equals(key))
        .map(SchemaType.Key::shape)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void json_is_read_too_and_may_be_indented_with_tabs() {
    var json =
        """
        {
        \t"$schema": "https://example.com/policy.schema.json",
        \t"rules-off": [
        \t\t"cluster-is-ipv6"
        \t],
        \t"exemptions": [{"rule": "cluster-is-ipv6", "subject": "a=b=c", "reason": "\\u0041",
        \t\t"owner": "o", "expires": "2026-12-31"}]
        }
        """;
    var policy = read(json);
    assertEquals(Set.of("cluster-is-ipv6"), policy.off());
    assertEquals("A", policy.exemptions().getFirst().reason());
    assertEquals(new ResourceSelector.Tag("a", "b=c"), policy.exemptions().getFirst().subject());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# nothing yet\n", "{}"})
  void a_file_without_keys_changes_nothing(String text) {
    assertEquals(Policy.NONE, read(text));
  }

  @Test
  void keys_that_a_file_leaves_out_keep_their_usual_values() {
    var usual = Parameters.DEFAULTS.settling(Duration.ofMinutes(12));
    var policy = PolicyText.read("policy.yaml", "parameters: {high-share: 1/3}", usual);
    assertEquals(Duration.ofMinutes(12), policy.parameters().settling());
    assertEquals(3, policy.parameters().highShare());
  }

  @Test
  void a_reason_over_several_lines_is_one_sentence() {
    var policy = read(EXEMPTION.replace("reason: r", "reason: |\n      until the\n      move\n"));
    assertEquals("until the move", policy.exemptions().getFirst().reason());
  }

  @Test
  void all_mistakes_are_reported_together_in_the_order_of_their_lines() {
    var sentences =
        mistakes(
            """
            rules-of: []
            rules-off: [pod-prefix-is-slash80]
            severities:
              cluster-is-ipv6: SEVERE
              cluster-is-ipv4: LOW
            parameters:
              settling-minutes: soon
              low-share: 1/2
            exemptions:
              - rule: cluster-is-ipv6
                subject: demo
                owner: o
                expires: 2026-02-30
              - rule: cluster-is-ipv6
                subject: demo
                ports: [22]
                reason: ""
                owner: 7
                expires: tomorrow
            """);
    assertEquals(
        List.of(
            "policy.yaml:1: expected one of the keys rules-off, severities, parameters,"
                + " ipv6-clusters, allowed-openings, exemptions, found \"rules-of\"; the nearest is"
                + " rules-off",
            "policy.yaml:2: rules-off[0]: expected the id of a rule, found"
                + " \"pod-prefix-is-slash80\"; the nearest is pod-prefix-is-slash-80",
            "policy.yaml:4: severities.cluster-is-ipv6: expected LOW, MEDIUM, HIGH or CRITICAL,"
                + " found \"SEVERE\"; the nearest is MEDIUM",
            "policy.yaml:5: severities: expected the id of a rule, found \"cluster-is-ipv4\"; the"
                + " nearest is cluster-is-ipv6",
            "policy.yaml:7: parameters.settling-minutes: expected a number of minutes from 0 to"
                + " 1440, found \"soon\"",
            "policy.yaml:10: exemptions[0].reason: expected some words, found nothing",
            "policy.yaml:13: exemptions[0].expires: expected a date such as 2026-12-31, found"
                + " \"2026-02-30\"",
            "policy.yaml:14: exemptions[1].protocol: expected the protocol of the ports, found"
                + " nothing",
            "policy.yaml:17: exemptions[1].reason: expected some words, found \"\"",
            "policy.yaml:18: exemptions[1].owner: expected some words, found 7",
            "policy.yaml:19: exemptions[1].expires: expected a date such as 2026-12-31, found"
                + " \"tomorrow\""),
        sentences);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []                        | policy.yaml:1: expected a mapping with the keys of a policy, found a list
          rules                     | policy.yaml:1: expected a mapping with the keys of a policy, found "rules"
          rules-off: cluster-is-ipv6 | policy.yaml:1: rules-off: expected a list of rules, found "cluster-is-ipv6"
          rules-off:                | policy.yaml:1: rules-off: expected a list of rules, found nothing
          severities: [LOW]         | policy.yaml:1: severities: expected a mapping from the id of a rule to LOW, MEDIUM, HIGH or CRITICAL, found a list
          exemptions: [1]           | policy.yaml:1: exemptions[0]: expected a mapping with rule, subject, reason, owner and expires, found 1
          "parameters: {high-share: 0.5}" | policy.yaml:1: parameters.high-share: expected a share such as 1/256, found 0.5
          "parameters: {critical-tcp-ports: [70000]}" | policy.yaml:1: parameters.critical-tcp-ports[0]: expected a port such as 22, or a range such as 8000-8010, found 70000
          "parameters: {critical-tcp-ports: [9-8]}" | policy.yaml:1: parameters.critical-tcp-ports[0]: expected a port such as 22, or a range such as 8000-8010, found "9-8"
          "parameters: {high-share: 1/300}" | policy.yaml:1: parameters: expected high-share, medium-share and low-share from large to small, found 1/300, 1/256 and 1/65536
          """)
  void a_mistake_is_one_sentence(String text, String sentence) {
    var yaml = text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
    assertEquals(List.of(sentence), mistakes(yaml));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          443             | 99999           | allowed-openings[0].ports[0]: expected a port such as 22, or a range such as 8000-8010, found 99999
          [443]           | everything      | allowed-openings[0].ports: expected a list of ports such as [22, 8000-8010], or all, found "everything"
          anywhere        | everywhere      | allowed-openings[0].sources: expected a list of CIDR blocks, or anywhere, found "everywhere"
          anywhere        | ["2001:db8::"]  | allowed-openings[0].sources[0]: expected a CIDR block such as 2001:db8::/32, found "2001:db8::"
          tcp             | tpc             | allowed-openings[0].protocol: expected tcp, udp, icmp, icmpv6 or a number from 0 to 255, found "tpc"; the nearest is tcp
          tcp             | icpmv6          | allowed-openings[0].protocol: expected tcp, udp, icmp, icmpv6 or a number from 0 to 255, found "icpmv6"; the nearest is icmpv6
          tcp             | TCP             | allowed-openings[0].protocol: expected tcp, udp, icmp, icmpv6 or a number from 0 to 255, found "TCP"; the nearest is tcp
          tcp             | "6"             | allowed-openings[0].protocol: expected tcp, udp, icmp, icmpv6 or a number from 0 to 255, found "6"
          tcp             | ""              | allowed-openings[0].protocol: expected tcp, udp, icmp, icmpv6 or a number from 0 to 255, found ""
          [443]           | al              | allowed-openings[0].ports: expected a list of ports such as [22, 8000-8010], or all, found "al"; the nearest is all
          anywhere        | any             | allowed-openings[0].sources: expected a list of CIDR blocks, or anywhere, found "any"; the nearest is anywhere
          tcp             | icmpv6          | allowed-openings[0].ports: expected types from 0 to 255, or all
          tcp             | 47              | allowed-openings[0].ports: expected all: this protocol has no ports
          role=edge       | =edge           | allowed-openings[0].interfaces: expected an id such as eni-0a1, or a tag such as team=edge, found "=edge"
          interfaces:     | where:          | allowed-openings[0]: expected one of the keys interfaces, protocol, ports, sources, reason, found "where"; the nearest is ports
          """)
  void an_opening_has_to_be_one(String good, String bad, String words) {
    var sentences = mistakes(OPENING.replace(good, bad));
    assertTrue(
        sentences.stream().anyMatch(sentence -> sentence.endsWith(": " + words)),
        sentences::toString);
  }

  @Test
  void ports_and_sources_are_exempted_from_rules_about_packets_of_that_family_only() {
    var other = EXEMPTION.replace("interface-closed-to-ipv6-internet", "cluster-is-ipv6");
    assertTrue(
        mistakes(other + "    sources: anywhere\n")
            .getFirst()
            .startsWith(
                "policy.yaml:7: exemptions[0].sources: expected none, because cluster-is-ipv6 is"
                    + " not about packets; these are: "));
    assertEquals(
        List.of(
            "policy.yaml:7: exemptions[0].sources: expected at least one block of IPv6, which"
                + " interface-closed-to-ipv6-internet is about"),
        mistakes(EXEMPTION + "    sources: [192.0.2.0/24]\n"));
    assertEquals(1, read(EXEMPTION + "    sources: [192.0.2.0/24, '::/0']\n").exemptions().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rules-off: [a           | policy.yaml:1: expected YAML or JSON, found a mistake in column 14
          rules-off: *all         | policy.yaml:1: expected YAML or JSON, found a mistake in column 12: found undefined alias all
          """)
  void text_that_is_not_yaml_is_refused_with_its_line(String text, String words) {
    var sentences = mistakes(text);
    assertEquals(1, sentences.size());
    assertTrue(sentences.getFirst().contains(words), sentences::toString);
  }

  @Test
  void a_key_stands_once() {
    assertEquals(
        List.of("policy.yaml:2: expected \"rules-off\" once, found it on line 1 too"),
        mistakes("rules-off: []\nrules-off: []\n"));
  }

  @Test
  void a_file_that_contains_itself_or_is_huge_is_refused_at_once() {
    var laughs = new StringBuilder("a: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int line = 1; line < 40; line++) {
      laughs.append("b%d: &a%d [%s]\n".formatted(line, line, "*a%d".formatted(line - 1)));
    }
    for (var text : List.of("exemptions: &x [*x]\n", "&x {rules-off: *x}\n", laughs.toString())) {
      assertTimeoutPreemptively(
          Duration.ofSeconds(20), () -> assertTrue(!mistakes(text).isEmpty(), text));
    }
  }

  @Test
  void text_of_a_file_cannot_forge_a_line() {
    var sentence = mistakes("rules-off: [\"a\\nslash80: all is well\\e[2J\"]").getFirst();
    assertEquals(1, sentence.lines().count());
    assertTrue(sentence.contains("\\n"), sentence);
  }
}
