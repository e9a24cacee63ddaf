package slash80.audit.command;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import slash80.audit.report.Selection;
import slash80.aws.Suggestions;
import slash80.judge.RetiredRules;
import slash80.judge.RuleBook;
import slash80.rule.Severity;

/// The options that choose the findings of a report, whatever its format.
final class SelectionOptions {
  private static final int NEAREST = 3;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--severity",
      paramLabel = "SEVERITY",
      completionCandidates = CompletedWords.Severities.class,
      description =
          "Show findings that are at least this severe (LOW, MEDIUM, HIGH, CRITICAL). The report"
              + " says how many there are in all, and --fail-on counts the others too.")
  private @Nullable String severity;

  @Option(
      names = "--rule",
      paramLabel = "RULE",
      completionCandidates = CompletedWords.Rules.class,
      description = "Only this rule, in the report and for --fail-on. Repeat it for several rules.")
  private List<String> rules = List.of();

  Selection selection() {
    return new Selection(
        rules.stream().map(this::rule).toList(), Optional.ofNullable(severity).map(this::severity));
  }

  private Severity severity(String word) {
    return named(word)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "expected --severity LOW, MEDIUM, HIGH or CRITICAL, found \"%s\""
                        .formatted(word)));
  }

  static Optional<Severity> named(@Nullable String word) {
    return Arrays.stream(Severity.values())
        .filter(severity -> severity.name().equalsIgnoreCase(word))
        .findFirst();
  }

  private String rule(String id) {
    var present = RetiredRules.CURRENT.successor(id).orElse(id);
    if (RuleBook.rule(present).isEmpty()) {
      var ids = RuleBook.entries().stream().map(entry -> entry.rule().id()).toList();
      throw new ParameterException(
          spec.commandLine(),
          "expected --rule with the id of a rule, found \"%s\"; the nearest are %s"
              .formatted(id, String.join(", ", Suggestions.of(id, ids, NEAREST))));
    }
    return present;
  }
}
