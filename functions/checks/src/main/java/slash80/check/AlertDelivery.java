package slash80.check;

import static slash80.aws.Retry.retrying;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import slash80.alerts.Alert;
import slash80.aws.ledger.LedgerStore.Conflict;
import slash80.aws.ledger.LedgerStore.StoredLedger;
import slash80.facts.Cluster;
import slash80.judge.Judgement;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.Claim;
import slash80.ledger.Delta;
import slash80.ledger.Ledger;

/// Publishes the alert that a check has claimed in the ledger.
///
/// @param check the id of the check that holds the claim
/// @param page the address of the cluster's page; empty where there is none
record AlertDelivery(Services services, Cluster.Id cluster, String check, Optional<String> page) {
  private static final int ATTEMPTS = 10;

  /// Writes and sends the alert of a delta. When the topic refuses it, the claim is given up, so
  /// that the next delivery of the message need not wait until the claim has expired. A claim that
  /// is refused again and again for a reason that lies in its alert is sent in the barest form.
  Alert publish(Judgement judgement, Delta delta, List<ChangeOrigin> origins) {
    try {
      var lasting = delta.unfinished().refusal().filter(Claim.Refusal::isLasting);
      return lasting.isPresent()
          ? publishBare(judgement, delta, origins, lasting.get())
          : publishWhole(judgement, delta, origins);
    } catch (RuntimeException refused) {
      giveUp(refused);
      throw refused;
    }
  }

  private Alert publishWhole(Judgement judgement, Delta delta, List<ChangeOrigin> origins) {
    var plain = Alert.of(judgement, delta, origins);
    var alert = page.map(plain::linkedTo).orElse(plain);
    services.publisher().publish(cluster, alert);
    return alert;
  }

  private Alert publishBare(
      Judgement judgement, Delta delta, List<ChangeOrigin> origins, Claim.Refusal refusal) {
    var alert = wholeOrBare(judgement, delta, origins);
    services.publisher().publishBare(cluster, alert, refusal.reason());
    return alert;
  }

  private static Alert wholeOrBare(Judgement judgement, Delta delta, List<ChangeOrigin> origins) {
    try {
      return Alert.of(judgement, delta, origins);
    } catch (RuntimeException _) { // known as the reason of the refusal
      return Alert.bare(judgement, delta);
    }
  }

  private void giveUp(RuntimeException refused) {
    var reason = services.publisher().lastingReason(refused);
    try {
      rewrite(
          ledger ->
              reason
                  .map(why -> ledger.refused(check, why))
                  .orElseGet(() -> ledger.released(check)));
    } catch (Conflict | RuntimeException alsoRefused) {
      refused.addSuppressed(alsoRefused); // the claim expires
    }
  }

  /// Records that the alert went out. Writes of other checks stay: only the claim is removed.
  Ledger written() throws Conflict {
    return rewrite(ledger -> ledger.announced(check));
  }

  /// Records that the last alert of a cluster went out, and removes its ledger.
  Ledger removed() throws Conflict {
    return insist(
        stored -> {
          var left = stored.ledger().announced(check);
          if (stored.version().isEmpty()) {
            return left; // an earlier removal succeeded, but its response was lost
          }
          if (left.claims().isEmpty() && left.open().isEmpty()) {
            services.store().remove(cluster, stored);
          } else {
            services.store().replace(cluster, stored, left); // a new cluster has taken the name
          }
          return left;
        });
  }

  private Ledger rewrite(UnaryOperator<Ledger> change) throws Conflict {
    return insist(
        stored -> {
          var after = change.apply(stored.ledger());
          if (!after.equals(stored.ledger())) {
            services.store().replace(cluster, stored, after);
          }
          return after;
        });
  }

  private Ledger insist(Swap swap) throws Conflict {
    return retrying(ATTEMPTS, Conflict.class, _ -> swap.of(services.store().read(cluster)));
  }

  @FunctionalInterface
  private interface Swap {
    Ledger of(StoredLedger stored) throws Conflict;
  }
}
