package slash80.audit.report;

import java.util.Optional;
import java.util.stream.Stream;
import slash80.alerts.TextFormat;
import slash80.facts.Cluster;
import slash80.judge.Judgement;
import slash80.network.Names;
import slash80.report.WhatIf;
import slash80.rule.Finding;

/// A finding in a report that has a row for each. What was not checked has rows too, so that it is
/// never taken for fine.
///
/// @param change what a what-if report says of it, such as `NEW`; empty in other reports
/// @param severity of the finding, or `NOT-CHECKED` or `SETTLING`
/// @param sentence the finding in its own words, or why the rule was not checked
/// @param before the finding as it is now, in a what-if report; empty elsewhere
/// @param finding absent if the rule was not checked
/// @param names of the resources that the finding is about
public record FindingRow(
    String change,
    String severity,
    String rule,
    String subject,
    Cluster.Id cluster,
    String sentence,
    String before,
    Optional<Finding> finding,
    Names names) {
  private static final String NOT_CHECKED = "NOT-CHECKED";
  private static final String SETTLING = "SETTLING";

  /// The rows of one cluster, worst first.
  public static Stream<FindingRow> all(Judgement judgement) {
    var cluster = judgement.cluster();
    var names = judgement.names();
    return Stream.of(
            judgement.findings().stream().map(finding -> found("", finding, "", cluster, names)),
            judgement.undecided().stream().map(unchecked -> unchecked("", unchecked, cluster)),
            judgement.settling().stream().map(settling -> settling(settling, cluster)))
        .flatMap(rows -> rows);
  }

  /// The rows of a what-if report about one cluster.
  public static Stream<FindingRow> all(WhatIf change) {
    var cluster = change.after().cluster();
    var names = change.after().names();
    return Stream.of(
            change.added().stream().map(finding -> found("NEW", finding, "", cluster, names)),
            change.worse().stream().map(worse -> changed("WORSE", worse, cluster, names)),
            change.better().stream().map(better -> changed("BETTER", better, cluster, names)),
            change.resolved().stream()
                .map(ended -> found("FIXED", ended.before(), "", cluster, names)),
            change.undecided().stream().map(unchecked -> unchecked("NEW", unchecked, cluster)))
        .flatMap(rows -> rows);
  }

  private static FindingRow changed(
      String kind, WhatIf.Change change, Cluster.Id cluster, Names names) {
    return found(kind, change.after(), change.was(), cluster, names);
  }

  private static FindingRow found(
      String change, Finding finding, String before, Cluster.Id cluster, Names names) {
    return new FindingRow(
        change,
        finding.severity().name(),
        finding.rule(),
        finding.subject(),
        cluster,
        finding.detail(),
        before,
        Optional.of(finding),
        names);
  }

  private static FindingRow unchecked(
      String change, Judgement.Undecided unchecked, Cluster.Id cluster) {
    var subjects = unchecked.subjects();
    var left = subjects.size() - 1;
    return new FindingRow(
        change,
        NOT_CHECKED,
        unchecked.rule(),
        subjects.isEmpty() ? cluster.name() : subjects.getFirst(),
        cluster,
        left > 0
            ? "%s (and for %s)"
                .formatted(unchecked.because(), TextFormat.count(left, "more subject"))
            : unchecked.because(),
        "",
        Optional.empty(),
        Names.NONE);
  }

  private static FindingRow settling(Judgement.Settling settling, Cluster.Id cluster) {
    return new FindingRow(
        "",
        SETTLING,
        settling.rule(),
        settling.subject(),
        cluster,
        "is not checked before " + TextFormat.moment(settling.until()),
        "",
        Optional.empty(),
        Names.NONE);
  }

  /// One line for `grep`: five parts with a space between them, of which only the last has spaces.
  /// In a what-if report the kind of change stands before them.
  public String line() {
    return Stream.of(change, severity, rule, subject, cluster.region())
            .filter(part -> !part.isEmpty())
            .map(part -> TextFormat.text(part).replace(" ", "\\u0020"))
            .reduce("", (line, part) -> line + part + " ")
        + TextFormat.text(sentence)
        + (before.isEmpty() ? "" : TextFormat.text("; before: " + before));
  }
}
