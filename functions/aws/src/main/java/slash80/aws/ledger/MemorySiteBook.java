package slash80.aws.ledger;

import slash80.aws.ledger.LedgerStore.Conflict;
import slash80.ledger.SiteLedger;

/// Keeps the ledger of accounts and regions in memory as long as the program runs.
public final class MemorySiteBook implements SiteBook {
  private SiteLedger ledger = SiteLedger.empty();
  private int version;

  @Override
  public synchronized StoredSites read() {
    return new StoredSites(ledger, Integer.toString(version));
  }

  @Override
  public synchronized void replace(StoredSites read, SiteLedger after) throws Conflict {
    if (!read.version().equals(Integer.toString(version))) {
      throw new Conflict("the ledger of accounts and regions was replaced by another check");
    }
    ledger = after;
    version++;
  }
}
