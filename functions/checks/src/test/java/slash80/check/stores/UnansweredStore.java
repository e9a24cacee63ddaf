package slash80.check.stores;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import slash80.aws.ledger.LedgerStore;
import slash80.facts.Cluster;
import slash80.ledger.Ledger;

/// A store that repeats its first writes, as the SDK does when a response is lost.
public final class UnansweredStore implements LedgerStore {
  private final LedgerStore store;
  private int replacements;
  private int removals;

  public UnansweredStore(LedgerStore store, int replacements, int removals) {
    this.store = store;
    this.replacements = replacements;
    this.removals = removals;
  }

  @Override
  public StoredLedger read(Cluster.Id cluster) {
    return store.read(cluster);
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

  @Override
  public List<Cluster.Id> clusters() {
    return store.clusters();
  }

  @Override
  public String storeDigest(Cluster.Id cluster, Map<String, Object> digest) {
    return store.storeDigest(cluster, digest);
  }
}
