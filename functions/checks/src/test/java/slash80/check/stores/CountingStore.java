package slash80.check.stores;

import java.util.List;
import java.util.Map;
import slash80.aws.ledger.LedgerStore;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.facts.Cluster;
import slash80.ledger.Ledger;

/// Counts how often a ledger is read, and refuses one.
public final class CountingStore implements LedgerStore {
  private final LedgerStore store = new MemoryLedgerStore();
  public int readings;
  public String refused = "";

  public Ledger ledger(Cluster.Id cluster) {
    return store.read(cluster).ledger();
  }

  @Override
  public StoredLedger read(Cluster.Id cluster) {
    readings++;
    if (cluster.name().equals(refused)) {
      throw new IllegalStateException("AccessDenied");
    }
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
