package slash80.aws.ledger;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import slash80.facts.Cluster;
import slash80.ledger.Ledger;

/// Keeps ledgers in memory as long as the program runs.
public final class MemoryLedgerStore implements LedgerStore {
  private final Map<String, StoredLedger> documents = new ConcurrentHashMap<>();

  @Override
  public StoredLedger read(Cluster.Id cluster) {
    return documents.getOrDefault(LedgerText.place(cluster), StoredLedger.nothing(cluster));
  }

  @Override
  public synchronized void replace(Cluster.Id cluster, StoredLedger read, Ledger after)
      throws Conflict {
    refuseOther(cluster, read);
    String version = LedgerText.digestOf(LedgerText.write(after.tree()));
    documents.put(LedgerText.place(cluster), new StoredLedger(after, version));
  }

  private void refuseOther(Cluster.Id cluster, StoredLedger read) throws Conflict {
    if (!read(cluster).version().equals(read.version())) {
      throw new Conflict(
          "the ledger of %s was replaced by another check".formatted(cluster.name()));
    }
  }

  @Override
  public synchronized void remove(Cluster.Id cluster, StoredLedger read) throws Conflict {
    refuseOther(cluster, read);
    documents.remove(LedgerText.place(cluster));
  }

  @Override
  public List<Cluster.Id> clusters() {
    return documents.keySet().stream()
        .flatMap(text -> LedgerText.clusterAt(text).stream())
        .toList();
  }

  @Override
  public String storeDigest(Cluster.Id cluster, Map<String, Object> digest) {
    throw new UnsupportedOperationException("a store in memory keeps no digests");
  }
}
