package slash80.audit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Tests of `audit --ledger`: a report tells since when findings are open, and the ledger stays as
/// it is.
class LedgerOptionTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path ROOT = Path.of(System.getProperty("project.root"));
  private static final String ACCOUNT = ROOT + "/events/account";
  private static final String CLUSTER = "111122223333/us-east-2/kodekloud";
  private static final String OPEN_SSH = "interface-closed-to-ipv6-internet/eni-0f000000000000001";
  private static final String OTHER = "cluster-endpoint-closed-to-internet/kodekloud";
  private static final String MOMENT = "2026-11-20T01:02:03Z";

  @TempDir private Path folder;
  private Path ledger;

  /// The example's ledger, in which one finding is the oldest and another is missing.
  @BeforeEach
  void keepLedger() throws IOException {
    ledger = folder.resolve("ledger.json");
    var documents = JSON.readTree(ROOT.resolve("events/ledger/before.json").toFile());
    var open = (ObjectNode) documents.path(CLUSTER).path("open");
    var entry = (ObjectNode) open.path(OTHER);
    open.set(OPEN_SSH, entry.deepCopy().put("firstSeen", MOMENT));
    open.remove(OTHER);
    JSON.writeValue(ledger.toFile(), documents);
  }

  private CommandRun audit(String... more) {
    var arguments = new String[more.length + 4];
    System.arraycopy(new String[] {"audit", ACCOUNT, "--ledger", ledger + ""}, 0, arguments, 0, 4);
    System.arraycopy(more, 0, arguments, 4, more.length);
    return CommandRun.of(arguments);
  }

  private static Map<String, String> seen(JsonNode findings) {
    var seen = new TreeMap<String, String>();
    findings.forEach(
        finding ->
            seen.put(finding.path("id").asText(), finding.path("firstSeen").asText("never")));
    return seen;
  }

  @Test
  void the_text_says_since_when_a_finding_is_open() {
    var text = audit().out();
    var ssh = text.substring(text.indexOf("CRITICAL  eni-0f000000000000001"));
    assertTrue(
        ssh.substring(0, ssh.indexOf("Path")).contains("\n          Since       " + MOMENT), ssh);
    var endpoint = text.substring(text.indexOf("The Kubernetes API endpoint"));
    assertFalse(endpoint.substring(0, endpoint.indexOf("Rule")).contains("Since"), endpoint);
    assertFalse(CommandRun.of("audit", ACCOUNT).out().contains("Since  "), "without a ledger");
  }

  @Test
  void json_has_the_moment_of_each_finding_that_the_ledger_has() {
    var seen = seen(audit("--format", "json").json().path("clusters").path(0).path("findings"));
    assertEquals(MOMENT, seen.get(OPEN_SSH));
    assertEquals("never", seen.get(OTHER));
  }

  @Test
  void the_page_begins_with_the_first_moment() {
    var page = audit("--format", "html").out();
    assertTrue(page.contains(", the first since " + MOMENT), "the first screen");
    assertTrue(page.contains("<dt>Open since</dt><dd>" + MOMENT), "the card");
  }

  @Test
  void a_what_if_says_since_when_a_finding_is_open_that_would_be_fixed() throws IOException {
    var groups = folder.resolve("describe-security-groups.json");
    var rules = folder.resolve("describe-security-group-rules.json");
    Files.writeString(
        groups,
        Files.readString(Path.of(ACCOUNT, "describe-security-groups.json"))
            .replace("\"IpPermissions\"", "\"IpPermissions\": [], \"Before\""));
    Files.writeString(
        rules,
        Files.readString(Path.of(ACCOUNT, "describe-security-group-rules.json"))
            .replaceAll("\"IsEgress\":\\s*false", "\"IsEgress\": true"));
    var with = new String[] {"--with", groups + "", rules + ""};

    var change =
        audit("--format", "json", with[0], with[1], with[2]).json().path("clusters").path(0);
    var before = JSON.createArrayNode();
    change.path("resolved").forEach(one -> before.add(one.path("before")));
    change.path("better").forEach(one -> before.add(one.path("before")));
    assertEquals(MOMENT, seen(before).get(OPEN_SSH));
    assertTrue(audit(with).out().contains("Since       " + MOMENT));
  }

  @Test
  void the_object_of_one_cluster_is_a_ledger_too_from_standard_input() throws IOException {
    var document = JSON.readTree(ledger.toFile()).path(CLUSTER).toString();
    var stdin = System.in;
    try {
      System.setIn(
          new ByteArrayInputStream(document.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
      var run = CommandRun.of("audit", ACCOUNT, "--ledger", "-", "--format", "json");
      assertEquals(
          MOMENT, seen(run.json().path("clusters").path(0).path("findings")).get(OPEN_SSH));
    } finally {
      System.setIn(stdin);
    }
  }

  @Test
  void the_ledger_is_only_read() throws IOException {
    var before = Files.readString(ledger);
    audit("--format", "json");
    assertEquals(before, Files.readString(ledger));
    try (var files = Files.list(folder)) {
      assertEquals(1, files.count(), "no lock, no other file");
    }
  }

  @Test
  void a_ledger_without_the_cluster_is_said() throws IOException {
    Files.writeString(
        ledger, Files.readString(ledger).replace(CLUSTER, "111122223333/us-east-1/kodekloud"));
    var run = audit("--format", "json");
    var sentence =
        "ledger.json has no ledger of cluster kodekloud in account 111122223333, us-east-2: the"
            + " report cannot say since when its findings are open.";
    assertTrue(run.err().contains(sentence), run.err());
    assertTrue(run.json().path("notes").toString().contains(sentence));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nothing                       | 'line 1, column 1: expected the JSON object of a ledger'
          []                            | 'line 1, column 1: expected the JSON object of a ledger'
          {"a": {}}                     | 'expected ledgers by ACCOUNT/REGION/CLUSTER, found the key "a"'
          {"schema": 2, "cluster": 7}   | 'expected a ledger with a name after cluster, found "7"'
          {"schema": 2, "cluster": "a"} | 'the ledger: '
          """)
  void what_is_no_ledger_is_refused_with_its_name(String text, String expected) throws IOException {
    Files.writeString(ledger, text);
    var sentence = audit().sentence();
    assertTrue(sentence.contains("ledger.json: "), sentence);
    assertTrue(sentence.contains(expected), sentence);
  }

  @Test
  void a_ledger_that_is_not_there_and_standard_input_for_two_are_refused() {
    assertTrue(
        CommandRun.of("audit", ACCOUNT, "--ledger", folder + "/none.json")
            .sentence()
            .contains("none.json: expected a ledger (there is no such file"));
    assertTrue(
        CommandRun.of("audit", ACCOUNT, "--ledger", folder + "")
            .sentence()
            .contains("expected a ledger ("));
    assertTrue(
        CommandRun.of("audit", ACCOUNT, "--ledger", "-", "--policy", "-")
            .err()
            .contains("expected - once"));
  }
}
