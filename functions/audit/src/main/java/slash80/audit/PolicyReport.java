package slash80.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import slash80.alerts.Plain;
import slash80.alerts.Tree;
import slash80.facts.Network;
import slash80.rules.AllowedOpening;
import slash80.rules.Exemption;
import slash80.rules.Judgement;
import slash80.rules.Policy;

/// What a policy comes to over all clusters that were judged under it.
///
/// @param isWhole whether every cluster was judged: only then is it known what an exemption matches
record PolicyReport(
    Policy policy, List<Network> networks, List<Judgement> judgements, boolean isWhole) {

  private List<Exemption> exemptions(Predicate<Exemption> which) {
    return policy.exemptions().stream().filter(which).distinct().toList();
  }

  private boolean isInForce(Exemption exemption) {
    return judgements.stream().anyMatch(one -> exemption.isInForce(one.at()));
  }

  private List<Exemption> lapsing() {
    return exemptions(one -> judgements.stream().anyMatch(with -> with.lapsing().contains(one)));
  }

  private List<Exemption> ended() {
    return exemptions(one -> !isInForce(one));
  }

  /// In force, and without a finding to exempt.
  private List<Exemption> unused() {
    return exemptions(
        one -> isInForce(one) && judgements.stream().noneMatch(with -> with.used().contains(one)));
  }

  /// Nothing is open so.
  private List<AllowedOpening> unneeded() {
    return policy.allowed().stream()
        .filter(one -> networks.stream().noneMatch(one::mayBeOf))
        .toList();
  }

  Map<String, Object> tree() {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("rulesOff", policy.off().stream().sorted().toList());
    tree.put("lapsing", trees(lapsing()));
    tree.put("ended", trees(ended()));
    if (isWhole) {
      tree.put("unused", trees(unused()));
      tree.put("unusedOpenings", unneeded().stream().map(AllowedOpening::toString).toList());
    }
    return tree;
  }

  private static List<Map<String, Object>> trees(List<Exemption> exemptions) {
    return exemptions.stream().map(Tree::exemption).toList();
  }

  /// Something to say of the policy.
  ///
  /// @param parts of it that this is about, a sentence each
  record Remark(String what, List<String> parts) {
    private static Remark of(String what, List<? extends Record> parts) {
      return new Remark(what, parts.stream().map(Record::toString).toList());
    }
  }

  /// Nothing where there is nothing to say.
  List<Remark> remarks() {
    var remarks = new ArrayList<Remark>();
    if (!policy.off().isEmpty()) {
      var rules = String.join(", ", policy.off().stream().sorted().toList());
      var count = Plain.count(policy.off().size(), "rule");
      remarks.add(new Remark("%s off: %s".formatted(count, rules), List.of()));
    }
    say(remarks, "Ends within seven days", lapsing());
    say(remarks, "Has ended: what it exempted is found again", ended());
    if (isWhole) {
      say(remarks, "Matches no finding", unused());
      say(remarks, "Allows what is open nowhere", unneeded());
    }
    return remarks;
  }

  private static void say(List<Remark> remarks, String what, List<? extends Record> parts) {
    if (!parts.isEmpty()) {
      remarks.add(Remark.of(what, parts));
    }
  }

  /// Nothing where there is nothing to say.
  Optional<String> text(Style style) {
    var lines = new ArrayList<String>();
    for (var remark : remarks()) {
      lines.addAll(style.paragraph("  ", remark.what()));
      remark.parts().forEach(part -> lines.addAll(style.paragraph("    ", part)));
    }
    if (!lines.isEmpty()) {
      lines.addFirst(style.bold("Policy"));
    }
    return lines.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", lines));
  }
}
