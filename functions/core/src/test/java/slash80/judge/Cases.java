package slash80.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import slash80.facts.Fact;
import slash80.facts.Subject;
import slash80.fixtures.Fixture;
import slash80.fixtures.NetworkInWords;
import slash80.fixtures.RemedyFile;
import slash80.network.Network;
import slash80.rule.Finding;
import slash80.rule.Rule;
import slash80.rule.Severity;
import slash80.rules.RegressionAccount;

/// A table of networks, each with the verdict that a rule should give. A rule is judged through the
/// rule book, so its subjects are selected as in production.
///
/// ```java
/// judging(new NodeHoldsPodPrefix())
///     .upholds("a node with a /80", node("n1"))
///     .finds("a node without a prefix", HIGH, "n1 holds no prefix", node("n1").withoutPrefix())
/// ```
///
/// A failing case says which line of the table it is, the expected and the found sentence, and the
/// network in words.
public final class Cases {
  private static final int LONGEST_COMMAND = 450;

  /// The kinds of verdict that a case expects.
  enum Kind {
    UPHELD,
    VIOLATED,
    UNDECIDED,
    SETTLING,
    NOT_ASKED
  }

  /// @param name the name of its test
  /// @param at the line of the table that states it
  private record Case(
      Kind kind,
      String name,
      Fixture fixture,
      Consumer<Judgement> expectation,
      StackTraceElement at) {

    String place() {
      return at.getFileName() + ":" + at.getLineNumber();
    }

    /// The place of the case, which IDEs open.
    URI source() {
      var file = at.getClassName().replaceFirst("\\$.*", "").replace('.', '/') + ".java";
      var tests = Path.of(System.getProperty("project.root"), "functions/core/src/test/java");
      return URI.create(tests.resolve(file).toUri() + "?line=" + at.getLineNumber());
    }

    void verify() {
      try {
        expectation.accept(RuleBook.judge(fixture.network()));
      } catch (AssertionError failure) {
        var message =
            "%s: %s%n  in %s"
                .formatted(place(), failure.getMessage(), NetworkInWords.of(fixture.network()));
        var located = new AssertionError(message, failure);
        located.setStackTrace(new StackTraceElement[] {at});
        throw located;
      }
    }
  }

  private final Rule<?> rule;
  private final List<Case> cases = new ArrayList<>();
  private Planted planted = new Planted(_ -> {}, List.of(), Optional.empty());

  /// The rule's fault in the [RegressionAccount].
  ///
  /// @param findings the findings of the whole rule book for the fault: `HIGH
  ///   node-holds-pod-prefix/empty`
  public record Planted(
      Consumer<RegressionAccount> plant, List<String> findings, Optional<String> whyNot) {}

  private Cases(Rule<?> rule) {
    this.rule = rule;
  }

  public static Cases judging(Rule<?> rule) {
    return new Cases(rule);
  }

  public Rule<?> rule() {
    return rule;
  }

  public Cases plants(Consumer<RegressionAccount> fault, String... findings) {
    planted = new Planted(fault, List.of(findings), Optional.empty());
    return this;
  }

  public Cases plantsNothing(String because) {
    planted = new Planted(_ -> {}, List.of(), Optional.of(because));
    return this;
  }

  public Planted planted() {
    return planted;
  }

  public Cases upholds(String what, Fixture fixture) {
    return add(
        Kind.UPHELD,
        "upholds " + what,
        fixture,
        judgement -> {
          assertSilent(judgement);
          assertTrue(
              subjects(fixture.network()) > 0,
              "expected a subject that passes, but the network has no subject for " + rule.id());
        });
  }

  /// The network has no subject for the rule.
  public Cases skips(String what, Fixture fixture) {
    return add(
        Kind.NOT_ASKED,
        "skips " + what,
        fixture,
        judgement -> {
          assertSilent(judgement);
          assertEquals(0, subjects(fixture.network()), "subjects of " + rule.id());
        });
  }

  /// @param words part of the finding's sentence
  public Cases finds(String what, String words, Fixture fixture) {
    return finds(what, words, fixture, _ -> {});
  }

  public Cases finds(String what, Severity severity, String words, Fixture fixture) {
    return finds(what, severity, words, fixture, _ -> {});
  }

  public Cases finds(
      String what, Severity severity, String words, Fixture fixture, Consumer<Finding> more) {
    return finds(
        what,
        words,
        fixture,
        finding -> {
          assertEquals(severity, finding.severity(), () -> "severity of " + quoted(finding));
          more.accept(finding);
        });
  }

  /// @param more looks closer at the first finding whose sentence has the words
  public Cases finds(String what, String words, Fixture fixture, Consumer<Finding> more) {
    return add(
        Kind.VIOLATED,
        "finds " + what,
        fixture,
        judgement -> {
          var finding =
              findings(judgement).stream()
                  .filter(found -> found.detail().contains(words))
                  .findFirst()
                  .orElseThrow(
                      () -> mismatch("a finding that says \"%s\"".formatted(words), judgement));
          assertWellFormed(finding);
          more.accept(finding);
        });
  }

