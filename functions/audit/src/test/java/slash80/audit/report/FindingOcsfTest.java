package slash80.audit.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.audit.command.CommandRun;
import slash80.judge.Judgement;
import slash80.ledger.Examples;
import slash80.ledger.Since;
import slash80.rule.Family;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// Events of `--format ocsf`. Each is held against the class Compliance Finding of OCSF.
class FindingOcsfTest {
  private static final String ACCOUNT =
      Path.of(System.getProperty("project.root"), "events", "account").toString();
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(VersionFlag.V202012)
          .getSchema(
              Objects.requireNonNull(
                  FindingOcsfTest.class.getResourceAsStream(
                      "/ocsf-compliance-finding.schema.json")));

  private static JsonNode fitting(String line) {
    try {
      assertFalse(line.contains("\n"), line);
      var event = Json.whole(line);
      assertEquals(
          List.of(), SCHEMA.validate(event).stream().map(Object::toString).toList(), () -> line);
      return event;
    } catch (IOException broken) {
      throw new UncheckedIOException(line, broken);
    }
  }

  private static JsonNode event(Judgement judgement, Since since) {
    return fitting(FindingOcsf.lines(judgement, since, "1.0").findFirst().orElseThrow());
  }

  @Test
  void the_example_account_has_an_event_for_each_finding_and_for_what_was_not_checked() {
    var run = CommandRun.of("audit", ACCOUNT, "--format", "ocsf");
    var rows = CommandRun.of("audit", ACCOUNT, "--format", "lines").out().lines().count();
    assertTrue(rows > 10);
    assertEquals(rows, run.out().lines().map(FindingOcsfTest::fitting).count());
    var resources = fitting(run.out().lines().findFirst().orElseThrow()).path("resources");
    assertEquals("i-0f000000000000001", resources.at("/1/uid").asText());
    assertEquals("kodekloud-ingress-Node", resources.at("/1/name").asText());
    assertEquals("kodekloud", resources.at("/2/name").asText());
  }

  @Test
  void a_finding_says_what_failed_where_since_when_and_how_to_fix_it() {
    var found = Examples.open("eni-1");
    var event =
        event(
            Examples.judgement(found), new Since(Map.of(found.id(), Examples.AT.minusSeconds(9))));
    assertEquals(200302, event.path("type_uid").asInt());
    assertEquals("Critical", event.path("severity").asText());
    assertEquals(5, event.path("severity_id").asInt());
    assertEquals("Fail", event.at("/compliance/status").asText());
    assertEquals(found.rule(), event.at("/compliance/control").asText());
    assertEquals(
        "slash80/111122223333/us-east-2/demo/" + found.id(),
        event.at("/finding_info/uid").asText());
    assertEquals(
        Examples.AT.minusSeconds(9).toEpochMilli(),
        event.at("/finding_info/first_seen_time").asLong());
    assertEquals("111122223333", event.at("/cloud/account/uid").asText());
    assertTrue(event.at("/remediation/desc").asText().contains("aws ec2"), event.toString());
    assertEquals("eni-1", event.at("/resources/0/uid").asText());
  }

  @Test
  void a_finding_is_created_once_and_updated_by_each_check_after_the_ledger_knows_it() {
    var found = Examples.open("eni-1");
    var other = Examples.open("eni-2");
    var judgement = Examples.judgement(found, other);
    var since = new Since(Map.of(found.id(), Examples.AT.minusSeconds(9)));
    var activities =
        FindingOcsf.lines(judgement, since, "1.0")
            .map(FindingOcsfTest::fitting)
            .collect(
                Collectors.toMap(
                    event -> event.at("/resources/0/uid").asText(),
                    event ->
                        event.path("activity_name").asText()
                            + ", "
                            + event.path("status").asText()));
    assertEquals(Map.of("eni-1", "Update, New", "eni-2", "Create, New"), activities);
  }

