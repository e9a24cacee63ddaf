package slash80.check;

import static slash80.aws.Retry.retrying;

import java.util.function.UnaryOperator;
import slash80.aws.ledger.LedgerStore.Conflict;
import slash80.aws.ledger.LedgerStore.StoredLedger;
import slash80.facts.Cluster;
import slash80.ledger.Ledger;

/// Small changes of a cluster's ledger that hold whatever other checks write meanwhile.
record LedgerRewrite(Services services, Cluster.Id cluster) {
  private static final int ATTEMPTS = 10;

  Ledger change(UnaryOperator<Ledger> change) throws Conflict {
    return insist(
        stored -> {
          var after = change.apply(stored.ledger());
          if (!after.equals(stored.ledger())) {
            services.store().replace(cluster, stored, after);
          }
          return after;
        });
  }

  /// Reads and swaps again until no other check writes in between.
  Ledger insist(Swap swap) throws Conflict {
    return retrying(ATTEMPTS, Conflict.class, _ -> swap.of(services.store().read(cluster)));
  }

  @FunctionalInterface
  interface Swap {
    Ledger of(StoredLedger stored) throws Conflict;
  }
}
