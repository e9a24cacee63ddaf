package slash80.check;

import static slash80.check.Events.call;
import static slash80.check.Events.check;
import static slash80.check.Events.messages;
import static slash80.fixtures.Fixtures.cluster;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.subnet;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import slash80.alerts.Alert;
import slash80.aws.Account;
import slash80.aws.alert.Publisher;
import slash80.aws.ledger.LedgerStore;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.check.BatchOutcome.Disposition;
import slash80.facts.Cluster;
import slash80.fixtures.AlertSchema;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.Fixtures;
import slash80.judge.Policy;
import slash80.ledger.Ledger;
import slash80.ledger.Timings;

/// A fake account, a ledger, a topic and a policy around the code that handles a batch.
abstract class WatchFixture {
  static final String ROUTE = call("CreateRoute").asking("{'routeTableId':'rtb-a'}").event();
  static final String ELSEWHERE = call("CreateRoute").asking("{'routeTableId':'rtb-e15e'}").event();
  static final String UNTIED =
      call("DisassociateRouteTable").asking("{'associationId':'rtbassoc-0'}").event();

  static final String SWEEP = check("demo");

  Instant now = Fixtures.NOW;
  final FakeAccount account = new FakeAccount();
  final List<Alert> sent = new ArrayList<>();
  LedgerStore store = new MemoryLedgerStore();
  Publisher publisher = (_, alert) -> sent.add(AlertSchema.checked(alert));
  Supplier<Account> accounts = () -> account;
  Policy policy = Policy.NONE;

  LedgerStore.StoredLedger kept(String name) {
    return store.read(cluster(name).network().cluster().id());
  }

  void write(Ledger ledger, Cluster.Id cluster) {
    try {
      store.replace(cluster, store.read(cluster), ledger);
    } catch (LedgerStore.Conflict impossible) {
      throw new AssertionError(impossible);
    }
  }

  BatchOutcome handle(String... bodies) {
    var clock = InstantSource.fixed(now);
    return new BatchHandler(
            clock,
            () -> new Services(accounts.get(), store, publisher, policy, Timings.DEFAULTS, clock))
        .handle(messages(bodies));
  }

  static List<Disposition> fates(BatchOutcome outcome) {
    return outcome.handled().stream().map(BatchOutcome.HandledMessage::disposition).toList();
  }

  static ClusterFixture sound() {
    return sound("demo");
  }

  static ClusterFixture sound(String name) {
    return cluster(name, subnet("a", "2001:db8:0:1::/64", node("n1")));
  }

  static ClusterFixture faulty() {
    return cluster("demo", subnet("a", "2001:db8:0:1::/64", node("n1").withoutPrefix()));
  }
}
