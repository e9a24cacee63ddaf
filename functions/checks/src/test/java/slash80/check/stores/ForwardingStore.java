package slash80.check.stores;

import java.util.List;
import java.util.Map;
import slash80.aws.ledger.LedgerStore;
import slash80.facts.Cluster;
import slash80.ledger.Ledger;

/// A store that leaves everything to another one, until a test overrides a method.
public class ForwardingStore implements LedgerStore {
  protected final LedgerStore store;

  protected ForwardingStore(LedgerStore store) {
    this.store = store;
  }

  @Override
  public StoredLedger read(Cluster.Id cluster) {
    return store.read(cluster);
  }

  @Override
  public void replace(Cluster.Id cluster, StoredLedger read, Ledger after) throws Conflict {
    store.replace(cluster, read, after);
  }

  @Override
  public void remove(Cluster.Id cluster, StoredLedger read) throws Conflict {
    store.remove(cluster, read);
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