  /// Rule 22 of the group, which one source may use: now everybody may.
  @Test
  void a_finding_that_a_change_would_make_worse_is_updated_and_still_to_be_reviewed(
      @TempDir Path folder) throws IOException {
    var name = "describe-security-groups.json";
    var groups = Json.whole(Files.readString(Path.of(ACCOUNT, name)));
    for (JsonNode group : groups.path("SecurityGroups")) {
      ((ObjectNode) group)
          .putArray("IpPermissions")
          .addObject()
          .put("IpProtocol", "-1")
          .putArray("Ipv6Ranges")
          .addObject()
          .put("CidrIpv6", "::/0");
    }
    var changed = Files.writeString(folder.resolve(name), groups.toString());
    var run = CommandRun.of("audit", ACCOUNT, "--format", "ocsf", "--with", changed.toString());
    var worse =
        run.out()
            .lines()
            .map(FindingOcsfTest::fitting)
            .filter(event -> event.path("type_uid").asInt() == 200302)
            .toList();
    assertFalse(worse.isEmpty(), run.out() + run.err());
    assertEquals("Update", worse.getFirst().path("activity_name").asText());
    assertEquals("New", worse.getFirst().path("status").asText());
    assertEquals("Fail", worse.getFirst().at("/compliance/status").asText());
  }

  @Test
  void a_finding_that_a_change_would_fix_is_closed(@TempDir Path folder) throws IOException {
    var name = "describe-security-groups.json";
    var groups = Json.whole(Files.readString(Path.of(ACCOUNT, name)));
    for (JsonNode group : groups.path("SecurityGroups")) {
      ((ObjectNode) group).putArray("IpPermissions");
    }
    var changed = Files.writeString(folder.resolve(name), groups.toString());
    var run = CommandRun.of("audit", ACCOUNT, "--format", "ocsf", "--with", changed.toString());
    var closed =
        run.out()
            .lines()
            .map(FindingOcsfTest::fitting)
            .filter(event -> event.path("type_uid").asInt() == 200303)
            .toList();
    assertFalse(closed.isEmpty(), run.out() + run.err());
    assertEquals("Pass", closed.getFirst().at("/compliance/status").asText());
    assertEquals("Resolved", closed.getFirst().path("status").asText());
  }

  @Test
  void what_was_not_checked_is_neither_passed_nor_failed() {
    var unchecked = new Judgement.Undecided("node-is-nitro", "it was not read", List.of("i-1"));
    var event =
        event(
            Examples.judgement(Examples.cluster("demo"), List.of(), List.of(unchecked)),
            Since.UNKNOWN);
    assertEquals(0, event.at("/compliance/status_id").asInt());
    assertEquals("Unknown", event.at("/compliance/status").asText());
    assertEquals(0, event.path("severity_id").asInt());
    assertEquals("it was not read", event.path("message").asText());
  }

  @Test
  void hostile_names_are_data_on_one_line() {
    for (long seed = 1; seed <= 2_000; seed++) {
      var random = new Random(seed);
      var words = Stream.generate(() -> hostile(random)).limit(9).toList();
      var finding =
          new Finding(
              "r" + words.get(0),
              Family.values()[random.nextInt(Family.values().length)],
              Severity.values()[random.nextInt(Severity.values().length)],
              "network-interface",
              words.get(1),
              Optional.of(words.get(2)),
              words.get(3),
              words.get(4),
              words.get(5),
              words.get(6),
              words.get(7),
              words.get(8),
              List.of(),
              Optional.empty(),
              Optional.empty());
      var event =
          event(
              Examples.judgement(Examples.cluster("c" + words.get(8)), List.of(finding), List.of()),
              Since.UNKNOWN);
      assertEquals(
          words.get(1).isEmpty() ? "-" : words.get(1), event.at("/resources/0/uid").asText());
    }
  }

  private static String hostile(Random random) {
    var parts =
        new String[] {
          "\"", "\\", "\n", "\r", "\u2028", "\u0000", "\u202e", "🙂", "節", "<b>", "{}", " ", "a"
        };
    var text = new StringBuilder();
    int length = random.nextInt(9) == 0 ? 3_000 : random.nextInt(12);
    for (int i = 0; i < length; i++) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString();
  }
}
