package slash80.watch;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import slash80.alerts.Alert;
import slash80.alerts.Delta;
import slash80.alerts.Ledger;
import slash80.alerts.Origin;
import slash80.aws.Account;
import slash80.aws.BadInput;
import slash80.aws.LedgerStore;
import slash80.aws.LedgerStore.Conflict;
import slash80.aws.Publisher;
import slash80.facts.Cluster;
import slash80.rules.Judgement;
import slash80.rules.Policy;
import slash80.rules.RuleBook;

/// One check of one cluster: Network → Findings → Delta → Alert.
///
/// The ledger is read before the account, so that whoever replaces it meanwhile is noticed when it
/// is written; and it is written after the alert has gone out, so that a crash in between tells
/// people twice, and never not at all.
final class Check {
  private static final int TRIES = 5;

  /// What a check needs of the world.
  record Tools(
      Account account,
      LedgerStore store,
      Publisher publisher,
      Policy policy,
      InstantSource clock) {}

  private final Tools tools;
  private final List<Origin> origins;
  private final List<Alert> published = new ArrayList<>();
  private final Set<Object> told = new HashSet<>();
  private Cluster cluster;
  private Instant began;

  /// @param cluster as it was read at `began`
  /// @param origins what led to the check, oldest first
  Check(Tools tools, Cluster cluster, Instant began, List<Origin> origins) {
    this.tools = tools;
    this.cluster = cluster;
    this.began = began;
    this.origins = origins;
  }

  /// The alerts that went out, also when the check failed after them: one at most, and another only
  /// where others wrote the ledger at the same time and what was read after them was news again.
  List<Alert> published() {
    return List.copyOf(published);
  }

  /// Judges the cluster and tells what is new. Who loses a swap reads ledger and account again.
  Ledger run() throws Conflict {
    for (int tries = 1; ; tries++) {
      try {
        return attempt();
      } catch (Conflict conflict) {
        if (tries == TRIES) {
          throw conflict;
        }
        beginAgain();
      }
    }
  }

  private Ledger attempt() throws Conflict {
    var kept = tools.store().read(cluster);
    if (kept.ledger().readingBegan().isAfter(began)) {
      beginAgain();
    }
    var judgement = judgement();
    var delta = Delta.between(kept.ledger(), judgement);
    publish(judgement, news(delta));
    if (!delta.after().equals(kept.ledger())) {
      tools.store().replace(cluster, kept, delta.after());
    }
    return delta.after();
  }

  private void beginAgain() {
    String name = cluster.name();
    began = tools.clock().instant();
    cluster =
        tools.account().clusters().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new BadInput("cluster %s is gone since".formatted(name)));
  }

  private Judgement judgement() {
    var facts = tools.account().read(cluster, began);
    return RuleBook.judge(tools.policy().applied(facts), tools.policy());
  }

  /// What this check has not told yet: after a lost swap the same is not told again.
  private Delta news(Delta delta) {
    return new Delta(
        delta.opened().stream().filter(finding -> !told.contains(finding)).toList(),
        delta.resolved().stream().filter(resolved -> !told.contains(resolved)).toList(),
        delta.after());
  }

  private void publish(Judgement judgement, Delta news) {
    if (news.isEmpty()) {
      return;
    }
    var alert = Alert.of(judgement, news, origins);
    tools.publisher().publish(cluster, alert);
    published.add(alert);
    told.addAll(news.opened());
    told.addAll(news.resolved());
  }
}
