package slash80.judge;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.Cluster;
import slash80.facts.Permissions;
import slash80.facts.Refusal;
import slash80.ip.Internet;
import slash80.ip.IpFamily;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// What the rule book says of one cluster: everything that is wrong, that could not be told, or
/// that it is too early to say. Findings are sorted: worst first, then by id.
///
/// @param arn of the cluster
/// @param rules how many rules were asked
/// @param verdicts how many verdicts they gave
/// @param internet what the open sets of findings are measured and written against
/// @param exempted what is wrong too, and not told: worst first
/// @param policy the one that it was judged under
/// @param permissions what was heard of those that reading needs
public record Judgement(
    Cluster.Id cluster,
    String arn,
    Instant at,
    int nodes,
    List<Finding> findings,
    List<Undecided> undecided,
    List<Settling> settling,
    int rules,
    int verdicts,
    List<String> notes,
    Map<IpFamily, Internet> internet,
    List<Exempted> exempted,
    Policy policy,
    Permissions permissions) {
  public Judgement {
    findings = List.copyOf(findings);
    undecided = List.copyOf(undecided);
    settling = List.copyOf(settling);
    notes = List.copyOf(notes);
    internet = Map.copyOf(internet);
    exempted = List.copyOf(exempted);
  }

  /// The judgement of a cluster that holds nothing: no node, no finding, nothing left undecided.
  public static Judgement nothing(Cluster.Id cluster, String arn, Instant at, Policy policy) {
    return new Judgement(
        cluster,
        arn,
        at,
        0,
        List.of(),
        List.of(),
        List.of(),
        0,
        0,
        List.of(),
        Map.of(),
        List.of(),
        policy,
        Permissions.unasked());
  }

  /// Whether a finding would not be told even if it were there: its rule is off, or it is exempted
  /// whole. That it is not among the findings does not mean that it is mended.
  public boolean silences(String finding) {
    boolean isExempted =
        exempted.stream().anyMatch(exempted -> exempted.finding().id().equals(finding))
            && findings.stream().noneMatch(otherFinding -> otherFinding.id().equals(finding));
    return isExempted
        || policy.off().contains(finding.substring(0, Math.max(finding.indexOf('/'), 0)));
  }

  /// The exemptions that something was exempted by.
  public List<Exemption> used() {
    return exempted.stream().map(Exempted::exemption).distinct().toList();
  }

  /// Those of them that end within seven days: then their findings are news again.
  public List<Exemption> lapsing() {
    return used().stream().filter(exemption -> exemption.lapsesSoon(at)).toList();
  }

  /// The permissions that reading missed, by their actions. Some are missed by no rule: the rules
  /// may be off, or had nothing to ask of what was not read.
  public List<Missing> missing() {
    return permissions.refused().stream()
        .map(refusal -> new Missing(refusal, blind(refusal)))
        .toList();
  }

  /// The rules that a refusal leaves undecided, or tells of in a finding that may not be all.
  private SortedSet<String> blind(Refusal refusal) {
    return Stream.concat(
            undecided.stream()
                .filter(undecided -> refusal.explains(undecided.because()))
                .map(Undecided::rule),
            findings.stream()
                .filter(finding -> refusal.explains(finding.detail()))
                .map(Finding::rule))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The worst that a rule tells of, unless its finding knows better.
  public Severity severityOf(String rule) {
    return RuleBook.rule(rule)
        .map(RuleBook.Entry::rule)
        .map(known -> policy.severity(known).orElse(known.card().severity()))
        .orElse(Severity.LOW);
  }

  /// The worst that goes untold for want of a permission.
  public Severity severityOf(Missing missing) {
    return missing.rules().stream()
        .map(this::severityOf)
        .max(Comparator.naturalOrder())
        .orElse(Severity.LOW);
  }

  /// A permission that is missing.
  ///
  /// @param rules the ids of those that could not tell without it
  public record Missing(Refusal refusal, SortedSet<String> rules) {
    public Missing {
      rules = Collections.unmodifiableSortedSet(new TreeSet<>(rules));
    }

    public String action() {
      return refusal.action();
    }

    /// Whether a rule could not tell without it.
    public boolean blocksRules() {
      return !rules.isEmpty();
    }
  }

  /// A rule that could not tell, for one reason.
  ///
  /// @param subjects the ids of those it could not judge, sorted; empty when not even they are
  ///   known, so that it could judge none
  public record Undecided(String rule, String because, List<String> subjects) {
    public Undecided {
      subjects = List.copyOf(subjects);
    }
  }

  /// A rule that it is too early to ask of a subject.
  public record Settling(String rule, String subject, Instant until) {}
}
