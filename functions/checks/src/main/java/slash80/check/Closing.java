package slash80.check;

import static slash80.aws.Retry.retrying;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import slash80.alerts.Alert;
import slash80.alerts.Delta;
import slash80.alerts.Ledger;
import slash80.alerts.Origin;
import slash80.aws.BadInput;
import slash80.aws.LedgerStore.Conflict;
import slash80.aws.LedgerStore.Kept;
import slash80.aws.LedgerStore.Place;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Permissions;
import slash80.facts.Vpc;
import slash80.network.IpFamily;
import slash80.rules.Judgement;

/// The end of a cluster's ledger: the cluster is gone, one last alert says so, and the document is
/// removed. Claimed like any other change, so only one of two concurrent closings alerts.
final class Closing {
  private static final int ATTEMPTS = 5;

  private final Services services;
  private final Cluster cluster;
  private final List<Origin> origins;
  private final List<Alert> published = new ArrayList<>();
  private final String id = UUID.randomUUID().toString();

  /// @param cluster as far as [#remains] knows it
  Closing(Services services, Cluster cluster, List<Origin> origins) {
    this.services = services;
    this.cluster = cluster;
    this.origins = origins;
  }

  /// The name of a deleted cluster and where it was.
  static Cluster remains(Place place) {
    return new Cluster(
        place.cluster(),
        place.arn(),
        place.account(),
        place.region(),
        Fact.known(IpFamily.IPV6),
        new Vpc.Id(""),
        List.of(),
        List.of(),
        Optional.empty(),
        false,
        Fact.known(false),
        List.of(),
        Map.of());
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
    var kept = services.store().read(cluster);
    var now = services.clock().instant();
    if (kept.version().isEmpty() || isClaimed(kept, now)) {
      return kept.ledger();
    }
    refuseAlive();
    return close(kept, now);
  }

  /// A claim of this closing does not count: a repeated write of the SDK can conflict with the
  /// first.
  private boolean isClaimed(Kept kept, Instant now) {
    return kept.ledger().claims().stream()
        .filter(claim -> !claim.check().equals(id))
        .anyMatch(claim -> !claim.hasLapsed(now, services.cadence().lapse()));
  }

  /// The cluster was not there when the batch began, but a new one may have taken its name.
  private void refuseAlive() {
    if (!services.account().clusters(Set.of(cluster.name())).isEmpty()) {
      throw new BadInput("a cluster named %s exists again".formatted(cluster.name()));
    }
  }

  private Ledger close(Kept kept, Instant now) throws Conflict {
    var delta = Delta.closing(kept.ledger(), now);
    services.store().replace(cluster, kept, delta.after().with(delta.claim(id, now, origins)));
    var announcement = new Announcement(services, cluster, id);
    published.add(announcement.publish(Alert.of(judgement(now), delta, origins)));
    return announcement.removed();
  }

  private Judgement judgement(Instant now) {
    return new Judgement(
        cluster,
        now,
        0,
        List.of(),
        List.of(),
        List.of(),
        0,
        0,
        List.of(),
        Map.of(),
        List.of(),
        services.policy(),
        Permissions.unasked());
  }
}
