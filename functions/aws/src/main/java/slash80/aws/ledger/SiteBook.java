package slash80.aws.ledger;

import java.util.function.UnaryOperator;
import slash80.aws.Retry;
import slash80.aws.ledger.LedgerStore.Conflict;
import slash80.ledger.SiteLedger;

/// Keeps the ledger of all accounts and regions between checks, replaced by compare-and-swap as the
/// ledgers of clusters are.
public interface SiteBook {
  /// The number of attempts while other functions replace the document too.
  int ATTEMPTS = 10;

  /// A ledger as it was read.
  ///
  /// @param version empty if there was no document
  record StoredSites(SiteLedger ledger, String version) {}

  StoredSites read();

  void replace(StoredSites read, SiteLedger after) throws Conflict;

  /// Changes the ledger; nothing is written when nothing changes.
  default void change(UnaryOperator<SiteLedger> change) {
    try {
      Retry.retrying(
          ATTEMPTS,
          Conflict.class,
          _ -> {
            var stored = read();
            var after = change.apply(stored.ledger());
            if (!after.equals(stored.ledger())) {
              replace(stored, after);
            }
            return after;
          });
    } catch (Conflict busy) {
      throw new IllegalStateException(busy.getMessage(), busy);
    }
  }
}
