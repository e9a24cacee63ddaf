package slash80.watch;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import slash80.alerts.Alert;
import slash80.alerts.Delta;
import slash80.alerts.Origin;
import slash80.aws.Account;
import slash80.aws.LedgerStore;
import slash80.aws.Publisher;
import slash80.facts.Cluster;
import slash80.facts.Network;
import slash80.facts.Parameters;
import slash80.rules.RuleBook;

/// From changes to alerts: finds the clusters that a batch of events concerns, judges each once,
/// and publishes what is new against its ledger.
public final class Watch {
  private static final int TRIES = 4;

  private final Account account;
  private final LedgerStore ledgers;
  private final Publisher publisher;
  private final Parameters parameters;
  private final InstantSource clock;

  public Watch(
      Account account,
      LedgerStore ledgers,
      Publisher publisher,
      Parameters parameters,
      InstantSource clock) {
    this.account = account;
    this.ledgers = ledgers;
    this.publisher = publisher;
    this.parameters = parameters;
    this.clock = clock;
  }

  /// Never throws for a message: one that fails is named in the outcome.
  public Outcome handle(List<Message> messages) {
    return new Batch(account, this::check).handle(messages);
  }

  /// Reads, judges, publishes and writes down, in this order: a crash in between repeats an alert
  /// and loses none. When another check wrote the ledger meanwhile, all of it is done again against
  /// that one.
  private Optional<Alert> check(Cluster cluster, List<Origin> origins) {
    for (int attempt = 1; ; attempt++) {
      try {
        return checkOnce(cluster, origins);
      } catch (LedgerStore.Conflict conflict) {
        if (attempt == TRIES) {
          throw conflict;
        }
      }
    }
  }

  private Optional<Alert> checkOnce(Cluster cluster, List<Origin> origins) {
    var stored = ledgers.read(cluster);
    var facts = account.read(cluster, clock.instant());
    var judgement = RuleBook.judge(new Network(facts, parameters));
    var delta = Delta.between(stored.ledger(), judgement);
    var alert =
        delta.isEmpty()
            ? Optional.<Alert>empty()
            : Optional.of(Alert.of(judgement, delta, origins));
    alert.ifPresent(news -> publisher.publish(cluster, news));
    if (!delta.after().equals(stored.ledger())) {
      ledgers.write(cluster, delta.after(), stored.version());
    }
    return alert;
  }
}
