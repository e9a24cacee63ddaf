package slash80.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import slash80.alerts.Alert;
import slash80.aws.AccountRegion;
import slash80.aws.CallCounts;
import slash80.check.BatchOutcome.HandledMessage;

/// The outcomes of the parts of a batch. If a message was handled twice, the later outcome counts;
/// the alerts and calls of both do.
final class CollectedOutcomes {
  private final IdentityHashMap<ParsedMessage, HandledMessage> handled = new IdentityHashMap<>();
  private final List<Alert> alerts = new ArrayList<>();
  private final List<String> checks = new ArrayList<>();
  private final Map<String, Duration> again = new HashMap<>();
  private CallCounts reads = CallCounts.none();
  private int waiting;

  void add(AccountRegion site, List<ParsedMessage> part, BatchOutcome outcome) {
    for (int i = 0; i < part.size(); i++) {
      handled.put(part.get(i), outcome.handled().get(i));
    }
    alerts.addAll(outcome.alerts());
    outcome.checks().forEach(check -> checks.add(check + " in " + site));
    reads = reads.and(outcome.reads());
    again.putAll(outcome.again());
    waiting += outcome.waiting();
  }

  /// One outcome, in the order of the messages.
  BatchOutcome inOrder(List<ParsedMessage> messages) {
    return new BatchOutcome(
        messages.stream().map(message -> Objects.requireNonNull(handled.get(message))).toList(),
        alerts,
        checks,
        reads,
        waiting,
        Set.of(),
        again,
        Set.of());
  }
}
