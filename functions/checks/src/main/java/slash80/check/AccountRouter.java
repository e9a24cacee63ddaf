package slash80.check;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import slash80.alerts.Alert;
import slash80.aws.AccountRegion;
import slash80.aws.CallCounts;
import slash80.aws.Fleet;
import slash80.check.BatchOutcome.HandledMessage;

/// Splits a batch by the account and region of its messages, and handles each part as a batch of
/// its own. An account that cannot be read fails only its own messages.
public final class AccountRouter {
  private final Fleet fleet;
  private final InstantSource clock;
  private final AccountServices services;

  public AccountRouter(Fleet fleet, InstantSource clock, AccountServices services) {
    this.fleet = fleet;
    this.clock = clock;
    this.services = services;
  }

  /// @param end no call to AWS begins after it
  public BatchOutcome handle(List<QueueMessage> messages, Instant end) {
    var read = MessageBatch.of(messages).messages();
    var accountRegions = read.stream().map(this::accountRegion).toList();
    var batches = new LinkedHashMap<AccountRegion, List<ParsedMessage>>();
    for (int i = 0; i < read.size(); i++) {
      batches.computeIfAbsent(accountRegions.get(i), _ -> new ArrayList<>()).add(read.get(i));
    }
    var outcomes = new LinkedHashMap<AccountRegion, BatchOutcome>();
    batches.forEach(
        (accountRegion, batch) -> outcomes.put(accountRegion, handle(accountRegion, batch, end)));
    return together(accountRegions, outcomes);
  }

  private BatchOutcome handle(AccountRegion accountRegion, List<ParsedMessage> batch, Instant end) {
    return new BatchHandler(clock, () -> services.open(accountRegion, end))
        .handle(new MessageBatch(batch));
  }

  /// A message that cannot be parsed fails as one of the account that the function runs in.
  private AccountRegion accountRegion(ParsedMessage message) {
    return message
        .change()
        .asDone()
        .map(change -> fleet.site(change.account(), change.region()))
        .orElse(fleet.home());
  }

  /// One outcome, in the order of the messages.
  private static BatchOutcome together(
      List<AccountRegion> accountRegions, Map<AccountRegion, BatchOutcome> outcomes) {
    var left = new LinkedHashMap<AccountRegion, Deque<HandledMessage>>();
    var alerts = new ArrayList<Alert>();
    var checks = new ArrayList<String>();
    var reads = CallCounts.none();
    for (var entry : outcomes.entrySet()) {
      var outcome = entry.getValue();
      left.put(entry.getKey(), new ArrayDeque<>(outcome.handled()));
      alerts.addAll(outcome.alerts());
      outcome.checks().forEach(check -> checks.add(check + " in " + entry.getKey()));
      reads = reads.and(outcome.reads());
    }
    var handled =
        accountRegions.stream()
            .map(accountRegion -> Objects.requireNonNull(left.get(accountRegion)).removeFirst())
            .toList();
    int waiting = outcomes.values().stream().mapToInt(BatchOutcome::waiting).sum();
    return new BatchOutcome(handled, alerts, checks, reads, waiting);
  }
}
