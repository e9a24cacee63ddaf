package slash80.sweep;

import java.time.Instant;
import slash80.aws.ledger.LedgerStore;

/// The ledgers of clusters, asked for in limited time.
@FunctionalInterface
interface Ledgers {
  /// @param until no call begins or waits after it
  LedgerStore until(Instant until);
}
