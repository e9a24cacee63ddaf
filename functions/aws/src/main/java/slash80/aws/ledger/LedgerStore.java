package slash80.aws.ledger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.aws.AccountRegion;
import slash80.facts.Cluster;
import slash80.ledger.Ledger;

/// Keeps the ledgers between checks, one document per cluster. A document is replaced by
/// compare-and-swap: if two checks end at the same time, one of them gets a conflict and reads
/// again.
public interface LedgerStore {

  /// A ledger as it was read.
  ///
  /// @param version the version of the document in the store; empty if there was no document
  record StoredLedger(Ledger ledger, String version) {
    static StoredLedger nothing(Cluster.Id cluster) {
      return new StoredLedger(Ledger.empty(cluster.name()), "");
    }

    boolean isNew() {
      return version.isEmpty();
    }
  }

  /// Signals that another check has replaced the document since it was read.
  final class Conflict extends Exception {
    private static final long serialVersionUID = 1;

    Conflict(String sentence) {
      super(sentence);
    }

    Conflict(String sentence, Throwable cause) {
      super(sentence, cause);
    }
  }

  /// The cluster's ledger; an empty one if there is no document.
  StoredLedger read(Cluster.Id cluster);

  /// Replaces the document that was read.
  void replace(Cluster.Id cluster, StoredLedger read, Ledger after) throws Conflict;

  /// Removes the document that was read, because its cluster was deleted.
  void remove(Cluster.Id cluster, StoredLedger read) throws Conflict;

  /// The clusters that have a document.
  List<Cluster.Id> clusters();

  /// The clusters of one account and region that have a document.
  default List<Cluster.Id> clusters(AccountRegion site) {
    return clusters().stream().filter(site::has).toList();
  }

  /// Stores a digest that is too long to send beside the ledger, and returns its place. The same
  /// digest is stored once, however often it is sent.
  String storeDigest(Cluster.Id cluster, Map<String, Object> digest);

  /// Stores the page of a whole check beside the ledger, in place of the last one. A store without
  /// pages does nothing.
  default void storePage(Cluster.Id cluster, String html) {}

  /// The address at which people find the page; empty for a store without pages.
  default Optional<String> pageOf(Cluster.Id cluster) {
    return Optional.empty();
  }
}
