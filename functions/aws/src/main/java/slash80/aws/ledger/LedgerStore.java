package slash80.aws.ledger;

import java.util.List;
import java.util.Map;
import slash80.facts.Cluster;
import slash80.ledger.Ledger;

/// Where the ledgers are kept between one check and the next, one document per cluster. A document
/// is replaced by compare-and-swap: of two checks that end together one loses, and reads again.
public interface LedgerStore {

  /// A document as it was read.
  ///
  /// @param version what the store knows this state of the document by; empty when there was none
  record StoredLedger(Ledger ledger, String version) {
    static StoredLedger nothing(Cluster.Id cluster) {
      return new StoredLedger(Ledger.empty(cluster.name()), "");
    }

    boolean isNew() {
      return version.isEmpty();
    }
  }

  /// Somebody else has replaced the document since it was read.
  final class Conflict extends Exception {
    private static final long serialVersionUID = 1;

    Conflict(String sentence) {
      super(sentence);
    }

    Conflict(String sentence, Throwable cause) {
      super(sentence, cause);
    }
  }

  /// The cluster's document; an empty one when none was ever written.
  StoredLedger read(Cluster.Id cluster);

  /// Replaces the document that was read.
  void replace(Cluster.Id cluster, StoredLedger read, Ledger after) throws Conflict;

  /// Removes the document that was read: its cluster is gone.
  void remove(Cluster.Id cluster, StoredLedger read) throws Conflict;

  /// The clusters of a region that have a document.
  List<Cluster.Id> clusters(String region);

  /// Keeps a digest that is too long to send, beside the ledger, and says where. The same digest is
  /// kept once, however often it is sent.
  String storeDigest(Cluster.Id cluster, Map<String, Object> digest);
}
