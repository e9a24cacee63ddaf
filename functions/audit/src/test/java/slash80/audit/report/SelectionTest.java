package slash80.audit.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.audit.command.CommandRun;

/// Tests of reports that show some of the findings, in every format, and of their exit codes.
class SelectionTest {
  private static final String ACCOUNT = System.getProperty("project.root") + "/events/account";

  private static CommandRun audit(String... more) {
    return CommandRun.of(
        Stream.concat(Stream.of("audit", ACCOUNT), Stream.of(more)).toArray(String[]::new));
  }

  private static List<JsonNode> findings(String... more) {
    var json =
        audit(Stream.concat(Stream.of("--format", "json"), Stream.of(more)).toArray(String[]::new))
            .json();
    return StreamSupport.stream(json.path("clusters").path(0).path("findings").spliterator(), false)
        .toList();
  }

  private static Set<String> values(List<JsonNode> findings, String key) {
    return findings.stream().map(finding -> finding.path(key).asText()).collect(Collectors.toSet());
  }

  @Test
  void at_least_this_severe_and_of_these_rules() {
    var all = findings();
    assertEquals(Set.of("CRITICAL", "HIGH"), values(findings("--severity", "high"), "severity"));
    assertEquals(all, findings("--severity", "LOW"));
    var rules = Set.of("node-holds-pod-prefix", "pod-prefix-is-slash-80");
    var chosen = findings("--rule", "node-holds-pod-prefix", "--rule", "pod-prefix-is-slash-80");
    assertEquals(rules, values(chosen, "rule"));
    assertEquals(
        all.stream().filter(finding -> rules.contains(finding.path("rule").asText())).toList(),
        chosen);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "html", "markdown"})
  void a_report_says_how_much_it_shows(String format) {
    int all = findings().size();
    int high = findings("--severity", "HIGH").size();
    var sentence =
        "Shown are only findings that are HIGH or worse: %s of %s findings.".formatted(high, all);
    var out = audit("--format", format, "--severity", "HIGH").out();
    assertTrue(out.replaceAll("\\s+", " ").contains(sentence), out);
    assertFalse(audit("--format", format).out().contains("Shown are only"));
  }

  @ParameterizedTest
  @CsvSource({"lines, 0", "csv, 1"})
  void rows_are_the_shown_findings_and_the_sentence_goes_to_standard_error(
      String format, int headings) {
    var run = audit("--format", format, "--severity", "CRITICAL");
    var rows =
        run.out()
            .lines()
            .filter(line -> !line.contains("SETTLING "))
            .filter(line -> !line.contains(",SETTLING,"));
    assertEquals(findings("--severity", "CRITICAL").size() + headings, rows.count(), run.out());
    assertTrue(run.err().contains("Shown are only findings that are CRITICAL: "), run.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "html"})
  void a_node_is_not_well_because_its_findings_are_not_shown(String format) {
    var whole = audit("--format", format).out();
    var part = audit("--format", format, "--rule", "node-is-nitro").out();
    for (var node : values(findings(), "node")) {
      assertTrue(whole.contains(node) && part.contains(node), part);
    }
    assertEquals(wellNodes(whole), wellNodes(part), part);
    assertFalse(part.contains("href=\"#interface-closed"), "a link to a card that is not there");
  }

  private static long wellNodes(String report) {
    return report.lines().filter(line -> line.matches(".*(  ok|<span>ok</span>.*)$")).count();
  }

  @ParameterizedTest
  @CsvSource({
    "--severity CRITICAL --fail-on HIGH, 1",
    "--severity CRITICAL --fail-on LOW, 1",
    "--rule node-is-nitro --fail-on LOW, 0",
    "--rule node-holds-pod-prefix --fail-on LOW, 1",
    "--rule node-holds-pod-prefix --fail-on CRITICAL, 0",
    "--rule node-is-nitro --fail-on undecided, 0"
  })
  void fail_on_counts_what_the_severity_hides_and_only_the_chosen_rules(String options, int code) {
    assertEquals(code, audit(options.split(" ")).code(), options);
    assertEquals(
        code, audit((options + " --format lines").split(" ")).code(), "whatever the format");
  }

  @Test
  void a_mistyped_choice_is_refused_with_the_nearest() {
    assertTrue(audit("--rule", "node-is-nitr").sentences().getFirst().contains("node-is-nitro"));
    var severity = audit("--severity", "BAD").sentences().getFirst();
    assertTrue(severity.contains("expected --severity LOW, MEDIUM, HIGH or CRITICAL"), severity);
    var colour = audit("--color", "blue").sentences().getFirst();
    assertTrue(colour.contains("expected auto, always or never, found \"blue\""), colour);
  }

  @Test
  void a_rule_that_is_not_checked_is_shown_with_it_and_not_without() {
    var text = audit("--rule", "node-is-nitro").out();
    assertTrue(text.contains(", 1 rule"), text);
    assertTrue(audit("--format", "json", "--rule", "node-is-nitro").json().has("selection"));
    assertFalse(audit("--format", "json").json().has("selection"));
  }

  @Test
  void colour_is_for_those_who_ask_for_it() {
    assertTrue(audit("--color", "always").out().contains("\033["));
    assertFalse(audit("--color", "never").out().contains("\033["));
    assertFalse(audit().out().contains("\033["), "not a terminal");
    assertFalse(audit("--color", "always", "--format", "lines").out().contains("\033["));
  }
}
