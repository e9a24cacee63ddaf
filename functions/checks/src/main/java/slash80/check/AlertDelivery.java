package slash80.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.alerts.Alert;
import slash80.alerts.FindingEvents;
import slash80.aws.ledger.LedgerStore.Conflict;
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
  /// An alert that the topic accepted.
  ///
  /// @param events the events about the same changes, which the bus gets next
  record Sent(Alert alert, List<Map<String, Object>> events) {}

  /// Writes and sends the alert of a delta. When the topic refuses it, the claim is given up, so
  /// that the next delivery of the message need not wait until the claim has expired. A claim that
  /// is refused again and again for a reason that lies in its alert is sent in the barest form.
  ///
  /// @param before the ledger that the check began with
  Sent publish(Judgement judgement, Delta delta, List<ChangeOrigin> origins, Ledger before) {
    try {
      var lasting = delta.unfinished().refusal().filter(Claim.Refusal::isLasting);
      return lasting.isPresent()
          ? publishBare(judgement, delta, origins, before, lasting.get())
          : publishWhole(judgement, delta, origins, before);
    } catch (RuntimeException refused) {
      giveUp(refused);
      throw refused;
    }
  }

  private Sent publishWhole(
      Judgement judgement, Delta delta, List<ChangeOrigin> origins, Ledger before) {
    var alert = Alert.of(judgement, delta, origins, page);
    var events = events(judgement, delta, origins, before);
    services.publisher().publish(cluster, alert);
    return new Sent(alert, events);
  }

  private Sent publishBare(
      Judgement judgement,
      Delta delta,
      List<ChangeOrigin> origins,
      Ledger before,
      Claim.Refusal refusal) {
    var alert = wholeOrBare(judgement, delta, origins);
    var events = eventsOrNone(judgement, delta, origins, before);
    services.publisher().publishBare(cluster, alert, refusal.reason());
    return new Sent(alert, events);
  }

  private List<Map<String, Object>> events(
      Judgement judgement, Delta delta, List<ChangeOrigin> origins, Ledger before) {
    var outlets = services.outlets();
    return outlets.bus().isEmpty()
        ? List.of()
        : FindingEvents.of(judgement, delta, origins, before, outlets.least());
  }

  private List<Map<String, Object>> eventsOrNone(
      Judgement judgement, Delta delta, List<ChangeOrigin> origins, Ledger before) {
    try {
      return events(judgement, delta, origins, before);
    } catch (RuntimeException _) { // known as the reason of the refusal
      return List.of();
    }
  }

  private Alert wholeOrBare(Judgement judgement, Delta delta, List<ChangeOrigin> origins) {
    try {
      return Alert.of(judgement, delta, origins, page);
    } catch (RuntimeException _) { // known as the reason of the refusal
      return Alert.bare(judgement, delta);
    }
  }

  private void giveUp(RuntimeException refused) {
    var reason = services.publisher().lastingReason(refused);
    try {
      ledger()
          .change(
              stored ->
                  reason
                      .map(why -> stored.refused(check, why))
                      .orElseGet(() -> stored.released(check)));
    } catch (Conflict | RuntimeException alsoRefused) {
      refused.addSuppressed(alsoRefused); // the claim expires
    }
  }

  /// Records that the alert went out, and the events that the bus gets next. Writes of other checks
  /// stay: only the claim is removed.
  ///
  /// @param isLast whether the events are the last about the cluster
  Ledger written(List<Map<String, Object>> events, boolean isLast) throws Conflict {
    var now = services.clock().instant();
    return ledger()
        .change(
            stored ->
                stored
                    .announced(check)
                    .outgoing(stored.outgoing().with(check, now, isLast, events)));
  }

  /// Records that the last alert of a cluster went out, and removes its ledger.
  Ledger removed() throws Conflict {
    return ledger()
        .insist(
            stored -> {
              var left = stored.ledger().announced(check);
              if (stored.version().isEmpty()) {
                return left; // an earlier removal succeeded, but its response was lost
              }
              if (left.claims().isEmpty() && left.open().isEmpty() && isAllSent(left)) {
                services.store().remove(cluster, stored);
              } else {
                services.store().replace(cluster, stored, left); // a new cluster took the name
              }
              return left;
            });
  }

  private boolean isAllSent(Ledger ledger) {
    return ledger.outgoing().isEmpty() || services.outlets().bus().isEmpty();
  }

  private LedgerRewrite ledger() {
    return new LedgerRewrite(services, cluster);
  }
}
