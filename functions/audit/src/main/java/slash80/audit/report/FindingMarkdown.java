package slash80.audit.report;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import slash80.alerts.FindingGroup;
import slash80.alerts.TextFormat;
import slash80.facts.Cluster;
import slash80.judge.Judgement;
import slash80.network.Names;
import slash80.report.AuditSummary;
import slash80.report.NamedResource;
import slash80.report.WhatIf;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// A report as Markdown for a comment on a pull request: a table of causes for each cluster, worst
/// first. It fits into one comment, and says what it leaves out.
public final class FindingMarkdown {
  /// GitHub refuses a longer comment: "body is too long (maximum is 65536 characters)".
  public static final int LONGEST = 65_536;

  /// Room to say what is left out.
  private static final int RESERVE = 200;

  private static final int NOTES = 20;
  private static final int WORDS = 600;
  private static final int COMMAND = 2_000;
  private static final int FIXES = 5;
  private static final int NAMED = 4;
  private static final int NAME = 160;

  private FindingMarkdown() {}

  /// A table with its heading. Its rows are written only while there is room.
  private record Table<T>(
      String title, List<String> headings, List<T> items, Function<T, List<String>> cells) {
    String start() {
      return "\n**%s**\n\n%s\n%s|\n"
          .formatted(title, line(headings), "|---".repeat(headings.size()));
    }

    String row(T item) {
      return line(cells.apply(item)) + "\n";
    }

    private static String line(List<String> cells) {
      return cells.stream().collect(joining(" | ", "| ", " |"));
    }
  }

  /// The report on one cluster.
  public record Part(String heading, List<Table<?>> tables) {
    public static Part of(Judgement judgement) {
      return new Part(
          place(judgement, AuditSummary.of(judgement)),
          List.of(
              causes("Findings", judgement.findings(), judgement.names()),
              unchecked("Not checked", judgement.undecided())));
    }

    public static Part of(WhatIf change) {
      return new Part(
          place(change.after(), AuditSummary.of(change)),
          List.of(
              causes("Would be new", change.added(), change.after().names()),
              changes("Would be worse", change.worse()),
              changes("Would be better", change.better()),
              fixed(change.resolved()),
              unchecked("Not checked any more", change.undecided())));
    }
  }

  private static String place(Judgement judgement, String closing) {
    Cluster.Id cluster = judgement.cluster();
    return "### Cluster %s\n\n%s\n\nAccount %s, %s, at %s.\n"
        .formatted(
            Markdown.text(TextFormat.text(cluster.name(), 100)),
            Markdown.text(closing),
            Markdown.text(cluster.account()),
            Markdown.text(cluster.region()),
            Markdown.text(TextFormat.moment(judgement.at())));
  }

  private static Table<?> causes(String title, List<Finding> findings, Names names) {
    return new Table<>(
        title,
        List.of("Severity", "Finding", "Fix"),
        FindingGroup.of(findings),
        group ->
            List.of(
                severity(group.severity()),
                words(group.first()) + others(group) + rule(group.first()) + names(group, names),
                fix(group.remedies())));
  }

  private static Table<?> changes(String title, List<WhatIf.Change> changes) {
    return new Table<>(
        title,
        List.of("Severity", "Finding", "Before", "Fix"),
        changes,
        change ->
            List.of(
                severity(change.after().severity()),
                words(change.after()) + rule(change.after()),
                Markdown.text(TextFormat.text(change.was(), WORDS)),
                fix(List.of(change.after().remedy()))));
  }

  private static Table<?> fixed(List<WhatIf.Ended> resolved) {
    return new Table<>(
        "Would be fixed",
        List.of("Severity", "Finding"),
        resolved,
        ended ->
            List.of(
                severity(ended.before().severity()),
                words(ended.before()) + ended.words() + rule(ended.before())));
  }

  private static Table<?> unchecked(String title, List<Judgement.Undecided> undecided) {
    return new Table<>(
        title,
        List.of("Rules", "Reason"),
        AuditSummary.unchecked(undecided),
        unchecked ->
            List.of(
                Markdown.text(unchecked.rules()),
                Markdown.text(
                    TextFormat.text(
                        Stream.concat(
                                Stream.of(unchecked.because()), unchecked.concerned().stream())
                            .collect(joining(", ")),
                        WORDS))));
  }

  private static String severity(Severity severity) {
    return severity.compareTo(Severity.HIGH) >= 0 ? "**" + severity + "**" : severity.name();
  }

  private static String words(Finding finding) {
    return Markdown.text(TextFormat.text(finding.detail(), WORDS));
  }

  private static String others(FindingGroup group) {
    return AuditSummary.others(group)
        .map(others -> "<br>Also " + Markdown.text(TextFormat.text(others, WORDS)))
        .orElse("");
  }

  private static String rule(Finding finding) {
    return "<br>" + Markdown.code(finding.rule());
  }

  /// The names of the resources of the first finding, so that a reader need not look ids up.
  private static String names(FindingGroup group, Names names) {
    return NamedResource.of(group.first(), names).stream()
        .limit(NAMED)
        .map(named -> "<br>" + Markdown.text(TextFormat.text(named.sentence(), NAME)))
        .collect(joining());
  }

  /// The fixes of a group, each on lines of its own.
  private static String fix(List<String> remedies) {
    var listed = remedies.stream().limit(FIXES).map(FindingMarkdown::fix).collect(joining("<br>"));
    return remedies.size() > FIXES
        ? listed + "<br>" + AuditSummary.more(remedies.size() - FIXES)
        : listed;
  }

  /// A command in its lines; a cut command could do harm, so a long one is left out.
  private static String fix(String remedy) {
    if (!TextFormat.isCommand(remedy)) {
      return Markdown.text(TextFormat.text(remedy, WORDS));
    }
    return remedy.length() > COMMAND
        ? "The command is long: `./slash80 audit` prints it."
        : TextFormat.repair(remedy, COMMAND).stream().map(Markdown::code).collect(joining("<br>"));
  }

  /// @param notes about the report as a whole
  public static String of(List<String> notes, List<Part> parts) {
    var text = new StringBuilder("## Slash80 audit\n\n");
    notes.stream()
        .limit(NOTES)
        .forEach(note -> text.append(Markdown.text(TextFormat.text(note, WORDS))).append("\n\n"));
    for (int number = 0; number < parts.size(); number++) {
      int left = parts.size() - number;
      int room = (LONGEST - RESERVE - text.length()) / left;
      var part = written(parts.get(number), room);
      if (part.isEmpty()) {
        return text
            + "And %s; --format json has all.".formatted(TextFormat.count(left, "more cluster"));
      }
      text.append(part.get());
    }
    return text.toString().stripTrailing();
  }

  /// Empty if there is no room for the cluster's heading.
  private static Optional<String> written(Part part, int room) {
    var text = new StringBuilder(part.heading());
    if (text.length() + RESERVE > room) {
      return Optional.empty();
    }
    for (var table : part.tables()) {
      write(table, text, room);
    }
    return Optional.of(text.append("\n").toString());
  }

  private static <T> void write(Table<T> table, StringBuilder text, int room) {
    int written = 0;
    for (var item : table.items()) {
      var row = (written == 0 ? table.start() : "") + table.row(item);
      if (text.length() + row.length() + RESERVE > room) {
        break;
      }
      text.append(row);
      written++;
    }
    int left = table.items().size() - written;
    if (left > 0) {
      text.append("\n%s: %s\n".formatted(table.title(), AuditSummary.more(left)));
    }
  }
}
