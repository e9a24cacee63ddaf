package slash80.blame;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import slash80.aws.snapshot.Snapshot;
import slash80.facts.Facts;
import slash80.facts.Instance;
import slash80.judge.Policy;
import slash80.judge.RuleBook;
import slash80.ledger.Authors;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.CheckedScope;
import slash80.ledger.Delta;
import slash80.ledger.Ledger;
import slash80.ledger.Observation;
import slash80.network.Scope;

/// Checks of the example account, and of accounts that calls made of it.
final class AccountChecks {
  private static final Path ACCOUNT =
      Path.of(System.getProperty("project.root"), "events", "account");
  private static final Set<String> RULES =
      RuleBook.entries().stream().map(entry -> entry.rule().id()).collect(Collectors.toSet());

  /// The ends of the ids of some nodes that stand in different subnets.
  private static final Set<String> KEPT = Set.of("001", "007", "020", "ff0", "7ad");

  private AccountChecks() {}

  static Facts account() {
    var account = Snapshot.open(ACCOUNT);
    var cluster = account.clusters(Set.of("kodekloud")).iterator().next();
    return account.read(cluster, Scope.whole(), account.at()).facts();
  }

  /// The example account with few of its nodes, which is judged often.
  static Facts smallAccount() {
    var instances =
        FactsEdit.instances(
            account(), instance -> Optional.of(instance).filter(kept -> isKept(kept.id())));
    return FactsEdit.interfaces(
        instances,
        shown ->
            Optional.of(shown)
                .filter(kept -> kept.attachment().filter(at -> !isKept(at.instance())).isEmpty()));
  }

  private static boolean isKept(Instance.Id id) {
    return KEPT.stream().anyMatch(id.value()::endsWith);
  }

  /// The ledger after a first check.
  static Ledger ledger(Facts before) {
    return delta(Ledger.empty(before.cluster().name()), before).after();
  }

  static Delta delta(Ledger ledger, Facts facts) {
    var network = Policy.NONE.applied(facts);
    var observation = Observation.of(network, new CheckedScope.Whole(RULES));
    return Delta.between(ledger, RuleBook.judge(network), observation, Duration.ofMinutes(15));
  }

  /// The calls behind each finding that is new or gone, by its id.
  static Map<String, List<ChangeOrigin>> behind(Facts before, Facts after, List<ChangeOrigin> led) {
    var ledger = ledger(before);
    var delta = delta(ledger, after);
    var authors = Authors.of(delta, led, ledger, after, Policy.NONE);
    assertTrue(authors.isWeighed(), () -> authors.trouble().orElse(""));
    var behind = new HashMap<String, List<ChangeOrigin>>();
    delta.opened().forEach(found -> behind.put(found.id(), authors.behind(found, led)));
    delta.resolved().forEach(ended -> behind.put(ended.id(), authors.behind(ended, led)));
    assertFalse(behind.isEmpty(), "a check that finds what the last one found");
    return behind;
  }
}
