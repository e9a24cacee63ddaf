package slash80.audit;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import slash80.aws.BadInput;
import slash80.rules.Card;
import slash80.rules.RuleBook;
import slash80.rules.Severity;

/// Prints the rule book, or one of its pages.
@Command(
    name = "rules",
    mixinStandardHelpOptions = true,
    description = "The rule book; with RULE, its page.")
final class Rules implements Callable<Integer> {
  private static final int NEAREST = 3;

  @Mixin private Output output;

  @Parameters(arity = "0..1", paramLabel = "RULE", description = "The id of a rule.")
  private String rule;

  @Override
  public Integer call() {
    output.write(rule == null ? book() : page());
    return Slash80.FINE;
  }

  private String book() {
    return switch (output.format()) {
      case JSON -> Json.pretty(RuleBook.entries().stream().map(Rules::tree).toList());
      case TEXT -> String.join("\n", table());
    };
  }

  private String page() {
    var entry = entry();
    var page = RulePage.of(entry.rule().id());
    return switch (output.format()) {
      case JSON -> {
        var tree = tree(entry);
        tree.put("page", page.markdown());
        yield Json.pretty(tree);
      }
      case TEXT -> String.join("\n", page.lines(output.style()));
    };
  }

  private List<String> table() {
    var style = output.style();
    var table = new Table(0, "FAMILY", "SEVERITY", "RULE", "TITLE");
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

  /// From the least to the worst that a rule's findings have; its page says which they have when.
  private static String severity(Card card) {
    var possible =
        Stream.of(Severity.values())
            .filter(one -> one == card.severity() || card.scale().contains(one.name()))
            .toList();
    return possible.size() == 1
        ? card.severity().name()
        : possible.getFirst() + "-" + possible.getLast();
  }

  private static String family(RuleBook.Entry<?> entry) {
    return entry.family().name().toLowerCase(Locale.ROOT);
  }

  private RuleBook.Entry<?> entry() {
    return RuleBook.rule(rule)
        .orElseThrow(
            () ->
                new BadInput(
                    "expected the id of a rule, found \"%s\"; the nearest are %s"
                        .formatted(rule, nearest())));
  }

  /// Those that hold what was typed come before those that need the fewest letters changed.
  private String nearest() {
    return RuleBook.entries().stream()
        .map(entry -> entry.rule().id())
        .sorted(
            Comparator.<String, Boolean>comparing(id -> !id.contains(rule))
                .thenComparing(id -> distance(id, rule)))
        .limit(NEAREST)
        .collect(Collectors.joining(", "));
  }

  /// How many letters have to change to make one of the other.
  static int distance(String one, String other) {
    var above = new int[other.length() + 1];
    for (int column = 0; column < above.length; column++) {
      above[column] = column;
    }
    for (int row = 1; row <= one.length(); row++) {
      var line = new int[above.length];
      line[0] = row;
      for (int column = 1; column < line.length; column++) {
        var changed = one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1;
        line[column] =
            Math.min(above[column - 1] + changed, Math.min(above[column], line[column - 1]) + 1);
      }
      above = line;
    }
    return above[other.length()];
  }
}
