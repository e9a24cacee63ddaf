package slash80.sweep;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import slash80.aws.ledger.LedgerStore;
import slash80.facts.Cluster;

/// The ledgers of each region, listed once. A store that refuses is not asked again for every
/// account.
final class LedgerListing {
  private final LedgerStore store;
  private final Map<String, List<Cluster.Id>> listed = new HashMap<>();
  private final Map<String, RuntimeException> refused = new HashMap<>();

  LedgerListing(LedgerStore store) {
    this.store = store;
  }

  /// Throws the exception of the store.
  List<Cluster.Id> in(String region) {
    if (refused.containsKey(region)) {
      throw refused.get(region);
    }
    try {
      return listed.computeIfAbsent(region, store::clusters);
    } catch (RuntimeException failure) {
      refused.put(region, failure);
      throw failure;
    }
  }
}
