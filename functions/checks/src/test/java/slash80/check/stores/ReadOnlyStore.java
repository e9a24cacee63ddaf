package slash80.check.stores;

import java.util.List;
import java.util.Map;
import slash80.aws.ledger.LedgerStore;
import slash80.facts.Cluster;
import slash80.ledger.Ledger;

/// A store that refuses every write.
public record ReadOnlyStore(LedgerStore store) implements LedgerStore {
  @Override
  public StoredLedger read(Cluster.Id cluster) {
    return store.read(cluster);
  }

  @Override
  public void replace(Cluster.Id cluster, StoredLedger read, Ledger after) {
    throw new IllegalStateException("AccessDenied");
  }

  @Override
  public void remove(Cluster.Id cluster, StoredLedger read) {
    throw new IllegalStateException("AccessDenied");
  }

  @Override
  public List<Cluster.Id> clusters() {
    return store.clusters();
  }

  @Override
  public String storeDigest(Cluster.Id cluster, Map<String, Object> digest) {
    throw new IllegalStateException("AccessDenied");
  }
}
