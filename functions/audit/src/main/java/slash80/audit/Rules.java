package slash80.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import slash80.alerts.Plain;
import slash80.aws.BadInput;
import slash80.rules.RuleBook;

/// Prints the rule book, or one of its pages.
@Command(
    name = "rules",
    mixinStandardHelpOptions = true,
    description = "The rule book; with RULE, its page.")
final class Rules implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "RULE", description = "The id of a rule.")
  private String rule;

  @Override
  public Integer call() {
    var style = new Style(Terminal.hasColour(), Terminal.width());
    var lines = rule == null ? book(style) : page(entry(), style);
    lines.forEach(spec.commandLine().getOut()::println);
    return Slash80.FINE;
  }

  private static List<String> book(Style style) {
    var table = new Table("FAMILY", "SEVERITY", "RULE", "TITLE");
    for (var entry : RuleBook.entries()) {
      var card = entry.rule().card();
      table.row(
          entry.family().name().toLowerCase(Locale.ROOT),
          card.severity().name(),
          entry.rule().id(),
          card.title());
    }
    return table.lines(style);
  }

  private static List<String> page(RuleBook.Entry<?> entry, Style style) {
    var card = entry.rule().card();
    var lines = new ArrayList<String>();
    lines.add(style.bold(card.title()));
    lines.add(
        style.faint(
            "%s, %s, %s"
                .formatted(
                    entry.rule().id(),
                    entry.family().name().toLowerCase(Locale.ROOT),
                    card.severity())));
    lines.add("");
    lines.addAll(style.paragraph("Why it matters: ", card.risk()));
    lines.addAll(style.paragraph("How to fix it:  ", card.fix()));
    lines.add("See:            " + card.see());
    return lines;
  }

  private RuleBook.Entry<?> entry() {
    return RuleBook.rule(rule)
        .orElseThrow(
            () ->
                new BadInput(
                    "expected the id of a rule, found \"%s\"; the nearest is %s"
                        .formatted(Plain.text(rule, 80), nearest())));
  }

  private String nearest() {
    return RuleBook.entries().stream()
        .map(entry -> entry.rule().id())
        .min(java.util.Comparator.comparingInt(id -> distance(id, rule)))
        .orElseThrow();
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
