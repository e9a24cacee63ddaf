package slash80.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import slash80.alerts.Alert;
import slash80.alerts.Delta;
import slash80.alerts.Ledger;
import slash80.alerts.Origin;
import slash80.aws.BadInput;
import slash80.aws.LedgerStore.Conflict;
import slash80.aws.LedgerStore.Kept;
import slash80.aws.Site;
import slash80.facts.Cluster;
import slash80.rules.Judgement;

/// The end of a cluster's ledger: the cluster is gone, people are told so once, and the document is
/// removed. It is claimed like any other news, so of two closings one tells.
final class Closing {
  private static final int TRIES = 5;

  private final Check.Tools tools;
  private final Cluster.Id cluster;
  private final List<Origin> origins;
  private final List<Alert> published = new ArrayList<>();
  private final String id = UUID.randomUUID().toString();

  Closing(Check.Tools tools, Cluster.Id cluster, List<Origin> origins) {
    this.tools = tools;
    this.cluster = cluster;
    this.origins = origins;
  }

  List<Alert> published() {
    return List.copyOf(published);
  }

  /// Closes the ledger, where there is one. While somebody else's claim stands, somebody is still
  /// telling: the next sweep closes it.
  Ledger run() throws Conflict {
    for (int tries = 1; ; tries++) {
      var kept = tools.store().read(cluster);
      var now = tools.clock().instant();
      if (kept.version().isEmpty() || isClaimed(kept, now)) {
        return kept.ledger();
      }
      refuseAlive();
      try {
        return close(kept, now);
      } catch (Conflict conflict) {
        if (tries == TRIES || !published.isEmpty()) {
          throw conflict;
        }
      }
    }
  }

  /// A claim of its own stands where it has lost a swap to itself, as a check can.
  private boolean isClaimed(Kept kept, Instant now) {
    return kept.ledger().claims().stream()
        .filter(claim -> !claim.check().equals(id))
        .anyMatch(claim -> !claim.hasLapsed(now, tools.cadence().lapse()));
  }

  /// It was not there when the batch began; a name can be given again.
  private void refuseAlive() {
    if (!tools.account().clusters(Set.of(cluster.name())).isEmpty()) {
      throw new BadInput("cluster %s is there again".formatted(cluster.name()));
    }
  }

  private Ledger close(Kept kept, Instant now) throws Conflict {
    var delta = Delta.closing(kept.ledger(), now);
    tools.store().replace(cluster, kept, delta.after().with(delta.claim(id, now, origins)));
    var judgement = Judgement.nothing(cluster, Site.arnOf(cluster), now, tools.policy());
    var announcement = new Announcement(tools, cluster, id);
    published.add(announcement.publish(Alert.of(judgement, delta, origins)));
    return announcement.removed();
  }
}
