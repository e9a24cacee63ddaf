package slash80.check;


import java.util.List;
import java.util.Map;
import slash80.alerts.Ledger;
import slash80.aws.LedgerStore;
import slash80.aws.LedgerStore.Place;
import slash80.aws.MemoryLedgerStore;
import slash80.facts.Cluster;

/// Counts how often a ledger is read, and refuses one.
final class CountingStore implements LedgerStore {
  private final LedgerStore store = new MemoryLedgerStore();
  int readings;
  String refused = "";

  Ledger read(Place place) {
    return store.read(Closing.remains(place)).ledger();
  }

  @Override
  public Kept read(Cluster cluster) {
    readings++;
    if (cluster.name().equals(refused)) {
      throw new IllegalStateException("AccessDenied");
    }
    return store.read(cluster);
  }

  @Override
  public void replace(Cluster cluster, Kept read, Ledger after) throws Conflict {
    store.replace(cluster, read, after);
  }

  @Override
  public void remove(Cluster cluster, Kept read) throws Conflict {
    store.remove(cluster, read);
  }

  @Override
  public List<Place> places(String region) {
    return store.places(region);
  }

  @Override
  public String keep(Cluster cluster, Map<String, Object> digest) {
    return store.keep(cluster, digest);
  }
}
