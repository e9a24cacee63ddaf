package slash80.audit.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.alerts.TextFormat;
import slash80.judge.Judgement;
import slash80.report.WhatIf;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// The findings that a report shows: those of the chosen rules, and those that are severe enough. A
/// rule that was not chosen counts for nothing. A finding that is not severe enough to be shown is
/// still counted.
///
/// @param rules the ids of the chosen rules; empty for all rules
/// @param least the least severity that is shown
public record Selection(List<String> rules, Optional<Severity> least) {
  public static final Selection ALL = new Selection(List.of(), Optional.empty());

  public Selection {
    rules = rules.stream().distinct().sorted().toList();
  }

  public boolean isAll() {
    return equals(ALL);
  }

  /// The judgement by the chosen rules alone.
  public Judgement chosen(Judgement judgement) {
    return rules.isEmpty() ? judgement : keep(judgement, _ -> true);
  }

  /// The part of a judgement that is shown.
  public Judgement shown(Judgement judgement) {
    return isAll() ? judgement : keep(judgement, this::isSevereEnough);
  }

  private Judgement keep(Judgement judgement, Predicate<Finding> isKept) {
    return new Judgement(
        judgement.cluster(),
        judgement.arn(),
        judgement.at(),
        judgement.nodes(),
        judgement.findings().stream().filter(this::isOfChosen).filter(isKept).toList(),
        judgement.undecided().stream().filter(unchecked -> isChosen(unchecked.rule())).toList(),
        judgement.settling().stream().filter(settling -> isChosen(settling.rule())).toList(),
        rules.isEmpty() ? judgement.rules() : checked(judgement),
        judgement.verdicts(),
        judgement.notes(),
        judgement.internet(),
        judgement.exempted().stream()
            .filter(exempted -> isOfChosen(exempted.finding()))
            .filter(exempted -> isKept.test(exempted.finding()))
            .toList(),
        judgement.policy(),
        judgement.permissions(),
        judgement.names());
  }

  private int checked(Judgement judgement) {
    var off = judgement.policy().off();
    return Math.toIntExact(rules.stream().filter(rule -> !off.contains(rule)).count());
  }

  private boolean isChosen(String rule) {
    return rules.isEmpty() || rules.contains(rule);
  }

  private boolean isOfChosen(Finding finding) {
    return isChosen(finding.rule());
  }

  private boolean isSevereEnough(Finding finding) {
    return least.filter(severity -> finding.severity().compareTo(severity) < 0).isEmpty();
  }

  /// The difference to the findings of the chosen rules alone.
  public WhatIf chosen(WhatIf change) {
    return rules.isEmpty() ? change : keep(change, this::isOfChosen);
  }

  /// The part of a difference that is shown: a change is, if the finding is severe enough before or
  /// after it.
  public WhatIf shown(WhatIf change) {
    return isAll()
        ? change
        : keep(change, finding -> isOfChosen(finding) && isSevereEnough(finding));
  }

  private WhatIf keep(WhatIf change, Predicate<Finding> isKept) {
    Predicate<WhatIf.Change> isChangeKept =
        either -> isKept.test(either.before()) || isKept.test(either.after());
    return new WhatIf(
        change.after(),
        change.added().stream().filter(isKept).toList(),
        change.worse().stream().filter(isChangeKept).toList(),
        change.better().stream().filter(isChangeKept).toList(),
        change.resolved().stream().filter(ended -> isKept.test(ended.before())).toList(),
        change.undecided().stream().filter(unchecked -> isChosen(unchecked.rule())).toList(),
        change.unchanged().stream().filter(isKept).toList());
  }

  /// Says how much of the report is shown; empty where all of it is.
  ///
  /// @param counted what is counted: `finding`, or `change`
  private Optional<String> sentence(long shown, long all, String counted) {
    return isAll()
        ? Optional.empty()
        : Optional.of(
            "Shown are only findings %s: %s of %s."
                .formatted(words(), TextFormat.number(shown), TextFormat.count(all, counted)));
  }

  public Optional<String> sentence(List<Judgement> judgements) {
    return sentence(
        judgements.stream().mapToLong(judgement -> shown(judgement).findings().size()).sum(),
        judgements.stream().mapToLong(judgement -> judgement.findings().size()).sum(),
        "finding");
  }

  public Optional<String> sentenceOfChanges(List<WhatIf> changes) {
    return sentence(
        changes.stream().mapToLong(change -> shown(change).size()).sum(),
        changes.stream().mapToLong(WhatIf::size).sum(),
        "change");
  }

  private String words() {
    return Stream.concat(
            rules.isEmpty() ? Stream.empty() : Stream.of("of " + String.join(", ", rules)),
            least.stream().map(Selection::words))
        .collect(Collectors.joining(" "));
  }

  private static String words(Severity least) {
    return "that are " + least + (least == Severity.CRITICAL ? "" : " or worse");
  }

  /// The selection for programs.
  public Map<String, Object> tree() {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("rules", rules);
    least.ifPresent(severity -> tree.put("severity", severity.name()));
    return tree;
  }
}
