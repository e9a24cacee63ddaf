package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.facts.Parameters.DEFAULTS;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import slash80.facts.Fact;
import slash80.facts.Network;
import slash80.facts.Subject;
import slash80.fixtures.Fixture;
import slash80.fixtures.RemedyFile;

/// A table of networks with what a rule says of each. A rule is judged through the rule book, so
/// that its subjects are asked for as they are in life.
///
/// ```java
/// judging(new NodeHoldsPodPrefix())
///     .upholds("a node with a /80", node("n1"))
///     .finds("n1 holds no prefix", node("n1").withoutPrefix())
/// ```
final class Cases {
  private static final int LONGEST_COMMAND = 450;

  /// What a rule can say.
  enum Kind {
    UPHELD,
    VIOLATED,
    UNDECIDED,
    SETTLING,
    NOT_ASKED
  }

  /// @param name the name of its test
  /// @param example the line on the rule's page, made from what the rule found
  /// @param at the line of the table that states it
  private record Case(
      Kind kind,
      String name,
      Function<Judgement, String> example,
      Fixture fixture,
      Consumer<Judgement> expectation,
      StackTraceElement at) {

    String place() {
      return at.getFileName() + ":" + at.getLineNumber();
    }

    /// For IDEs, which open the line.
    URI source() {
      var file = at.getClassName().replaceFirst("\\$.*", "").replace('.', '/') + ".java";
      var tests = Path.of(System.getProperty("project.root"), "functions/core/src/test/java");
      return URI.create(tests.resolve(file).toUri() + "?line=" + at.getLineNumber());
    }

    void verify() {
      try {
        expectation.accept(RuleBook.judge(fixture.network()));
      } catch (AssertionError failure) {
        var told =
            new AssertionError(
                "%s: %s\n  in %s".formatted(place(), failure.getMessage(), fixture), failure);
        told.setStackTrace(new StackTraceElement[] {at});
        throw told;
      }
    }
  }

  private final Rule<?> rule;
  private final List<Case> cases = new ArrayList<>();

  private Cases(Rule<?> rule) {
    this.rule = rule;
  }

  static Cases judging(Rule<?> rule) {
    return new Cases(rule);
  }

  Rule<?> rule() {
    return rule;
  }

  Cases upholds(String what, Fixture fixture) {
    return add(
        Kind.UPHELD,
        "upholds " + what,
        _ -> what,
        fixture,
        judgement -> {
          assertSilent(judgement);
          assertTrue(subjects(fixture.network()) > 0, "nothing was judged: the case says nothing");
        });
  }

  /// The rule has nobody to ask.
  Cases asksNobodyOf(String what, Fixture fixture) {
    return add(
        Kind.NOT_ASKED,
        "asks nobody of " + what,
        _ -> what,
        fixture,
        judgement -> {
          assertSilent(judgement);
          assertEquals(0, subjects(fixture.network()), "subjects of " + rule.id());
        });
  }

  Cases finds(String words, Fixture fixture) {
    return finds(words, fixture, _ -> {});
  }

  Cases finds(Severity severity, String words, Fixture fixture) {
    return finds(words, fixture, finding -> assertEquals(severity, finding.severity()));
  }

  Cases finds(Severity severity, String words, Fixture fixture, Consumer<Finding> more) {
    return finds(
        words,
        fixture,
        finding -> {
          assertEquals(severity, finding.severity());
          more.accept(finding);
        });
  }

  /// The first finding whose detail has the words is looked at closer.
  Cases finds(String words, Fixture fixture, Consumer<Finding> more) {
    return add(
        Kind.VIOLATED,
        "finds " + words,
        judgement -> example(finding(words, judgement)),
        fixture,
        judgement -> {
          var finding = finding(words, judgement);
          assertWellFormed(finding);
          more.accept(finding);
        });
  }

