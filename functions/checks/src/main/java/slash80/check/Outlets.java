package slash80.check;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;
import slash80.alerts.FindingEvents;
import slash80.aws.alert.EventBus;
import slash80.judge.Judgement;
import slash80.ledger.Delta;
import slash80.ledger.Ledger;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// The operator's choice of what is sent, and whether events go to a bus beside the topic.
///
/// @param least the least severity that is sent
/// @param bus the event bus, if there is one
public record Outlets(Severity least, Optional<EventBus> bus) {
  public static final Outlets TOPIC_ONLY = new Outlets(Severity.LOW, Optional.empty());

  /// The delta, whose ledger owes the bus the events about findings that the policy hides since:
  /// they are written down in the same write that forgets the findings.
  ///
  /// @param before the ledger that the check began with
  Delta owing(Judgement judgement, Delta delta, Ledger before, String check, Instant now) {
    if (bus.isEmpty() || delta.silenced().isEmpty()) {
      return delta;
    }
    var events = FindingEvents.ofSilenced(judgement, delta, before, least);
    return delta.owing(delta.after().outgoing().with(check, now, false, events));
  }

  /// Whether an alert is sent: something in it is as severe as the least severity, or has none,
  /// such as the end of a cluster. All others count as reported, and are not news again. Findings
  /// that were severe are reported when they are resolved.
  boolean send(Judgement judgement, Delta delta) {
    var severities =
        Stream.of(
                delta.opened().stream().map(Finding::severity),
                delta.reminded().stream().map(Finding::severity),
                delta.refused().stream().map(judgement::severityOf))
            .flatMap(severity -> severity)
            .toList();
    return delta.occasion().isLast()
        || (severities.isEmpty() && delta.resolved().isEmpty())
        || delta.resolved().stream().anyMatch(end -> end.isToSend(least))
        || severities.stream().anyMatch(severity -> severity.compareTo(least) >= 0);
  }
}
