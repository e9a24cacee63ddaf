package slash80.audit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// One change of the small account, and what `audit` says of it.
final class AccountCase {
  static final String NOW = "2026-02-01T00:00:00Z";

  private final String sentence;
  private final Consumer<ChangedAccount> change;
  private final List<Expectation> expectations = new ArrayList<>();

  /// A sentence, and whether it is true of the report.
  private record Expectation(String expected, Predicate<JsonNode> holds) {}

  private AccountCase(String sentence, Consumer<ChangedAccount> change) {
    this.sentence = sentence;
    this.change = change;
  }

  static AccountCase when(String sentence, Consumer<ChangedAccount> change) {
    return new AccountCase(sentence, change);
  }

  private AccountCase expect(String expected, Predicate<JsonNode> holds) {
    expectations.add(new Expectation(expected, holds));
    return this;
  }

  /// Expects exactly this severity of a rule at a subject.
  AccountCase finds(String rule, String severity, String subject) {
    return expect(
        "%s %s at %s".formatted(severity, rule, subject),
        report ->
            findings(report)
                .filter(finding -> is(finding, rule, subject))
                .map(finding -> finding.path("severity").asText())
                .toList()
                .equals(List.of(severity)));
  }

  /// Expects a rule's finding at a subject to say these words.
  AccountCase explains(String rule, String subject, String words) {
    return expect(
        "%s at %s says \"%s\"".formatted(rule, subject, words),
        report ->
            findings(report)
                .filter(finding -> is(finding, rule, subject))
                .anyMatch(
                    finding ->
                        (finding.path("title") + "" + finding.path("detail")).contains(words)));
  }

  AccountCase neverFinds(String rule) {
    return expect(
        "no " + rule,
        report -> findings(report).noneMatch(finding -> ruleOf(finding).equals(rule)));
  }

  AccountCase neverFinds(String rule, String subject) {
    return expect(
        "no %s at %s".formatted(rule, subject),
        report -> findings(report).noneMatch(finding -> is(finding, rule, subject)));
  }

  AccountCase findsNothing() {
    return expect("no finding", report -> findings(report).findAny().isEmpty());
  }

  /// Expects every finding, of whatever rule, to be milder than HIGH.
  AccountCase findsNothingSevere() {
    return expect(
        "no finding of severity HIGH or CRITICAL",
        report ->
            findings(report)
                .noneMatch(
                    finding ->
                        Set.of("HIGH", "CRITICAL").contains(finding.path("severity").asText())));
  }

  /// Expects a rule to be not checked for a reason that holds these words.
  AccountCase leavesUnchecked(String rule, String because) {
    return expect(
        "%s not checked because of \"%s\"".formatted(rule, because),
        report ->
            undecided(report)
                .anyMatch(
                    unchecked ->
                        ruleOf(unchecked).equals(rule)
                            && unchecked.path("because").asText().contains(because)));
  }

  /// Expects no rule to be left unchecked.
  AccountCase checksEverything() {
    return expect("nothing left unchecked", report -> undecided(report).findAny().isEmpty());
  }

  /// Expects a note, of the cluster or the whole report, that holds these words.
  AccountCase notes(String words) {
    return expect(
        "a note with \"%s\"".formatted(words),
        report -> notes(report).anyMatch(note -> note.asText().contains(words)));
  }

  private static boolean is(JsonNode finding, String rule, String subject) {
    return ruleOf(finding).equals(rule)
        && finding.path("subject").path("id").asText().equals(subject);
  }

  private static String ruleOf(JsonNode item) {
    return item.path("rule").asText();
  }

  private static JsonNode cluster(JsonNode report) {
    return stream(report.path("clusters"))
        .filter(cluster -> cluster.path("cluster").asText().equals("harbour"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("harbour is not judged: " + report));
  }

  private static Stream<JsonNode> findings(JsonNode report) {
    return stream(cluster(report).path("findings"));
  }

  private static Stream<JsonNode> undecided(JsonNode report) {
    return stream(cluster(report).path("undecided"));
  }

  private static Stream<JsonNode> notes(JsonNode report) {
    return Stream.concat(stream(cluster(report).path("notes")), stream(report.path("notes")));
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  /// Audits the changed account, whose files are written into this folder.
  void check(Path folder) throws IOException {
    if (expectations.isEmpty()) {
      fail(sentence + ": expects nothing");
    }
    var report = report(folder);
    var missed =
        expectations.stream()
            .filter(expectation -> !expectation.holds().test(report))
            .map(Expectation::expected)
            .toList();
    if (!missed.isEmpty()) {
      fail("%s: expected %s; found %s".formatted(sentence, missed, found(report)));
    }
  }

  private JsonNode report(Path folder) throws IOException {
    write(folder);
    var run = CommandRun.of("audit", folder.toString(), "--format", "json", "--now", NOW);
    assertEquals(Slash80.FINE, run.code(), sentence + ": " + run.err());
    return run.json();
  }

  /// Writes the changed account's files into a folder.
  void write(Path folder) throws IOException {
    var account = new ChangedAccount();
    change.accept(account);
    account.write(folder);
  }

  /// What `audit` finds in the changed account: `RULE/SUBJECT SEVERITY` each.
  SortedSet<String> found(Path folder) throws IOException {
    return findings(report(folder))
        .map(
            finding ->
                "%s/%s %s"
                    .formatted(
                        ruleOf(finding),
                        finding.path("subject").path("id").asText(),
                        finding.path("severity").asText()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String found(JsonNode report) {
    return Stream.of(
            findings(report)
                .map(
                    finding ->
                        "%s %s at %s (%s)"
                            .formatted(
                                finding.path("severity").asText(),
                                ruleOf(finding),
                                finding.path("subject").path("id").asText(),
                                finding.path("title").asText())),
            undecided(report)
                .map(
                    unchecked ->
                        "%s not checked: %s"
                            .formatted(ruleOf(unchecked), unchecked.path("because").asText())),
            notes(report).map(note -> "note: " + note.asText()))
        .flatMap(lines -> lines)
        .toList()
        .toString();
  }

  @Override
  public String toString() {
    return sentence;
  }
}
