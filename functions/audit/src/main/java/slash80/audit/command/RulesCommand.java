package slash80.audit.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import slash80.audit.report.Json;
import slash80.audit.text.RuleSection;
import slash80.audit.text.TextTable;
import slash80.aws.BadInput;
import slash80.aws.Suggestions;
import slash80.judge.RuleBook;
import slash80.rule.Card;
import slash80.rule.Severity;

/// The command `rules`: prints the rule book, or the page of one rule.
@Command(
    name = "rules",
    mixinStandardHelpOptions = true,
    addMethodSubcommands = false,
    description = "List the rules; with RULE, explain one.",
    footer = {
      "",
      "Examples:",
      "  ./slash80 rules",
      "  ./slash80 rules interface-closed-to-ipv6-internet"
    })
final class RulesCommand implements Callable<Integer> {
  private static final int NEAREST = 3;

  @Mixin private PlainOutput output;

  @Parameters(
      arity = "0..1",
      paramLabel = "RULE",
      completionCandidates = CompletedWords.Rules.class,
      description = "The id of a rule.")
  private @Nullable String rule;

  @Override
  public Integer call() {
    output.write(rule == null ? book() : page(rule));
    return Slash80.FINE;
  }

  private String book() {
    return output.isJson()
        ? Json.pretty(RuleBook.entries().stream().map(RulesCommand::tree).toList())
        : String.join("\n", table());
  }

  private String page(String rule) {
    var entry = entry(rule);
    var page = RuleSection.of(entry.rule().id());
    if (!output.isJson()) {
      return String.join("\n", page.lines(output.style()));
    }
    var tree = tree(entry);
    tree.put("page", page.markdown());
    return Json.pretty(tree);
  }

  private List<String> table() {
    var style = output.style();
    var table = new TextTable(0, "FAMILY", "SEVERITY", "RULE", "TITLE");
    for (var entry : RuleBook.entries()) {
      var card = entry.rule().card();
      table.row(family(entry), severity(card), entry.rule().id(), card.title());
    }
    return table.lines(style);
  }

  private static Map<String, Object> tree(RuleBook.Entry<?> entry) {
    var card = entry.rule().card();
    var tree = new LinkedHashMap<String, Object>();
    tree.put("rule", entry.rule().id());
    tree.put("family", family(entry));
    tree.put("severity", card.severity().name());
    if (!card.scale().isEmpty()) {
      tree.put("scale", card.scale());
    }
    tree.put("title", card.title());
    tree.put("risk", card.risk());
    tree.put("fix", card.fix());
    tree.put("see", card.see());
    return tree;
  }

  /// The range of severities of a rule; its page says which finding has which.
  private static String severity(Card card) {
    var possible =
        Stream.of(Severity.values())
            .filter(
                severity -> severity == card.severity() || card.scale().contains(severity.name()))
            .toList();
    return possible.size() == 1
        ? card.severity().name()
        : possible.getFirst() + "-" + possible.getLast();
  }

  private static String family(RuleBook.Entry<?> entry) {
    return entry.family().name().toLowerCase(Locale.ROOT);
  }

  private static RuleBook.Entry<?> entry(String rule) {
    return RuleBook.rule(rule)
        .orElseThrow(
            () ->
                new BadInput(
                    "expected the id of a rule, found \"%s\"; the nearest are %s"
                        .formatted(rule, String.join(", ", nearest(rule)))));
  }

  private static List<String> nearest(String rule) {
    return Suggestions.of(
        rule, RuleBook.entries().stream().map(entry -> entry.rule().id()).toList(), NEAREST);
  }
}
