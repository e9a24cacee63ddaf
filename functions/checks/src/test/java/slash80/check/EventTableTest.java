package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.snapshot.Snapshot;
import slash80.check.event.EventReader;
import slash80.fixtures.GeneratedText;
import slash80.judge.Policy;
import slash80.ledger.Timings;
import slash80.network.Parameters;

/// Tests that the table of events/ALERTS.md, written by replaying each file of events/, is up to
/// date, and that events/README.md agrees with it.
final class EventTableTest {
  private static final Path EVENTS = Path.of(System.getProperty("project.root"), "events");
  private static final String WHOLE = "slash80-cluster-check";
  private static final int MANY = 4;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String HEAD =
      """
      # What watch does with each event

      Written by `./slash80 generate`: each file alone, on `account/`, from an empty ledger. Ids are shortened as in README.md.

      | file | checked | subject of the alert, or why there is none | new findings |
      |---|---|---|---|
      """;

  private static final String ALL =
      """

      ## All findings

      A row with *all* also names the findings about the resources of the event.

      """;

  /// A file, replayed.
  ///
  /// @param subject the alert's subject; empty if there is no alert
  /// @param silence why there is no alert; empty if there is one
  /// @param findings severity, rule and subject of each published finding
  /// @param own the findings about, or explained by, the resources that the event names
  private record Replayed(
      String checked, String subject, String silence, List<String> findings, Set<String> own) {}

  @Test
  @Tag("generated")
  void the_table_of_alerts_agrees_with_watch() {
    GeneratedText.assertIsWritten("events/ALERTS.md", page(replayed()));
  }

  @Test
  void the_readme_agrees_with_the_table() {
    var replayed = replayed();
    var words = words();
    assertEquals(replayed.keySet(), new TreeSet<>(words.keySet()), "the files that it names");
    words.forEach((file, sentence) -> assertAgree(file, sentence, replayed.get(file)));
  }

  // The page

  private static String page(Map<String, Replayed> replayed) {
    var whole = replayed.get(WHOLE).findings();
    return HEAD
        + replayed.entrySet().stream()
            .map(entry -> row(entry.getKey(), entry.getValue(), whole))
            .collect(Collectors.joining())
        + ALL
        + whole.stream().map("- %s%n"::formatted).collect(Collectors.joining());
  }

  private static String row(String file, Replayed replayed, List<String> whole) {
    return "| `%s` | %s | %s | %s |%n"
        .formatted(
            file,
            replayed.checked(),
            replayed.subject().isEmpty() ? "no alert, " + replayed.silence() : replayed.subject(),
            findings(replayed, whole));
  }

  private static String findings(Replayed replayed, List<String> whole) {
    if (replayed.subject().isEmpty()) {
      return "";
    }
    if (!replayed.findings().equals(whole)) {
      return String.join("; ", replayed.findings());
    }
    return "all %d, below%s".formatted(whole.size(), own(replayed.own()));
  }

  private static String own(Set<String> own) {
    if (own.isEmpty()) {
      return "";
    }
    return own.size() > MANY
        ? "; %d of them are about these resources".formatted(own.size())
        : ", with " + String.join("; ", own);
  }

  // The README

  private static final Pattern NAME = Pattern.compile("`([^`]+)`");
  private static final Pattern ID =
      Pattern.compile("(?:i|eni)-0[a-z]…\\d|k8s-[a-z-]+[a-z]|orders-legacy");

  /// The words of its table about each file: the last column of a row has one part for each file,
  /// or one for all files.
  private static Map<String, String> words() {
    var words = new LinkedHashMap<String, String>();
    text(EVENTS.resolve("README.md"))
        .lines()
        .dropWhile(line -> !line.startsWith("| file |"))
        .skip(2)
        .forEach(line -> words.putAll(words(line)));
    return words;
  }

  private static Map<String, String> words(String line) {
    var cells = line.split(" \\| ");
    var parts = cells[2].replaceFirst(" \\|$", "").split("; ");
    var names = names(cells[0]);
    assertTrue(parts.length == 1 || parts.length == names.size(), line);
    var words = new LinkedHashMap<String, String>();
    for (int i = 0; i < names.size(); i++) {
      words.put(names.get(i), parts[parts.length == 1 ? 0 : i]);
    }
    return words;
  }

