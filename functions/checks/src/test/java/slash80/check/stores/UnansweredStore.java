package slash80.check.stores;

import static org.junit.jupiter.api.Assertions.assertFalse;

import slash80.aws.ledger.LedgerStore;
import slash80.facts.Cluster;
import slash80.ledger.Ledger;

/// A store that repeats its first writes, as the SDK does when a response is lost.
public final class UnansweredStore extends ForwardingStore {
  private int replacements;
  private int removals;

  public UnansweredStore(LedgerStore store, int replacements, int removals) {
    super(store);
    this.replacements = replacements;
    this.removals = removals;
  }

  @Override
  public void replace(Cluster.Id cluster, StoredLedger read, Ledger after) throws Conflict {
    store.replace(cluster, read, after);
    if (replacements-- > 0) {
      store.replace(cluster, read, after);
    }
  }

  @Override
  public void remove(Cluster.Id cluster, StoredLedger read) throws Conflict {
    assertFalse(read.version().isEmpty(), "there is nothing to remove");
    store.remove(cluster, read);
    if (removals-- > 0) {
      store.remove(cluster, read);
    }
  }
}
