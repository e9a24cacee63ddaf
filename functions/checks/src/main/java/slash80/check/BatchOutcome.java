package slash80.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slash80.alerts.Alert;
import slash80.aws.CallCounts;

/// The outcome of a batch of messages.
///
/// @param handled the outcome of each message, in the order of the messages
/// @param alerts the published alerts, one for each cluster with news
/// @param checks a sentence about each check
/// @param reads the calls that read the account
/// @param waiting the number of checks whose news waits, because the topic has no subscriber
public record BatchOutcome(
    List<HandledMessage> handled,
    List<Alert> alerts,
    List<String> checks,
    CallCounts reads,
    int waiting) {
  public BatchOutcome {
    checks = List.copyOf(checks);
    handled = List.copyOf(handled);
    alerts = List.copyOf(alerts);
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
    /// The message has to be delivered again.
    FAILED
  }

  /// The outcome of one message, in words.
  ///
  /// @param message the id of the message
  /// @param sentence which alert went out, or why none did
  public record HandledMessage(String message, Disposition disposition, String sentence) {}

  /// The ids of the messages that have to be delivered again.
  public List<String> failed() {
    return handled.stream()
        .filter(handled -> handled.disposition() == Disposition.FAILED)
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