  /// `…-wrapped` is the end of the name before it.
  private static List<String> names(String cell) {
    var names = new ArrayList<String>();
    var stem = "";
    var found = NAME.matcher(cell);
    while (found.find()) {
      var name = found.group(1);
      stem = name.startsWith("…") ? stem : name;
      names.add(name.startsWith("…") ? longest(stem, name.substring(1)) : name);
    }
    return names;
  }

  private static String longest(String stem, String ending) {
    for (var before = stem; ; before = before.substring(0, before.lastIndexOf('-'))) {
      if (Files.exists(EVENTS.resolve(before + ending + ".json"))) {
        return before + ending;
      }
      assertTrue(before.contains("-"), stem + " and " + ending);
    }
  }

  private static void assertAgree(String file, String words, Replayed replayed) {
    assertEquals(replayed.subject().isEmpty(), words.contains("no alert"), file + ": " + words);
    if (words.contains("every cluster") || words.contains("whole")) {
      assertEquals("all of kodekloud", replayed.checked(), file + ": " + words);
    }
    if (!replayed.subject().isEmpty()) {
      var ids = ID.matcher(words);
      while (ids.find()) {
        assertTrue(about(replayed, ids.group()), file + ": " + words);
      }
    }
  }

  private static boolean about(Replayed replayed, String id) {
    return replayed.findings().stream().anyMatch(finding -> finding.contains(": " + id));
  }

  // The replay

  private static Map<String, Replayed> replayed() {
    try (var files = Files.list(EVENTS)) {
      var replayed = new LinkedHashMap<String, Replayed>();
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.replace(".json", ""))
          .sorted()
          .forEach(name -> replayed.put(name, replayed(name)));
      return replayed;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static Replayed replayed(String file) {
    var messages = messages(file);
    var account = Snapshot.open(EVENTS.resolve("account"));
    var moment = MessageBatch.of(messages).lastEvent(account.at());
    var store = new MemoryLedgerStore();
    var outcome =
        new BatchHandler(
                InstantSource.fixed(moment),
                () ->
                    new Services(
                        account,
                        store,
                        (_, _) -> {},
                        Policy.with(Parameters.DEFAULTS),
                        Timings.DEFAULTS,
                        InstantSource.fixed(moment)))
            .handle(messages);
    assertEquals(List.of(), outcome.failed(), file);
    assertTrue(outcome.alerts().size() <= 1, file);
    var names = names(messages);
    var findings = new ArrayList<String>();
    var own = new TreeSet<String>();
    for (var alert : outcome.alerts()) {
      for (var finding : JSON.valueToTree(alert.document()).path("opened")) {
        findings.add(words(finding));
        if (isAbout(finding, names)) {
          own.add(words(finding));
        }
      }
    }
    return new Replayed(
        outcome.checks().stream()
            .map(check -> check.replaceAll("checked | with .*", ""))
            .collect(Collectors.joining(", ")),
        outcome.alerts().stream().map(alert -> alert.subject()).collect(Collectors.joining()),
        outcome.sentences().values().stream()
            .map(sentence -> sentence.replaceFirst(".*no alert, ", ""))
            .collect(Collectors.joining()),
        findings,
        own);
  }

  private static List<QueueMessage> messages(String file) {
    var text = text(EVENTS.resolve(file + ".json"));
    try {
      var records = JSON.readTree(text).path("Records");
      var messages = new ArrayList<QueueMessage>();
      records.forEach(
          record ->
              messages.add(
                  new QueueMessage(
                      record.path("messageId").asText(), record.path("body").asText())));
      return records.isArray() ? messages : List.of(new QueueMessage(file, text));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static Set<String> names(List<QueueMessage> messages) {
    return messages.stream()
        .flatMap(
            message -> EventReader.read(message.body(), Instant.EPOCH).origin().names().stream())
        .collect(Collectors.toSet());
  }

  private static boolean isAbout(JsonNode finding, Set<String> names) {
    return finding.findValuesAsText("at").stream().anyMatch(names::contains)
        || names.contains(finding.path("cause").asText())
        || names.contains(finding.path("subject").path("id").asText())
        || names.contains(finding.path("subject").path("node").asText());
  }

  private static String words(JsonNode finding) {
    return "%s %s: %s"
        .formatted(
            finding.path("severity").asText(),
            finding.path("rule").asText(),
            shortened(finding.path("subject").path("id").asText()));
  }

  private static String shortened(String id) {
    return id.replaceFirst("^arn:.*:(loadbalancer|targetgroup)/", "")
        .replaceFirst("^(i|eni)-(0[a-z])0{9,}", "$1-$2…");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
