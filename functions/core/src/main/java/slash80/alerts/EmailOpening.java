package slash80.alerts;

import java.util.List;
import slash80.judge.Judgement;
import slash80.ledger.Delta;
import slash80.rule.Finding;

/// The first sentences of an e-mail: whether the network changed, the rules of Slash80, or what it
/// may read, and on how many nodes.
///
/// @param cluster its name, safe to show
record EmailOpening(Judgement judgement, Delta delta, String cluster) {

  String sentence() {
    return words() + blind();
  }

  private String words() {
    return switch (Kind.of(delta)) {
      case GONE ->
          "The Amazon EKS cluster %s is %s. This is the last alert about it."
              .formatted(cluster, SubjectLine.fate(delta.occasion()));
      case BASELINE ->
          "First check of %s: %s. From now on you hear of changes only%s."
              .formatted(
                  cluster,
                  found(delta.opened()),
                  delta.after().open().isEmpty()
                      ? ""
                      : ", and once a day of what is CRITICAL or HIGH and still open");
      case HELLO ->
          ("First check of %s: nothing is wrong. %s on %s. From now on you hear of changes"
                  + " only.")
              .formatted(
                  cluster,
                  judgement.rules() == 1
                      ? "1 rule was checked"
                      : TextFormat.number(judgement.rules()) + " rules were checked",
                  TextFormat.count(judgement.nodes(), "node"));
      case RULES_CHANGED ->
          delta.isByRulesOnly()
              ? "The rules of Slash80 have changed, not the network of the Amazon EKS cluster %s: %s."
                  .formatted(cluster, news())
              : "The rules of Slash80 have changed, and so has the network of the Amazon EKS cluster %s: %s."
                  .formatted(cluster, news());
      case CHANGE, RESOLVED ->
          "The network of the Amazon EKS cluster %s has changed: %s.".formatted(cluster, news());
      case REMINDER ->
          "The network of the Amazon EKS cluster %s still has %s."
              .formatted(cluster, causes(delta.reminded(), "severe open cause"));
      case PERMISSION ->
          "Slash80 cannot read the whole network of the Amazon EKS cluster %s: %s."
              .formatted(cluster, PermissionFix.denied(delta.refused()));
    };
  }

  /// The number of rules that cannot be checked because a permission is missing.
  private String blind() {
    if (delta.refused().isEmpty()) {
      return "";
    }
    return delta.blockedRules().isEmpty()
        ? " A permission is missing. No rule needs it at the moment."
        : " %s cannot be checked because a permission is missing."
            .formatted(TextFormat.count(delta.blockedRules().size(), "rule"));
  }

  private String news() {
    int ended = ResolvedItem.of(delta.resolved()).size();
    String right = TextFormat.count(ended, "cause") + (ended == 1 ? " is" : " are") + " resolved";
    if (delta.resolved().isEmpty()) {
      return causes(delta.opened(), "new cause");
    }
    return delta.opened().isEmpty() ? right : causes(delta.opened(), "new cause") + "; " + right;
  }

  /// `312 findings of 2 causes on 300 nodes`.
  private static String found(List<Finding> findings) {
    int causes = Item.of(findings).size();
    return findings.size() == causes
        ? TextFormat.count(causes, "finding") + nodes(findings)
        : TextFormat.count(findings.size(), "finding") + " of " + causes(findings, "cause");
  }

  /// `2 new causes on 300 nodes`.
  private static String causes(List<Finding> findings, String what) {
    return TextFormat.count(Item.of(findings).size(), what) + nodes(findings);
  }

  private static String nodes(List<Finding> findings) {
    int nodes =
        Item.places(findings.stream().filter(each -> each.node().isPresent()).toList()).size();
    return nodes == 0 ? "" : " on " + TextFormat.count(nodes, "node");
  }
}
