package slash80.audit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.audit.report.JsonSchemaTest;
import slash80.audit.text.RuleSection;
import slash80.audit.text.Terminal;
import slash80.judge.RuleBook;

/// Tests of the command line as a user sees it: its output, its messages and its exit codes.
class CommandLineTest {
  private static final String ACCOUNT = System.getProperty("project.root") + "/events/account";

  private static CommandRun run(String... arguments) {
    return CommandRun.of(arguments);
  }

  @Test
  void audit_shows_a_table_of_nodes_with_their_prefixes_and_then_the_findings() {
    var run = run("audit", ACCOUNT);
    assertEquals(Slash80.FINE, run.code(), run.err());
    var good = run.out().lines().filter(line -> line.contains("i-02ebad56ad05a4ff0")).findFirst();
    assertTrue(good.orElseThrow().contains("2600:1f16:11e6:8604:2c9a::/80"), run.out());
    assertTrue(good.orElseThrow().endsWith("ok"), good.orElseThrow());
    assertTrue(run.out().contains("Fix         aws "), run.out());
  }

  private static List<String> keys(JsonNode tree) {
    var keys = new ArrayList<String>();
    tree.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static JsonNode cluster(String... more) {
    var arguments = Stream.concat(Stream.of("audit", ACCOUNT, "--format", "json"), Stream.of(more));
    return run(arguments.toArray(String[]::new)).json().path("clusters").path(0);
  }

  @Test
  void audit_in_json_has_the_keys_of_the_contract_in_their_order() {
    var audit = run("audit", ACCOUNT, "--format", "json").json();
    assertEquals(List.of("schema", "notes", "clusters"), keys(audit));
    assertEquals("slash80.audit/1", audit.path("schema").asText());
    assertEquals(1, audit.path("clusters").size());
    var cluster = audit.path("clusters").path(0);
    assertEquals(
        List.of(
            "cluster",
            "account",
            "region",
            "at",
            "nodes",
            "notes",
            "findings",
            "undecided",
            "settling",
            "exempted",
            "delegation"),
        keys(cluster));
    assertEquals("kodekloud", cluster.path("cluster").asText());
    assertEquals("2026-11-23T08:00:00Z", cluster.path("at").asText());
    assertEquals(
        List.of(
            "id",
            "rule",
            "family",
            "severity",
            "subject",
            "title",
            "detail",
            "remedy",
            "see",
            "evidence"),
        keys(cluster.path("findings").path(0)).subList(0, 10));
  }

  @Test
  void moments_are_printed_in_whole_seconds() {
    var now = "2026-11-23T08:00:07.123456789Z";
    assertEquals("2026-11-23T08:00:07Z", cluster("--now", now).path("at").asText());
    for (var command : List.of("audit", "reach")) {
      for (var format : List.of("text", "json", "html")) {
        var out = run(command, ACCOUNT, "--now", now, "--format", format).out();
        assertTrue(out.contains("2026-11-23T08:00:07Z"), command + " " + format);
        assertFalse(out.contains("07.123"), command + " " + format);
      }
    }
  }

  @Test
  void the_two_nodes_of_the_guide_are_well() {
    for (var finding : cluster().path("findings")) {
      var node = finding.path("subject").path("node").asText();
      assertFalse(
          List.of("i-02ebad56ad05a4ff0", "i-065cb5099cb6627ad").contains(node),
          finding.toPrettyString());
    }
  }

  @Test
  void every_family_has_a_planted_fault() {
    var families =
        StreamSupport.stream(cluster().path("findings").spliterator(), false)
            .map(finding -> finding.path("family").asText())
            .distinct()
            .sorted()
            .toList();
    assertEquals(List.of("delegation", "exposure", "ingress"), families);
  }

  @ParameterizedTest
  @CsvSource({"CRITICAL, 1", "low, 1", "undecided, 0"})
  void fail_on_decides_the_exit_code(String severity, int code) {
    assertEquals(code, run("audit", ACCOUNT, "--fail-on", severity).code());
  }

  @Test
  void what_cannot_be_used_is_told_in_one_sentence_and_ends_with_2(@TempDir Path folder)
      throws IOException {
    assertRefused("found nothing", "audit", folder.resolve("none").toString());
    assertRefused("empty folder", "audit", folder.toString());
    assertRefused("expected --fail-on", "audit", ACCOUNT, "--fail-on", "BAD");
    assertRefused("--nonsense", "audit", ACCOUNT, "--nonsense");
    assertRefused(
        "expected a command (audit, replay, reach, capture, doctor, try, rules, completion, help),"
            + " found \"adit\"; did you mean audit?",
        "adit");
    assertRefused("unknown option \"--formt\"; did you mean --format?", "audit", "--formt", "json");
    assertRefused("expected text or json, found \"html\"", "rules", "--format", "html");
    assertRefused("; the clusters there are kodekloud", "audit", ACCOUNT, "--cluster", "kodeklod");
    assertRefused(
        "there is no folder " + folder.resolve("none"),
        "audit",
        ACCOUNT,
        "--output",
        folder.resolve("none/report.txt").toString());
    assertRefused("this is a folder", "audit", ACCOUNT, "--output", folder.toString());
    assertRefused("this is a folder", "audit", ACCOUNT, "--policy", folder.toString());
    assertRefused("expected no further argument, found \"more\"", "audit", ACCOUNT, "more");
    assertRefused(
        "expected text, json, html, markdown, csv, lines or ocsf, found \"xml\"",
        "audit",
        "--format",
        "xml");
    assertRefused("found both", "audit", ACCOUNT, "--region", "us-east-2");
    assertRefused("--now", "audit", ACCOUNT, "--now", "yesterday");
    assertRefused("named other", "audit", ACCOUNT, "--cluster", "other");
    assertRefused("--region", "capture", "--cluster", "demo", folder.toString());
    assertRefused("--cluster", "capture", "--region", "us-east-2", folder.toString());
    assertRefused("DIR", "capture", "--region", "us-east-2", "--cluster", "demo");
    assertRefused(
        "expected an empty folder", "capture", "--region", "r", "--cluster", "demo", ACCOUNT);
    assertRefused("nearest are pod-prefix-is-slash-80", "rules", "pod-prefix-is-slash80");
    var file = Files.writeString(folder.resolve("describe-cluster.json"), "{\"cluster\": {");
    assertRefused(file.getFileName().toString(), "audit", folder.toString());
  }

  @Test
  void help_is_there_in_the_ways_that_people_ask_for_it() {
    var usage = run("--help");
    assertEquals(Slash80.FINE, usage.code());
    for (var asked : List.of(new String[] {}, new String[] {"help"}, new String[] {"-h"})) {
      assertEquals(usage, run(asked));
    }
    assertEquals(run("audit", "--help").out(), run("help", "audit").out());
  }

  private static void assertRefused(String words, String... arguments) {
    var run = run(arguments);
    assertTrue(run.sentence().contains(words), run.err());
  }

  @Test
  void exhausted_memory_is_reported_in_one_sentence() {
    var err = new StringWriter();
    var out =
        new PrintWriter(new StringWriter()) {
          @Override
          public void write(String text) {
            throw new StackOverflowError();
          }
        };
    assertEquals(Slash80.BAD, Slash80.run(out, new PrintWriter(err, true), "audit", ACCOUNT));
    assertTrue(err.toString().startsWith("slash80: expected less input, or more memory"), "" + err);
    assertEquals(1, err.toString().lines().count(), "" + err);
  }

  @ParameterizedTest
  @CsvSource({"No space left on device, 2, 1", "Broken pipe, 0, 0"})
  void an_output_that_takes_nothing_is_no_success_and_a_reader_who_left_had_enough(
      String failure, int code, int sentences) {
    var err = new StringWriter();
    var out =
        new OutputStream() {
          @Override
          public void write(int number) throws IOException {
            throw new IOException(failure);
          }
        };
    assertEquals(
        code,
        Slash80.run(Terminal.NONE, out, new PrintWriter(err, true), "audit", ACCOUNT),
        err::toString);
    assertEquals(sentences, err.toString().lines().count(), err::toString);
    assertFalse(err.toString().contains("Exception"), err::toString);
  }

  @Test
  void output_goes_to_a_file(@TempDir Path folder) throws IOException {
    var file = folder.resolve("report.json");
    var run = run("audit", ACCOUNT, "--format", "json", "--output", file.toString());
    assertEquals("", run.out());
    var report = new ObjectMapper().readTree(file.toFile());
    JsonSchemaTest.assertFits(report);
    assertEquals("kodekloud", report.path("clusters").path(0).path("cluster").asText());
  }

  @Test
  void reach_answers_packet_by_packet_in_order(@TempDir Path folder) throws IOException {
    var packets =
        Files.writeString(
            folder.resolve("packets"),
            """
            {"to":"i-02ebad56ad05a4ff0","from":"2001:db8::1","protocol":"tcp","port":22}
            {"to":"2600:1f16:11e6:8604:2c9a::9","from":"2001:db8::1","protocol":6,"port":443}
            {"to":"2600:1f16:11e6:8604:2c9a::9","from":"2001:db8::1","protocol":"6","port":"443"}
            """);
    var run = run("reach", ACCOUNT, "--packets", packets.toString());
    assertEquals(Slash80.FINE, run.code(), run.err());
    assertEquals(3, run.out().strip().lines().count(), run.out());
    for (var line : run.out().strip().split("\n")) {
      var answer = new ObjectMapper().readTree(line);
      assertFalse(answer.path("delivered").asBoolean(true), line);
      assertEquals(5, answer.path("layers").size(), line);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nonsense                                                        | expected a JSON object
          []                                                              | expected a JSON object
          {"to":"eni-none","from":"2001:db8::1","protocol":"tcp","port":1} | found "eni-none"
          {"to":"i-02ebad56ad05a4ff0","from":"x","protocol":"tcp","port":1} | is not an IP address
          {"to":"i-02ebad56ad05a4ff0","from":"::1","protocol":"tcp","port":70000} | from 0 to 65535
          {"to":"i-02ebad56ad05a4ff0","from":"::1","protocol":"tcp","port":"-1"} | from 0 to 65535
          {"to":"i-02ebad56ad05a4ff0","from":"::1","protocol":"tcp","port":22.0} | from 0 to 65535
          {"to":"i-02ebad56ad05a4ff0","from":"::1","protocol":58,"port":256} | from 0 to 255
          {"to":"i-02ebad56ad05a4ff0","from":"::1","protocol":"tcq","port":1} | tcq
          """)
  void a_line_that_is_not_a_packet_is_named_by_its_number(
      String line, String words, @TempDir Path folder) throws IOException {
    var packets = Files.writeString(folder.resolve("packets"), "\n" + line);
    var run = run("reach", ACCOUNT, "--packets", packets.toString());
    assertEquals(Slash80.BAD, run.code());
    assertTrue(run.sentence().contains("line 2: "), run.err());
    assertTrue(run.sentence().contains(words), run.err());
  }

  @Test
  void rules_prints_the_book_and_a_page() {
    assertTrue(run("rules").out().contains("pod-prefix-is-slash-80"));
    var page = run("rules", "interface-closed-to-ipv6-internet").out();
    assertTrue(page.contains("  - Fails when "), page);
    assertTrue(page.contains("\n    CRITICAL: "), page);
    assertTrue(page.contains("\n    aws ec2 revoke-security-group-ingress "), page);
    assertTrue(page.contains("See https://docs.aws.amazon.com/"), page);
  }

  @Test
  void every_rule_has_its_page() {
    for (var entry : RuleBook.entries()) {
      var card = entry.rule().card();
      var page = run("rules", entry.rule().id(), "--format", "json").out();
      assertTrue(page.contains("\"rule\" : \"" + entry.rule().id()), page);
      assertTrue(RuleSection.of(entry.rule().id()).markdown().contains(card.risk()), page);
    }
  }

  @Test
  void a_file_that_is_missing_is_named_with_a_command_a_line(@TempDir Path folder)
      throws IOException {
    Files.copy(Path.of(ACCOUNT, "describe-vpcs.json"), folder.resolve("describe-vpcs.json"));
    var lines = run("audit", folder.toString()).sentences();
    assertTrue(lines.getFirst().endsWith(" make them with"), lines::toString);
    assertTrue(lines.size() > 5, lines::toString);
    for (var line : lines.subList(1, lines.size())) {
      assertTrue(line.matches("  aws (ec2|eks|elbv2) [a-z0-9-]+[^;]*"), line);
    }
  }

  @Test
  void completion_knows_each_command_and_option() {
    for (var shell : List.of("bash", "zsh", "fish")) {
      var script = run("completion", shell);
      assertEquals(Slash80.FINE, script.code(), script.err());
      for (var word : List.of("audit", "completion", "fail-on", "packets", "ledger")) {
        assertTrue(script.out().contains(word), shell + " lacks " + word);
      }
    }
    for (var line : run("completion", "fish").out().lines().toList()) {
      assertTrue(line.matches("complete -c slash80 .* -d '([^'\\\\]|\\\\.)*'"), line);
    }
    assertRefused("expected bash, zsh or fish, found \"tcsh\"", "completion", "tcsh");
  }

  @Test
  void help_lists_commands_and_options() {
    assertTrue(run("replay", "--help").out().contains("text or json"));
    assertFalse(run("rules", "--help").out().contains("html"));
    assertTrue(run().out().contains("audit"));
    assertTrue(run().out().contains("./slash80 test"));
    assertTrue(run("audit", "--help").out().contains("--fail-on"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"audit", "replay", "reach", "capture", "doctor", "try", "rules", "completion"})
  void help_shows_each_command_by_examples(String command) {
    String examples = run(command, "--help").out().replaceFirst("(?s).*\nExamples:\n", "");
    assertTrue(examples.contains("./slash80 " + command + " "), examples);
  }
}
