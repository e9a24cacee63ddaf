package slash80.check;

import java.time.InstantSource;
import slash80.aws.Account;
import slash80.aws.alert.Publisher;
import slash80.aws.ledger.LedgerStore;
import slash80.check.settle.Sleeper;
import slash80.judge.Policy;
import slash80.ledger.Timings;

/// The account that a batch is checked in, and everything else that its checks call.
public record Services(
    Account account,
    LedgerStore store,
    Publisher publisher,
    Policy policy,
    Timings timings,
    InstantSource clock,
    Sleeper sleeper,
    Outlets outlets) {

  /// Services that send everything, to the topic only.
  public Services(
      Account account,
      LedgerStore store,
      Publisher publisher,
      Policy policy,
      Timings timings,
      InstantSource clock,
      Sleeper sleeper) {
    this(account, store, publisher, policy, timings, clock, sleeper, Outlets.TOPIC_ONLY);
  }

  /// Services that really sleep while they wait for AWS.
  public Services(
      Account account,
      LedgerStore store,
      Publisher publisher,
      Policy policy,
      Timings cadence,
      InstantSource clock) {
    this(account, store, publisher, policy, cadence, clock, Sleeper.THREAD);
  }

  /// The same services with other outlets.
  public Services with(Outlets others) {
    return new Services(account, store, publisher, policy, timings, clock, sleeper, others);
  }
}