  private Finding finding(String words, Judgement judgement) {
    return findings(judgement).stream()
        .filter(one -> one.detail().contains(words))
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "no finding says \"%s\", but %s".formatted(words, told(judgement))));
  }

  private static String example(Finding finding) {
    return "%s: %s".formatted(finding.severity(), finding.detail());
  }

  Cases waits(Instant until, Fixture fixture) {
    return add(
        Kind.SETTLING,
        "waits until " + until,
        _ -> "a node launched in the last %d minutes".formatted(DEFAULTS.settling().toMinutes()),
        fixture,
        judgement -> {
          assertEquals(List.of(), findings(judgement));
          assertEquals(
              List.of(until),
              judgement.settling().stream()
                  .filter(one -> one.rule().equals(rule.id()))
                  .map(Judgement.Settling::until)
                  .toList());
        });
  }

  Cases cannotTell(String why, Fixture fixture) {
    return cannotTell("facts that were not read", why, fixture);
  }

  Cases cannotTell(String what, String why, Fixture fixture) {
    return add(
        Kind.UNDECIDED,
        "cannot tell of %s: %s".formatted(what, why),
        _ -> "%s (%s)".formatted(what, why),
        fixture,
        judgement -> {
          assertEquals(List.of(), findings(judgement).stream().map(Finding::detail).toList());
          assertTrue(
              undecided(judgement).stream().anyMatch(one -> one.because().contains(why)),
              () -> "nothing is undecided for \"%s\", but %s".formatted(why, told(judgement)));
        });
  }

  /// The kinds of case that the table lacks.
  Set<Kind> missing() {
    var missing = EnumSet.of(Kind.UPHELD, Kind.VIOLATED, Kind.UNDECIDED);
    cases.forEach(one -> missing.remove(one.kind()));
    return missing;
  }

  /// What the rule's page says of the cases of a kind.
  List<String> examples(Kind kind) {
    return cases.stream()
        .filter(one -> one.kind() == kind)
        .map(one -> one.example().apply(RuleBook.judge(one.fixture().network())))
        .distinct()
        .toList();
  }

  /// The first command that the rule tells people to run and that a page has room for.
  Optional<String> command() {
    return judgements()
        .flatMap(judgement -> findings(judgement).stream())
        .filter(RemedyFile::isCommand)
        .map(Finding::remedy)
        .filter(remedy -> remedy.length() <= LONGEST_COMMAND)
        .findFirst();
  }

  /// What the whole book says of each network of the table.
  Stream<Judgement> judgements() {
    return cases.stream().map(one -> RuleBook.judge(one.fixture().network()));
  }

  Stream<DynamicTest> tests() {
    return cases.stream()
        .map(one -> DynamicTest.dynamicTest(one.name(), one.source(), one::verify));
  }

  /// What the rule finds in all of its networks.
  Stream<Finding> findings() {
    return cases.stream()
        .flatMap(one -> findings(RuleBook.judge(one.fixture().network())).stream());
  }

  private Cases add(
      Kind kind,
      String name,
      Function<Judgement, String> example,
      Fixture fixture,
      Consumer<Judgement> expectation) {
    cases.add(new Case(kind, name, example, fixture, expectation, caller()));
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
    assertAll(
        () -> assertEquals(List.of(), findings(judgement).stream().map(Finding::detail).toList()),
        () -> assertEquals(List.of(), undecided(judgement)),
        () ->
            assertEquals(
                List.of(),
                judgement.settling().stream()
                    .filter(one -> one.rule().equals(rule.id()))
                    .toList()));
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
    return judgement.findings().stream().filter(one -> one.rule().equals(rule.id())).toList();
  }

  private List<Judgement.Undecided> undecided(Judgement judgement) {
    return judgement.undecided().stream().filter(one -> one.rule().equals(rule.id())).toList();
  }

  private String told(Judgement judgement) {
    return "found %s, undecided %s"
        .formatted(
            findings(judgement).stream().map(Finding::detail).toList(), undecided(judgement));
  }
}
