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
import slash80.network.Names;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// The result of checking one cluster against the rule book: its findings, the rules that could not
/// be checked, and the subjects that are too young to be checked. Findings are sorted: worst first,
/// then by id.
///
/// @param arn of the cluster
/// @param rules the number of rules that were checked
/// @param verdicts the number of their verdicts
/// @param internet the addresses that count as the internet, to measure and word open sets
/// @param exempted findings that the policy exempts, worst first; they are not reported
/// @param policy the policy in force
/// @param permissions the permissions that reading the account was granted or refused
/// @param names the names of the resources that findings speak of
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
    Permissions permissions,
    Names names) {
  public Judgement {
    findings = List.copyOf(findings);
    undecided = List.copyOf(undecided);
    settling = List.copyOf(settling);
    notes = List.copyOf(notes);
    internet = Map.copyOf(internet);
    exempted = List.copyOf(exempted);
  }

  /// The judgement of an empty cluster: no node and no finding, and nothing left unchecked.
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
        Permissions.unasked(),
        Names.NONE);
  }

  /// Whether the policy hides a finding: its rule is off, or all of it is exempted. Its absence
  /// from the findings does not mean that it is fixed.
  public boolean hides(String finding) {
    boolean isExempted =
        exempted.stream().anyMatch(exempted -> exempted.finding().id().equals(finding))
            && findings.stream().noneMatch(open -> open.id().equals(finding));
    return isExempted
        || policy.off().contains(finding.substring(0, Math.max(finding.indexOf('/'), 0)));
  }

  /// The exemptions that apply to a finding.
  public List<Exemption> used() {
    return exempted.stream().map(Exempted::exemption).distinct().toList();
  }

  /// The used exemptions that end within seven days. Their findings are reported after that.
  public List<Exemption> lapsing() {
    return used().stream().filter(exemption -> exemption.lapsesSoon(at)).toList();
  }

  /// The permissions that were missing, by action. A rule need not depend on each of them: the
  /// rules may be off, or may have no subject in the facts that were not read.
  public List<Missing> missing() {
    return permissions.refused().stream()
        .map(refusal -> new Missing(refusal, blockedBy(refusal)))
        .toList();
  }

  /// The rules that a refusal blocks: they could not be checked, or a finding says that there may
  /// be more.
  private SortedSet<String> blockedBy(Refusal refusal) {
    return Stream.concat(
            undecided.stream()
                .filter(undecided -> refusal.explains(undecided.because()))
                .map(Undecided::rule),
            findings.stream()
                .filter(finding -> refusal.explains(finding.detail()))
                .map(Finding::rule))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The highest severity of a rule under this policy.
  public Severity severityOf(String rule) {
    return RuleBook.rule(rule)
        .map(RuleBook.Entry::rule)
        .map(known -> policy.severity(known).orElse(known.card().severity()))
        .orElse(Severity.LOW);
  }

  /// The highest severity of the rules that a missing permission blocks.
  public Severity severityOf(Missing missing) {
    return missing.rules().stream()
        .map(this::severityOf)
        .max(Comparator.naturalOrder())
        .orElse(Severity.LOW);
  }

  /// A permission that is missing.
  ///
  /// @param rules the ids of the rules that cannot be checked without it
  public record Missing(Refusal refusal, SortedSet<String> rules) {
    public Missing {
      rules = Collections.unmodifiableSortedSet(new TreeSet<>(rules));
    }

    public String action() {
      return refusal.action();
    }

    /// Whether a rule cannot be checked without it.
    public boolean blocksRules() {
      return !rules.isEmpty();
    }
  }

  /// A rule that could not be checked, for one reason.
  ///
  /// @param subjects the ids of the unchecked subjects, sorted; empty if the subjects could not be
  ///   read either, so that none was checked
  public record Undecided(String rule, String because, List<String> subjects) {
    public Undecided {
      subjects = List.copyOf(subjects);
    }
  }

  /// A subject that is too young to be checked by a rule.
  public record Settling(String rule, String subject, Instant until) {}
}
