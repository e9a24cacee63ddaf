package slash80.alerts;

import slash80.ledger.Delta;

/// The first sentences of an e-mail: whether the network changed, the rules of Slash80, or what it
/// may read.
///
/// @param cluster its name, safe to show
record EmailOpening(Delta delta, String cluster) {

  String sentence() {
    return switch (delta.occasion()) {
      case CLUSTER_GONE, NO_LONGER_CHECKED ->
          "The Amazon EKS cluster %s is %s. This is the last alert about it."
              .formatted(cluster, SubjectLine.fate(delta.occasion()));
      case CHECK, FIRST_CHECK -> {
        if (delta.isByRulesOnly()) {
          yield "The rules of Slash80 have changed, not the network of the Amazon EKS cluster %s: %s.%s"
              .formatted(cluster, news(), blind());
        }
        boolean isChanged = !delta.opened().isEmpty() || !delta.resolved().isEmpty();
        yield isChanged
            ? "The network of the Amazon EKS cluster %s has changed: %s.%s"
                .formatted(cluster, news(), blind())
            : delta.reminded().isEmpty()
                ? "Slash80 cannot read the whole network of the Amazon EKS cluster %s: %s.%s"
                    .formatted(cluster, PermissionFix.denied(delta.refused()), blind())
                : "The network of the Amazon EKS cluster %s still has %s.%s"
                    .formatted(
                        cluster,
                        TextFormat.count(delta.reminded().size(), "severe open finding"),
                        blind());
      }
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
    String wrong = TextFormat.count(delta.opened().size(), "new finding");
    String right = TextFormat.number(delta.resolved().size()) + " resolved";
    if (delta.resolved().isEmpty()) {
      return wrong;
    }
    return delta.opened().isEmpty() ? right : wrong + ", " + right;
  }
}
