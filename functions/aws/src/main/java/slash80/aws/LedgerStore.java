package slash80.aws;

import java.time.Instant;
import slash80.alerts.Ledger;
import slash80.facts.Cluster;

/// Where ledgers are kept between one check and the next: one document per cluster, replaced only
/// when it is still the one that was read.
public interface LedgerStore {

  /// What was kept.
  ///
  /// @param version what [#write] has to find; empty when nothing was kept yet
  record Stored(Ledger ledger, String version) {}

  /// Somebody else wrote in between: read again.
  final class Conflict extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Conflict(Cluster cluster, Throwable cause) {
      super("the ledger of %s was written by another check".formatted(cluster.name()), cause);
    }
  }

  /// The cluster's ledger; an empty one when there is none yet.
  Stored read(Cluster cluster);

  /// Replaces the ledger that has this version. Throws [Conflict].
  void write(Cluster cluster, Ledger ledger, String version);

  /// Keeps a digest that is too long for a message; answers where it is.
  String keepWhole(Cluster cluster, Instant at, String digest);
}
