package slash80.audit.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import slash80.alerts.ReportJson;
import slash80.alerts.TextFormat;
import slash80.judge.AllowedOpening;
import slash80.judge.Exemption;
import slash80.judge.Judgement;
import slash80.judge.Policy;
import slash80.network.Network;
import slash80.page.Remark;

/// The report on a policy, over all clusters that were judged under it.
///
/// @param isWhole whether every cluster was judged: only then is an exemption known to match
///   nothing
public record PolicyReport(
    Policy policy, List<Network> networks, List<Judgement> judgements, boolean isWhole) {

  private List<Exemption> exemptions(Predicate<Exemption> which) {
    return policy.exemptions().stream().filter(which).distinct().toList();
  }

  private boolean isInForce(Exemption exemption) {
    return judgements.stream().anyMatch(judgement -> exemption.isInForce(judgement.at()));
  }

  private List<Exemption> lapsing() {
    return exemptions(
        exemption -> judgements.stream().anyMatch(with -> with.lapsing().contains(exemption)));
  }

  private List<Exemption> ended() {
    return exemptions(exemption -> !isInForce(exemption));
  }

  /// Exemptions in force that match no finding.
  private List<Exemption> unused() {
    return exemptions(
        exemption ->
            isInForce(exemption)
                && judgements.stream().noneMatch(with -> with.used().contains(exemption)));
  }

  /// Allowed openings that are open nowhere.
  private List<AllowedOpening> unneeded() {
    return policy.allowed().stream()
        .filter(allowedOpening -> networks.stream().noneMatch(allowedOpening::mayBeOf))
        .toList();
  }

  public Map<String, Object> tree() {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("rulesOff", policy.off().stream().sorted().toList());
    tree.put("lapsing", trees(lapsing()));
    tree.put("ended", trees(ended()));
    if (isWhole) {
      tree.put("unused", trees(unused()));
      tree.put("unusedOpenings", unneeded().stream().map(AllowedOpening::toString).toList());
    }
    if (!policy.notes().isEmpty()) {
      tree.put("notes", policy.notes());
    }
    return tree;
  }

  private static List<Map<String, Object>> trees(List<Exemption> exemptions) {
    return exemptions.stream().map(ReportJson::exemption).toList();
  }

  private static Remark remark(String what, List<? extends Record> parts) {
    return new Remark(what, parts.stream().map(Record::toString).toList());
  }

  public List<Remark> remarks() {
    var remarks = new ArrayList<Remark>();
    policy.notes().forEach(note -> remarks.add(new Remark(note, List.of())));
    if (!policy.off().isEmpty()) {
      var rules = String.join(", ", policy.off().stream().sorted().toList());
      var count = TextFormat.count(policy.off().size(), "rule");
      remarks.add(new Remark("%s off: %s".formatted(count, rules), List.of()));
    }
    say(remarks, "Exemptions that end within seven days", lapsing());
    say(remarks, "Exemptions that have ended: their findings are reported again", ended());
    if (isWhole) {
      say(remarks, "Exemptions that match no finding", unused());
      say(remarks, "Allowed openings that are open nowhere", unneeded());
    }
    return remarks;
  }

  private static void say(List<Remark> remarks, String what, List<? extends Record> parts) {
    if (!parts.isEmpty()) {
      remarks.add(remark(what, parts));
    }
  }
}
