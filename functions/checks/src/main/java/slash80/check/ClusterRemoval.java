package slash80.check;

import static slash80.aws.Retry.retrying;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import slash80.alerts.Alert;
import slash80.aws.AccountRegion;
import slash80.aws.BadInput;
import slash80.aws.ledger.LedgerStore.Conflict;
import slash80.aws.ledger.LedgerStore.StoredLedger;
import slash80.facts.Cluster;
import slash80.judge.Judgement;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.ClusterDeletion;
import slash80.ledger.Delta;
import slash80.ledger.Ledger;

/// The end of a cluster's ledger: the cluster is gone, or no longer checked. One last alert says
/// so, and the document is removed. Claimed like any other change, so only one of two concurrent
/// closings alerts.
final class ClusterRemoval {
  private static final int ATTEMPTS = 5;

  private final Services services;
  private final Cluster.Id cluster;
  private final List<ChangeOrigin> origins;
  private final Reason reason;
  private final List<Alert> published = new ArrayList<>();
  private final String id = UUID.randomUUID().toString();
  private Audience audience = Audience.UNASKED;

  private enum Reason {
    GONE,
    NO_LONGER_CHECKED
  }

  ClusterRemoval(Services services, Cluster.Id cluster, List<ChangeOrigin> origins) {
    this(services, cluster, origins, Reason.GONE);
  }

  private ClusterRemoval(
      Services services, Cluster.Id cluster, List<ChangeOrigin> origins, Reason reason) {
    this.services = services;
    this.cluster = cluster;
    this.origins = origins;
    this.reason = reason;
  }

  /// The removal of the ledger of a cluster whose account or region is no longer checked.
  static ClusterRemoval ofLeft(Services services, Cluster.Id cluster, List<ChangeOrigin> origins) {
    return new ClusterRemoval(services, cluster, origins, Reason.NO_LONGER_CHECKED);
  }

  Audience audience() {
    return audience;
  }

  List<Alert> published() {
    return List.copyOf(published);
  }

  /// Closes the ledger, if there is one. While the claim of another check stands, that check is
  /// still publishing, and the next sweep closes the ledger.
  Ledger run() throws Conflict {
    return retrying(ATTEMPTS, Conflict.class, published::isEmpty, _ -> attempt());
  }

  private Ledger attempt() throws Conflict {
    var stored = services.store().read(cluster);
    var now = services.clock().instant();
    if (stored.version().isEmpty() || isClaimed(stored, now)) {
      return stored.ledger();
    }
    var delivery = new AlertDelivery(services, cluster, id, Optional.empty());
    if (isTold(stored.ledger())) {
      return end(delivery, stored.ledger());
    }
    audience = Audience.of(services.publisher());
    if (audience.isMissing()) {
      return stored.ledger();
    }
    refuseNewCluster();
    return close(delivery, stored, now);
  }

  /// Whether an earlier closing told that the cluster is gone, and only its events are left.
  private static boolean isTold(Ledger ledger) {
    return ledger.outgoing().isLast() && ledger.claims().isEmpty() && ledger.open().isEmpty();
  }

  private Ledger end(AlertDelivery delivery, Ledger told) throws Conflict {
    new BusDelivery(services, cluster, id).deliver(told);
    return delivery.removed();
  }

  /// A claim of this closing does not count: a repeated write of the SDK can conflict with the
  /// first.
  private boolean isClaimed(StoredLedger stored, Instant now) {
    var lapse = services.timings().lapse();
    return stored.ledger().outgoing().isBusy(id, now, lapse)
        || stored.ledger().claims().stream()
            .filter(claim -> !claim.check().equals(id))
            .anyMatch(claim -> !claim.hasLapsed(now, lapse));
  }

  /// The cluster was not there when the batch began, but a new one may have taken its name.
  private void refuseNewCluster() {
    if (!services.account().clusters(Set.of(cluster.name())).isEmpty()) {
      throw new BadInput("a cluster named %s exists again".formatted(cluster.name()));
    }
  }

  private Ledger close(AlertDelivery delivery, StoredLedger stored, Instant now) throws Conflict {
    var ended = ended(stored.ledger(), now);
    var led = led(ended, stored.ledger(), now);
    var delta = explained(ended, led, stored.ledger());
    services.store().replace(cluster, stored, delta.after().with(delta.claim(id, now, led)));
    // Before the alert: no call stands between it and the write that it went out.
    var kept = removePage();
    var judgement =
        Judgement.nothing(cluster, AccountRegion.arnOf(cluster), now, services.policy());
    var sent = delivery.publish(judgement, delta, led, stored.ledger());
    published.add(sent.alert());
    boolean owesNothing = stored.ledger().outgoing().isEmpty() && sent.events().isEmpty();
    var left =
        owesNothing ? delivery.removed() : end(delivery, delivery.written(sent.events(), true));
    if (kept.isPresent()) {
      throw kept.get();
    }
    return left;
  }

  /// The changes that led to the closing. Who deletes a cluster did not end its checks.
  private List<ChangeOrigin> led(Delta ended, Ledger ledger, Instant now) {
    return switch (reason) {
      case GONE -> ClusterDeletion.led(ended, origins, ledger, now);
      case NO_LONGER_CHECKED -> origins;
    };
  }

  private Delta ended(Ledger ledger, Instant now) {
    return switch (reason) {
      case GONE -> Delta.closing(ledger, now);
      case NO_LONGER_CHECKED -> Delta.leaving(ledger, now);
    };
  }

  private Delta explained(Delta ended, List<ChangeOrigin> led, Ledger ledger) {
    return switch (reason) {
      case GONE -> ended.explainedBy(led, ledger, ClusterDeletion.authors(ended, led, ledger));
      case NO_LONGER_CHECKED -> ended;
    };
  }

  /// The reason why the page is still there. It holds up no alert.
  private Optional<RuntimeException> removePage() {
    try {
      services.store().removePage(cluster);
      return Optional.empty();
    } catch (RuntimeException refused) {
      return Optional.of(refused);
    }
  }
}
