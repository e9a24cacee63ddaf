package slash80.check.scope;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import slash80.aws.ledger.LedgerStore;
import slash80.facts.Cluster;

/// The resources that the ledgers of clusters mention, each ledger read once for a batch. AWS does
/// not say which VPC a terminated instance was in, but the ledger of its cluster still mentions it.
public final class LedgerContents {
  private final LedgerStore store;
  private final Map<Cluster, Optional<Set<String>>> resources = new HashMap<>();

  public LedgerContents(LedgerStore store) {
    this.store = store;
  }

  /// Whether a cluster's ledger mentions one of these resources, or cannot be read: then the check
  /// of the cluster fails, and the message is delivered again.
  boolean mayMention(Collection<String> ids, Cluster cluster) {
    return resources.computeIfAbsent(cluster, this::read).stream()
        .noneMatch(mentioned -> Collections.disjoint(mentioned, ids));
  }

  private Optional<Set<String>> read(Cluster cluster) {
    try {
      return Optional.of(store.read(cluster.id()).ledger().resources());
    } catch (RuntimeException _) {
      return Optional.empty(); // the check of this cluster meets the same failure, and reports it
    }
  }
}