  public Cases waits(String what, Instant until, Fixture fixture) {
    return add(
        Kind.SETTLING,
        "waits for " + what,
        fixture,
        judgement -> {
          if (!findings(judgement).isEmpty() || !settling(judgement).equals(List.of(until))) {
            throw mismatch("no finding before " + until, judgement);
          }
        });
  }

  public Cases cannotTell(String why, Fixture fixture) {
    return cannotTell("facts that were not read", why, fixture);
  }

  public Cases cannotTell(String what, String why, Fixture fixture) {
    return add(
        Kind.UNDECIDED,
        "cannot check %s: %s".formatted(what, why),
        fixture,
        judgement -> {
          if (!findings(judgement).isEmpty()
              || undecided(judgement).stream()
                  .noneMatch(undecided -> undecided.because().contains(why))) {
            throw mismatch("not checked: \"%s\"".formatted(why), judgement);
          }
        });
  }

  /// The kinds of case that the table lacks.
  public Set<Kind> missing() {
    var missing = EnumSet.of(Kind.UPHELD, Kind.VIOLATED, Kind.UNDECIDED);
    cases.forEach(testCase -> missing.remove(testCase.kind()));
    return missing;
  }

  /// The names of tests that occur more than once.
  public Set<String> repeatedNames() {
    var seen = new HashSet<String>();
    return cases.stream()
        .map(Case::name)
        .filter(name -> !seen.add(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The first finding of the table.
  public Optional<Finding> example() {
    return findings().findFirst();
  }

  /// The first command among the findings' fixes that is short enough for a page.
  public Optional<String> command() {
    return judgements()
        .flatMap(judgement -> findings(judgement).stream())
        .filter(RemedyFile::isCommand)
        .map(Finding::remedy)
        .filter(remedy -> remedy.length() <= LONGEST_COMMAND)
        .findFirst();
  }

  /// The verdicts of the whole rule book on each network of the table.
  public Stream<Judgement> judgements() {
    return cases.stream().map(testCase -> RuleBook.judge(testCase.fixture().network()));
  }

  public Stream<DynamicTest> tests() {
    return cases.stream()
        .map(
            testCase ->
                DynamicTest.dynamicTest(testCase.name(), testCase.source(), testCase::verify));
  }

  /// The rule's findings in all networks of the table.
  Stream<Finding> findings() {
    return cases.stream()
        .flatMap(testCase -> findings(RuleBook.judge(testCase.fixture().network())).stream());
  }

  private Cases add(Kind kind, String name, Fixture fixture, Consumer<Judgement> expectation) {
    cases.add(new Case(kind, name, fixture, expectation, caller()));
    return this;
  }

  /// The line outside this class that states the case.
  private static StackTraceElement caller() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> !frame.getClassName().equals(Cases.class.getName()))
                    .findFirst())
        .orElseThrow()
        .toStackTraceElement();
  }

  private void assertSilent(Judgement judgement) {
    if (!findings(judgement).isEmpty()
        || !undecided(judgement).isEmpty()
        || !settling(judgement).isEmpty()) {
      throw mismatch("no finding", judgement);
    }
  }

  private void assertWellFormed(Finding finding) {
    assertEquals(rule.id() + "/" + finding.subject(), finding.id());
    assertEquals(rule.card().title(), finding.title());
    assertFalse(finding.remedy().isBlank(), "a finding says what to do");
    assertTrue(
        finding.detail().contains(finding.subject()),
        () -> "a detail names its subject: " + finding.detail());
    assertFalse(finding.detail().endsWith("."), "a detail has no full stop");
  }

  private int subjects(Network network) {
    var entry = RuleBook.rule(rule.id()).orElseThrow();
    Fact<? extends List<? extends Subject>> subjects = entry.subjects().apply(network);
    return subjects.map(List::size).asKnown().orElse(0);
  }

  private List<Finding> findings(Judgement judgement) {
    return judgement.findings().stream()
        .filter(finding -> finding.rule().equals(rule.id()))
        .toList();
  }

  private List<Judgement.Undecided> undecided(Judgement judgement) {
    return judgement.undecided().stream()
        .filter(undecided -> undecided.rule().equals(rule.id()))
        .toList();
  }

  private List<Instant> settling(Judgement judgement) {
    return judgement.settling().stream()
        .filter(settling -> settling.rule().equals(rule.id()))
        .map(Judgement.Settling::until)
        .toList();
  }

  private AssertionError mismatch(String expected, Judgement judgement) {
    var found =
        Stream.of(
                findings(judgement).stream().map(Cases::quoted),
                undecided(judgement).stream()
                    .map(undecided -> "not checked: \"%s\"".formatted(undecided.because())),
                settling(judgement).stream().map("too early before %s"::formatted))
            .flatMap(sentences -> sentences)
            .toList();
    return new AssertionError(
        "expected %s, but found %s"
            .formatted(expected, found.isEmpty() ? "nothing" : String.join(", ", found)));
  }

  private static String quoted(Finding finding) {
    return "\"%s\"".formatted(finding.detail());
  }
}
