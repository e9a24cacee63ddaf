package slash80.rules;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import slash80.facts.Cluster;
import slash80.network.Internet;
import slash80.network.IpFamily;

/// What the rule book says of one cluster: everything that is wrong, that could not be told, or
/// that it is too early to say. Findings are sorted: worst first, then by id.
///
/// @param rules how many rules were asked
/// @param verdicts how many verdicts they gave
/// @param internet what the open sets of findings are measured and written against
/// @param exempted what is wrong too, and not told: worst first
/// @param policy the one that it was judged under
public record Judgement(
    Cluster cluster,
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
    Policy policy) {
  public Judgement {
    findings = List.copyOf(findings);
    undecided = List.copyOf(undecided);
    settling = List.copyOf(settling);
    notes = List.copyOf(notes);
    internet = Map.copyOf(internet);
    exempted = List.copyOf(exempted);
  }

  /// Whether a finding would not be told even if it were there: its rule is off, or it is exempted
  /// whole. That it is not among the findings does not mean that it is mended.
  public boolean silences(String finding) {
    boolean isExempted =
        exempted.stream().anyMatch(one -> one.finding().id().equals(finding))
            && findings.stream().noneMatch(one -> one.id().equals(finding));
    return isExempted
        || policy.off().contains(finding.substring(0, Math.max(finding.indexOf('/'), 0)));
  }

  /// The exemptions that something was exempted by.
  public List<Exemption> used() {
    return exempted.stream().map(Exempted::exemption).distinct().toList();
  }

  /// Those of them that end within seven days: then their findings are news again.
  public List<Exemption> lapsing() {
    return used().stream().filter(one -> one.lapsesSoon(at)).toList();
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
