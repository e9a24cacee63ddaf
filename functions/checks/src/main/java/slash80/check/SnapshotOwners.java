package slash80.check;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import slash80.aws.Account;
import slash80.check.event.Change;
import slash80.check.event.Change.Impact;
import slash80.facts.Cluster;
import slash80.ledger.SharedVpc;
import slash80.ledger.Site;

/// The accounts that share VPCs with the clusters of a snapshot. Nothing is read before an event of
/// another account asks for it.
public final class SnapshotOwners {
  private final Account snapshot;
  private final Instant at;
  private Optional<List<SharedVpc>> shared = Optional.empty();

  public SnapshotOwners(Account snapshot, Instant at) {
    this.snapshot = snapshot;
    this.at = at;
  }

  /// Whether an account owns the VPC of a cluster that belongs to another account.
  public boolean own(String account, String region) {
    return !sharedBy(account, region).isEmpty();
  }

  private List<SharedVpc> sharedBy(String account, String region) {
    boolean isElsewhere =
        !account.isEmpty()
            && snapshot.clusters().stream().map(Cluster::account).noneMatch(account::equals);
    return isElsewhere
        ? shared().stream().filter(vpc -> vpc.isOf(new Site(account, region))).toList()
        : List.of();
  }

  private List<SharedVpc> shared() {
    if (shared.isEmpty()) {
      shared =
          Optional.of(
              snapshot.clusters().stream()
                  .flatMap(
                      cluster ->
                          SharedChanges.vpcOf(cluster, snapshot.read(cluster, at), at).stream())
                  .distinct()
                  .toList());
    }
    return shared.get();
  }

  /// A message as the account of the snapshot meets it.
  ParsedMessage met(ParsedMessage message) {
    return new ParsedMessage(message.message(), message.change().then(this::met));
  }

  private Change met(Change change) {
    var vpcs = sharedBy(change.account(), change.region());
    if (vpcs.isEmpty()) {
      return change;
    }
    var ids = change.impact().ids();
    return SharedChanges.of(change, vpcs, snapshot.vpcsOf(ids)).values().stream()
        .findFirst()
        .orElseGet(() -> untouched(change));
  }

  private static Change untouched(Change change) {
    var because =
        switch (change.impact()) {
          case Impact.None(var why) -> why;
          case Impact.Resources _, Impact.WholeRegion _ ->
              "it touches nothing that account %s shares".formatted(change.account());
        };
    return new Change(
        change.origin(),
        change.account(),
        change.region(),
        new Impact.None(because),
        Set.of(),
        List.of());
  }
}
