package slash80.check.stores;

import java.time.Instant;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.facts.Cluster;
import slash80.ledger.Ledger;

/// A store that a rival writes to at the same moment, a number of times.
public final class ContestedStore extends ForwardingStore {
  private int rivals;

  public ContestedStore(int rivals) {
    super(new MemoryLedgerStore());
    this.rivals = rivals;
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
}
