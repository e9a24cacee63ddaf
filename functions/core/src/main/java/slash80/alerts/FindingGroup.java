package slash80.alerts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slash80.ip.IpFamily;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.Delta;
import slash80.rule.Finding;
import slash80.rule.Severity;
import slash80.rule.Verdict;

/// Findings that are reported as one, because one fix ends them all: they break the same rule for
/// the same cause. 312 nodes behind one security group are one group. Findings without a cause are
/// grouped if only their subject differs. An interface that the internet reaches in several ways,
/// such as an internet gateway and an accelerator, breaks a rule for each way: these are one group
/// too if one command closes all ways.
///
/// @param findings worst first, then by id; at least one
public record FindingGroup(List<Finding> findings) {
  private static final int CALLS = 3;
  private static final Comparator<Finding> WORST_FIRST =
      Comparator.comparing(Finding::severity).reversed().thenComparing(Finding::id);

  public FindingGroup {
    findings = findings.stream().sorted(WORST_FIRST).toList();
  }

  /// The groups of these findings, worst first.
  public static List<FindingGroup> of(List<Finding> findings) {
    var alike = new LinkedHashMap<Likeness, List<Finding>>();
    for (Finding finding : findings) {
      alike.computeIfAbsent(Likeness.of(finding), _ -> new ArrayList<>()).add(finding);
    }
    var ways = new LinkedHashMap<Object, List<Finding>>();
    for (List<Finding> group : alike.values()) {
      ways.computeIfAbsent(Way.fix(group), _ -> new ArrayList<>()).addAll(group);
    }
    return ways.values().stream()
        .map(FindingGroup::new)
        .sorted(Comparator.comparing(FindingGroup::first, WORST_FIRST))
        .toList();
  }

  /// The number of causes: what one fix ends is one cause, whatever rules it breaks.
  public static int causes(List<FindingGroup> groups) {
    return Item.of(groups.stream().flatMap(group -> group.findings().stream()).toList()).size();
  }

  /// The command that closes an opening, whatever way leads to it.
  private record Way(IpFamily family, String cause, String command) {
    /// The command; the group itself where it stands alone.
    static Object fix(List<Finding> group) {
      var first = new FindingGroup(group).first();
      return first
          .open()
          .filter(_ -> !first.cause().isEmpty() && TextFormat.isCommand(first.remedy()))
          .<Object>map(open -> new Way(open.family(), first.cause(), first.remedy()))
          .orElse(Likeness.of(first));
    }
  }

  private record Likeness(String rule, boolean shared, String cause) {
    static Likeness of(Finding finding) {
      return finding.cause().isEmpty()
          ? new Likeness(finding.rule(), false, withoutNames(finding))
          : new Likeness(finding.rule(), true, finding.cause());
    }

    private static String withoutNames(Finding finding) {
      var detail = finding.detail().replace(finding.subject(), "");
      return finding.node().map(node -> detail.replace(node, "")).orElse(detail);
    }
  }

  /// The first finding, which represents the group in texts.
  public Finding first() {
    return findings.getFirst();
  }

  public Severity severity() {
    return first().severity();
  }

  /// The latest changes that stand behind these findings. Findings that a new or changed rule found
  /// were made by nobody.
  List<ChangeOrigin> changedBy(List<ChangeOrigin> origins, Delta delta) {
    if (isByRules(delta)) {
      return List.of();
    }
    return latest(delta.authors().behindAll(findings, origins));
  }

  /// The latest of these changes, as many as an alert names for one group.
  static List<ChangeOrigin> latest(List<ChangeOrigin> calls) {
    return calls.subList(Math.max(calls.size() - CALLS, 0), calls.size());
  }

  /// Whether the account was searched for the change behind these findings, and no event named it.
  /// A first check finds what may be much older than any event.
  boolean isByNobody(List<ChangeOrigin> origins, Delta delta) {
    return delta.authors().isWeighed()
        && delta.occasion() == Delta.Occasion.CHECK
        && !isByRules(delta)
        && !delta.reminded().containsAll(findings)
        && changedBy(origins, delta).isEmpty();
  }

  /// Whether only new or changed rules found these findings.
  boolean isByRules(Delta delta) {
    return findings.stream().map(Finding::id).allMatch(delta.byRules()::contains);
  }

  /// The rules that the findings break, those of the worst first.
  List<String> rules() {
    return findings.stream().map(Finding::rule).distinct().toList();
  }

  /// The subjects of the findings, each once.
  List<String> subjects() {
    return findings.stream().map(Finding::subject).distinct().toList();
  }

  /// The fixes of the findings, each once, that of the first at the beginning. Findings that share
  /// no cause may need a command each.
  public List<String> remedies() {
    return findings.stream()
        .map(Finding::remedy)
        .filter(remedy -> !remedy.isBlank())
        .distinct()
        .toList();
  }

  /// The evidence, a sentence each.
  public List<String> evidence() {
    return first().evidence().stream().map(seen -> sentence(seen, seen.at())).toList();
  }

  /// @param place how its resource is written
  static String sentence(Verdict.Evidence seen, String place) {
    return seen.because().startsWith(seen.at() + " ")
        ? place + seen.because().substring(seen.at().length())
        : place + ": " + seen.because();
  }

  /// The number of findings of each severity, worst first: `2 CRITICAL, 1 HIGH`.
  public static String counts(List<Finding> findings) {
    return counted(findings.stream().map(Finding::severity).toList());
  }

  /// The number of each severity, worst first.
  static String counted(List<Severity> severities) {
    Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
    severities.forEach(severity -> counts.merge(severity, 1, Integer::sum));
    return counts.entrySet().stream()
        .sorted(Map.Entry.<Severity, Integer>comparingByKey().reversed())
        .map(count -> TextFormat.number(count.getValue()) + " " + count.getKey())
        .reduce((text, more) -> text + ", " + more)
        .orElse("none");
  }
}
