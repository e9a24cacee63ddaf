package slash80.check;

import java.util.function.UnaryOperator;
import slash80.alerts.Alert;
import slash80.alerts.Ledger;
import slash80.aws.LedgerStore.Conflict;
import slash80.aws.LedgerStore.Kept;
import slash80.facts.Cluster;

/// The telling of what a check has claimed in the ledger.
///
/// @param check whose claim it is
record Announcement(Check.Tools tools, Cluster.Id cluster, String check) {
  private static final int TRIES = 10;

  /// Sends an alert. When it is refused, the claim is given up, so that the message that comes
  /// again need not wait until it has lapsed.
  Alert publish(Alert alert) {
    try {
      tools.publisher().publish(cluster, alert);
      return alert;
    } catch (RuntimeException refused) {
      giveUp(refused);
      throw refused;
    }
  }

  private void giveUp(RuntimeException refused) {
    try {
      rewrite(ledger -> ledger.released(check));
    } catch (Conflict | RuntimeException alsoRefused) {
      refused.addSuppressed(alsoRefused); // the claim lapses
    }
  }

  /// Writes that it went out. What other checks have written meanwhile stays: this takes away the
  /// claim, and nothing else.
  Ledger written() throws Conflict {
    return rewrite(ledger -> ledger.announced(check));
  }

  /// The same, and nothing remains of the document.
  Ledger removed() throws Conflict {
    return insist(
        kept -> {
          var left = kept.ledger().announced(check);
          if (kept.version().isEmpty()) {
            return left; // the answer to its removal was lost
          }
          if (left.claims().isEmpty() && left.open().isEmpty()) {
            tools.store().remove(cluster, kept);
          } else {
            tools.store().replace(cluster, kept, left); // a cluster of the same name is there again
          }
          return left;
        });
  }

  private Ledger rewrite(UnaryOperator<Ledger> change) throws Conflict {
    return insist(
        kept -> {
          var after = change.apply(kept.ledger());
          if (!after.equals(kept.ledger())) {
            tools.store().replace(cluster, kept, after);
          }
          return after;
        });
  }

  @FunctionalInterface
  private interface Swap {
    Ledger of(Kept kept) throws Conflict;
  }

  private Ledger insist(Swap swap) throws Conflict {
    for (int tries = 1; ; tries++) {
      try {
        return swap.of(tools.store().read(cluster));
      } catch (Conflict conflict) {
        if (tries == TRIES) {
          throw conflict;
        }
      }
    }
  }
}
