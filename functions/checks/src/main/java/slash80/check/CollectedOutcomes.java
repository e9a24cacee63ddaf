package slash80.check;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import slash80.alerts.Alert;
import slash80.aws.AccountRegion;
import slash80.aws.CallCounts;
import slash80.check.BatchOutcome.Disposition;
import slash80.check.BatchOutcome.HandledMessage;
import slash80.check.OwnerMessages.Copy;

/// The outcomes of the parts of a batch. If a message was handled twice, the later outcome counts;
/// the alerts and calls of both do. The copies of a message for other accounts count with it: it is
/// delivered again if one of them failed.
final class CollectedOutcomes {
  private final IdentityHashMap<ParsedMessage, HandledMessage> handled = new IdentityHashMap<>();
  private final List<Alert> alerts = new ArrayList<>();
  private final List<String> checks = new ArrayList<>();
  private final Map<String, Duration> again = new HashMap<>();
  private CallCounts reads = CallCounts.none();
  private int waiting;

  /// The dispositions, the one that counts first.
  private static final List<Disposition> ORDER =
      List.of(Disposition.FAILED, Disposition.AGAIN, Disposition.ALERTED, Disposition.SILENT);

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

  /// Adds calls that belong to no part.
  void add(CallCounts further) {
    reads = reads.and(further);
  }

  /// A message that has to be delivered again, whatever became of its part.
  void fail(ParsedMessage message, String why) {
    var id = message.message().id();
    handled.put(message, new HandledMessage(id, Disposition.FAILED, LogText.of("failed, " + why)));
  }

  /// One outcome, in the order of the messages.
  BatchOutcome inOrder(List<ParsedMessage> messages, List<Copy> copies) {
    var all = new IdentityHashMap<ParsedMessage, List<HandledMessage>>();
    messages.forEach(message -> all.put(message, new ArrayList<>(List.of(of(message)))));
    copies.forEach(
        copy -> Objects.requireNonNull(all.get(copy.original())).add(of(copy.message())));
    return new BatchOutcome(
        messages.stream().map(message -> one(Objects.requireNonNull(all.get(message)))).toList(),
        alerts,
        checks,
        reads,
        waiting,
        Set.of(),
        again,
        Set.of());
  }

  private HandledMessage of(ParsedMessage message) {
    return Objects.requireNonNull(handled.get(message));
  }

  private static HandledMessage one(List<HandledMessage> same) {
    var first =
        ORDER.stream()
            .filter(one -> same.stream().anyMatch(each -> each.disposition() == one))
            .findFirst()
            .orElseThrow();
    return new HandledMessage(
        same.getFirst().message(),
        first,
        same.stream()
            .filter(each -> each.disposition() == first)
            .map(HandledMessage::sentence)
            .distinct()
            .collect(Collectors.joining("; ")));
  }
}
