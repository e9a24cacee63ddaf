package slash80.check;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import slash80.alerts.Alert;
import slash80.aws.CallCounts;

/// The outcome of a batch of messages.
///
/// @param handled the outcome of each message, in the order of the messages
/// @param alerts the published alerts, one for each cluster with news
/// @param checks a sentence about each check
/// @param reads the calls that read the account
/// @param waiting the number of checks whose news waits, because the topic has no subscriber
/// @param cutShort the ids of failed messages that need nothing but more time to read the account
/// @param again the ids of the messages whose changes AWS does not show yet, and when to deliver
///   them again
/// @param refused the denied calls that kept clusters from being checked
public record BatchOutcome(
    List<HandledMessage> handled,
    List<Alert> alerts,
    List<String> checks,
    CallCounts reads,
    int waiting,
    Set<String> cutShort,
    Map<String, Duration> again,
    Set<String> refused) {
  public BatchOutcome {
    cutShort = Set.copyOf(cutShort);
    again = Map.copyOf(again);
    refused = Collections.unmodifiableSortedSet(new TreeSet<>(refused));
    checks = List.copyOf(checks);
    handled = List.copyOf(handled);
    alerts = List.copyOf(alerts);
  }

  /// The outcome of messages that are done or failed for good.
  BatchOutcome(
      List<HandledMessage> handled,
      List<Alert> alerts,
      List<String> checks,
      CallCounts reads,
      int waiting) {
    this(handled, alerts, checks, reads, waiting, Set.of(), Map.of(), Set.of());
  }

  /// An outcome without news that waits.
  BatchOutcome(
      List<HandledMessage> handled, List<Alert> alerts, List<String> checks, CallCounts reads) {
    this(handled, alerts, checks, reads, 0);
  }

  /// The outcome of one message.
  public enum Disposition {
    /// The message led to an alert.
    ALERTED,
    /// The message was handled, and there was no news.
    SILENT,
    /// The message has to be delivered again, as it could not be handled.
    FAILED,
    /// The message was handled, and is delivered again because AWS does not show its change yet.
    AGAIN
  }

  /// The outcome of one message, in words.
  ///
  /// @param message the id of the message
  /// @param sentence which alert went out, or why none did
  public record HandledMessage(String message, Disposition disposition, String sentence) {}

  /// The ids of the messages that have to be delivered again.
  public List<String> failed() {
    return handled.stream()
        .filter(
            handled ->
                switch (handled.disposition()) {
                  case FAILED, AGAIN -> true;
                  case ALERTED, SILENT -> false;
                })
        .map(HandledMessage::message)
        .toList();
  }

  /// The reasons why messages led to no alert, by the ids of the messages.
  public Map<String, String> sentences() {
    var sentences = new LinkedHashMap<String, String>();
    for (HandledMessage message : handled) {
      if (message.disposition() != Disposition.ALERTED) {
        sentences.put(message.message(), message.sentence());
      }
    }
    return sentences;
  }
}
