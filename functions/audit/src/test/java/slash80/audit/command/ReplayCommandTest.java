package slash80.audit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Tests that replay every file of events/ on its account.
class ReplayCommandTest {
  private static final Path EVENTS = Path.of(System.getProperty("project.root"), "events");
  private static final Path ACCOUNT = EVENTS.resolve("account");

  private static CommandRun replay(Path... arguments) {
    var words =
        Stream.concat(Stream.of("replay", "--account", ACCOUNT.toString()), texts(arguments));
    return CommandRun.of(words.toArray(String[]::new));
  }

  private static Stream<String> texts(Path... paths) {
    return Stream.of(paths).map(Path::toString);
  }

  static Stream<Path> events() throws IOException {
    try (var files = Files.list(EVENTS)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
    }
  }

  /// The words of events/ALERTS.md about an event: the alert's subject, or why there is no alert.
  private static String expected(Path event) throws IOException {
    var row = "| `%s` | ".formatted(event.getFileName().toString().replace(".json", ""));
    var line =
        Files.readAllLines(EVENTS.resolve("ALERTS.md")).stream()
            .filter(text -> text.startsWith(row))
            .findFirst();
    return line.orElseThrow(() -> new AssertionError(event + " has no row")).split(" \\| ")[2];
  }

  @ParameterizedTest
  @MethodSource("events")
  void every_event_leads_to_an_alert_or_to_the_sentence_why_not(Path event) throws IOException {
    var run = replay(event);
    assertEquals(Slash80.FINE, run.code(), run.err());
    var expected = expected(event);
    if (expected.startsWith("no alert, ")) {
      assertTrue(run.out().strip().endsWith(expected), run.out());
      assertEquals(1, run.out().strip().lines().count(), run.out());
      return;
    }
    assertTrue(run.out().startsWith("Subject: " + expected + "\n"), run.out());
    boolean isWhole = expected.contains(": first check: ");
    var opening = isWhole ? "First check of kodekloud: " : "WHAT HAPPENED";
    assertTrue(run.out().contains(opening), run.out());
    var card = new ObjectMapper().readTree(run.out().split("Chat card:\n")[1]);
    assertEquals("custom", card.path("source").asText());
    assertFalse(card.path("content").path("description").asText().isEmpty());
  }

  @Test
  void the_example_starts_from_its_ledger_and_is_a_change_with_a_culprit() {
    var replay = CommandRun.of("replay", "--format", "json").json();
    assertEquals(1, replay.path("alerts").size(), replay::toPrettyString);
    var document = replay.path("alerts").path(0).path("document");
    assertEquals(
        List.of("interface-closed-to-ipv6-internet/eni-0f000000000000001"),
        document.path("opened").findValuesAsText("id").stream()
            .filter(id -> id.contains("/"))
            .toList());
    assertEquals(0, document.path("resolved").size(), document::toPrettyString);
    assertTrue(document.toString().contains("AuthorizeSecurityGroupIngress"));
    var keys = new ArrayList<String>();
    replay.path("alerts").path(0).fieldNames().forEachRemaining(keys::add);
    assertEquals(List.of("subject", "email", "card", "document", "attributes"), keys);
  }

  @Test
  void with_an_event_or_an_account_the_ledger_is_empty() {
    var event = EVENTS.resolve("ec2-authorize-security-group-ingress.json").toString();
    var given = CommandRun.of("replay", event, "--format", "json").json();
    var account = CommandRun.of("replay", "--account", ACCOUNT.toString(), "--format", "json");
    for (var replay : List.of(given, account.json())) {
      var opened = replay.path("alerts").path(0).path("document").path("opened");
      assertEquals(2, opened.size(), opened::toPrettyString);
    }
  }

  @Test
  void a_finding_is_not_published_again(@TempDir Path folder) {
    var event = EVENTS.resolve("ec2-authorize-security-group-ingress.json");
    var ledger = folder.resolve("ledger.json");
    var first = replay(Path.of("--ledger"), ledger, event);
    assertTrue(first.out().startsWith("Subject: "), first.out());
    var second = replay(Path.of("--ledger"), ledger, event);
    assertEquals(Slash80.FINE, second.code(), second.err());
    assertTrue(second.out().contains("no finding opened or was fixed"), second.out());
  }

  @Test
  void a_file_that_is_not_a_ledger_is_refused_in_one_sentence_and_stays_unchanged(
      @TempDir Path folder) throws IOException {
    var file = Files.writeString(folder.resolve("package.json"), "{\"name\": \"demo\"}");
    assertRefused("expected ledgers by", "--ledger", file.toString());
    assertEquals("{\"name\": \"demo\"}", Files.readString(file));
    assertRefused(
        "expected an existing folder", "--ledger", folder.resolve("none/x.json").toString());
    assertFalse(Files.exists(folder.resolve("none")));
  }

  @Test
  void a_file_that_is_not_an_event_is_refused_in_one_sentence(@TempDir Path folder)
      throws IOException {
    assertRefused("expected a file", folder.resolve("none.json"));
    assertRefused("not JSON at line 1", Files.writeString(folder.resolve("broken.json"), "{"));
    assertRefused(
        "deeper or longer", Files.writeString(folder.resolve("deep.json"), "[".repeat(5_000)));
    assertRefused("list.json", Files.writeString(folder.resolve("list.json"), "[]"));
  }

  private static void assertRefused(String words, Path event) {
    assertRefused(words, event.toString());
  }

  private static void assertRefused(String words, String... arguments) {
    var run = replay(Stream.of(arguments).map(Path::of).toArray(Path[]::new));
    assertEquals(Slash80.BAD, run.code(), run.out());
    assertEquals(1, run.err().strip().lines().count(), run.err());
    assertTrue(run.err().contains(words), run.err());
  }
}
