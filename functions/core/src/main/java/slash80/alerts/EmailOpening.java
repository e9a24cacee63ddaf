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
              .formatted(cluster, counted(delta.reminded(), "severe open finding"));
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
      return counted(delta.opened(), "new finding");
    }
    return delta.opened().isEmpty() ? right : counted(delta.opened(), "new finding") + "; " + right;
  }

  private static String found(List<Finding> findings) {
    return counted(findings, "finding");
  }

  /// `312 new findings of 2 causes on 300 nodes`.
  private static String counted(List<Finding> findings, String what) {
    int causes = Item.of(findings).size();
    int nodes =
        Item.places(findings.stream().filter(each -> each.node().isPresent()).toList()).size();
    return TextFormat.count(findings.size(), what)
        + (findings.size() == causes ? "" : " of " + TextFormat.count(causes, "cause"))
        + (nodes == 0 ? "" : " on " + TextFormat.count(nodes, "node"));
  }
}
