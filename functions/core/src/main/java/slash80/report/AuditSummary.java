package slash80.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import slash80.alerts.FindingGroup;
import slash80.alerts.TextFormat;
import slash80.judge.Judgement;
import slash80.rule.Finding;

/// The sentences that sum up a report, and the words for the rest of a long list.
public final class AuditSummary {
  /// What a report says in place of the nodes. Some may be hidden, or lack their tags.
  public static final String NO_NODES = "No node of the cluster was seen.";

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
    return "%s would be new%s%s%s, %s fixed; %s would stay"
        .formatted(
            TextFormat.count(change.added().size(), "finding"),
            change.added().isEmpty() ? "" : " (" + FindingGroup.counts(change.added()) + ")",
            some(change.worse(), "worse"),
            some(change.better(), "better"),
            TextFormat.number(change.resolved().size()),
            TextFormat.number(change.unchanged().size()));
  }

  private static String some(List<WhatIf.Change> changes, String how) {
    return changes.isEmpty() ? "" : ", %s %s".formatted(TextFormat.number(changes.size()), how);
  }

  /// The first few, and how many there are besides.
  public static String listed(List<String> things) {
    var text = things.stream().limit(LISTED).collect(joining(", "));
    var left = things.size() - LISTED;
    return left > 0 ? text + " " + more(left) : text;
  }

  /// The subjects of the findings beside the first.
  public static Optional<String> others(FindingGroup group) {
    var others = group.findings().stream().skip(1).map(Finding::subject).toList();
    return others.isEmpty() ? Optional.empty() : Optional.of(listed(others));
  }

  /// Says each reason once: rules that were not checked for the same reason and the same subjects
  /// stand together.
  public static List<Unchecked> unchecked(List<Judgement.Undecided> undecideds) {
    return undecideds.stream()
        .collect(
            groupingBy(
                undecided -> new Unchecked("", undecided.because(), undecided.subjects()),
                LinkedHashMap::new,
                mapping(Judgement.Undecided::rule, joining(", "))))
        .entrySet()
        .stream()
        .map(
            entry ->
                new Unchecked(
                    entry.getValue(), entry.getKey().because(), entry.getKey().subjects()))
        .toList();
  }

  /// Rules that were not checked for one reason.
  ///
  /// @param subjects ids; empty if the reason concerns the whole cluster
  public record Unchecked(String rules, String because, List<String> subjects) {
    public String sentence() {
      return "%s: %s".formatted(rules, because);
    }

    /// The subjects in words, if there are any.
    public Optional<String> concerned() {
      return subjects.isEmpty() ? Optional.empty() : Optional.of("for " + listed(subjects));
    }
  }

  public static String more(int left) {
    return "and %s more; --format json has all".formatted(TextFormat.number(left));
  }
}
