package slash80.check.scope;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import slash80.aws.LedgerStore;
import slash80.check.Tried;
import slash80.facts.Cluster;

/// What the ledgers of clusters speak of, each read once for a batch. Of an instance that has ended
/// AWS says no VPC; a cluster that knew it has it in its ledger.
public final class Ledgers {
  private final LedgerStore store;
  private final Map<Cluster, Tried<Set<String>>> things = new HashMap<>();

  public Ledgers(LedgerStore store) {
    this.store = store;
  }

  /// Whether a cluster's ledger speaks of one of these, or cannot be read: its check fails then,
  /// and the message comes again.
  public boolean maySpeakOf(Collection<String> ids, Cluster cluster) {
    return things.computeIfAbsent(cluster, this::read).asDone().stream()
        .noneMatch(spoken -> Collections.disjoint(spoken, ids));
  }

  private Tried<Set<String>> read(Cluster cluster) {
    return Tried.to(() -> store.read(cluster.id()).ledger().things());
  }
}
