package slash80.check.stores;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import slash80.aws.ledger.LedgerStore;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.facts.Cluster;
import slash80.ledger.Ledger;

/// A store that a rival writes to at the same moment, a number of times.
public final class ContestedStore implements LedgerStore {
  private final LedgerStore store = new MemoryLedgerStore();
  private int rivals;

  public ContestedStore(int rivals) {
    this.rivals = rivals;
  }

  @Override
  public StoredLedger read(Cluster.Id cluster) {
    return store.read(cluster);
  }

  @Override
  public void replace(Cluster.Id cluster, StoredLedger read, Ledger after) throws Conflict {
    if (rivals-- > 0) {
      var now = store.read(cluster);
      var touched = Instant.ofEpochSecond(rivals);
      store.replace(cluster, now, now.ledger().began(touched));
    }
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
