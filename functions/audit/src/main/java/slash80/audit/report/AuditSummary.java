package slash80.audit.report;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.List;
import slash80.alerts.FindingGroup;
import slash80.alerts.TextFormat;
import slash80.judge.Judgement;

/// The sentences that sum up a report, and the words for the rest of a long list.
public final class AuditSummary {
  private static final int LISTED = 8;

  private AuditSummary() {}

  /// The closing sentence of one cluster.
  public static String of(Judgement judgement) {
    var findings = judgement.findings();
    return "%s%s%s, %s not checked, %s settling; %s, %s"
        .formatted(
            TextFormat.count(findings.size(), "finding"),
            findings.isEmpty() ? "" : " (" + FindingGroup.counts(findings) + ")",
            judgement.exempted().isEmpty()
                ? ""
                : ", %s exempted".formatted(TextFormat.number(judgement.exempted().size())),
            TextFormat.number(judgement.undecided().size()),
            TextFormat.number(judgement.settling().size()),
            TextFormat.count(judgement.nodes(), "node"),
            TextFormat.count(judgement.rules(), "rule"));
  }

  /// The closing sentence of one cluster as it would be.
  public static String of(WhatIf change) {
    var opened = change.opened();
    return "%s would be new%s, %s fixed; %s would stay"
        .formatted(
            TextFormat.count(opened.size(), "finding"),
            opened.isEmpty() ? "" : " (" + FindingGroup.counts(opened) + ")",
            TextFormat.number(change.resolved().size()),
            TextFormat.number(change.staying()));
  }

  public static String supposed(List<Path> with) {
    return "As it would be with "
        + with.stream().map(file -> file.getFileName().toString()).collect(joining(", "));
  }

  /// The first few, and how many there are besides.
  public static String listed(List<String> things) {
    var text = things.stream().limit(LISTED).collect(joining(", "));
    var left = things.size() - LISTED;
    return left > 0 ? text + " " + more(left) : text;
  }

  public static String more(int left) {
    return "and %s more; --format json has all".formatted(TextFormat.number(left));
  }
}
