package slash80.check.stores;

import slash80.aws.ledger.MemoryLedgerStore;
import slash80.facts.Cluster;
import slash80.ledger.Ledger;

/// Counts how often a ledger is read, and refuses one.
public final class CountingStore extends ForwardingStore {
  public int readings;
  public String refused = "";

  public CountingStore() {
    super(new MemoryLedgerStore());
  }

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
}
