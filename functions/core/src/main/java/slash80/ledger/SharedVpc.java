package slash80.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import slash80.facts.Vpc;

/// A VPC that one account shares with another one, which has clusters in it
/// (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html).
///
/// @param owner the account that owns the VPC, and to which its route tables, ACLs and gateways
///   belong
/// @param participant the account that has the clusters, and the region
/// @param seen when a check last saw it, within some hours
public record SharedVpc(String owner, Site participant, Vpc.Id vpc, Instant seen) {
  static final Comparator<SharedVpc> ORDER =
      Comparator.comparing(SharedVpc::owner)
          .thenComparing(SharedVpc::participant)
          .thenComparing(shared -> shared.vpc().value());

  /// A change of `seen` is written after this time only: clusters are checked every hour.
  private static final Duration COARSE = Duration.ofHours(6);

  /// A VPC whose clusters were not checked for this long has none any more.
  private static final Duration CURRENT = Duration.ofDays(7);

  /// Whether both are about the clusters of one account in one VPC.
  boolean isSame(SharedVpc other) {
    return participant.equals(other.participant) && vpc.equals(other.vpc);
  }

  /// Whether it says what a later sight of it says.
  boolean covers(SharedVpc later) {
    return isSame(later) && owner.equals(later.owner) && seen.plus(COARSE).isAfter(later.seen);
  }

  /// Whether a check saw it lately.
  public boolean isCurrent(Instant at) {
    return seen.plus(CURRENT).isAfter(at);
  }

  /// Whether it belongs to another account, in the region of its clusters.
  public boolean isOf(Site owning) {
    return owner.equals(owning.account())
        && participant.region().equals(owning.region())
        && !participant.account().equals(owner);
  }

  Map<String, Object> tree() {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("owner", owner);
    tree.put("account", participant.account());
    tree.put("region", participant.region());
    tree.put("vpc", vpc.value());
    tree.put("seen", seen.toString());
    return tree;
  }

  static SharedVpc of(JsonReader read) {
    return new SharedVpc(
        read.text("owner"),
        new Site(read.text("account"), read.text("region")),
        new Vpc.Id(read.text("vpc")),
        read.instant("seen"));
  }
}
