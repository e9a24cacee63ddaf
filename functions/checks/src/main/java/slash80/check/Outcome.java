package slash80.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slash80.alerts.Alert;
import slash80.aws.Reads;

/// What became of a batch of messages.
///
/// @param handled one for each message, in their order
/// @param alerts what was published, one for each cluster that has news
/// @param checks what each check read, a sentence each
/// @param reads the calls that it took to read the account
public record Outcome(List<Handled> handled, List<Alert> alerts, List<String> checks, Reads reads) {
  public Outcome {
    checks = List.copyOf(checks);
    handled = List.copyOf(handled);
    alerts = List.copyOf(alerts);
  }

  /// What a message came to.
  public enum Fate {
    /// An alert went out because of it.
    ALERTED,
    /// It was handled, and there was nothing to tell.
    SILENT,
    /// It has to be delivered again.
    FAILED
  }

  /// @param message its id
  /// @param sentence which alert went out, or why there was none
  public record Handled(String message, Fate fate, String sentence) {}

  /// The ids of the messages that have to be delivered again.
  public List<String> failed() {
    return handled.stream().filter(one -> one.fate() == Fate.FAILED).map(Handled::message).toList();
  }

  /// Why a message led to no alert, for each that led to none, by its id.
  public Map<String, String> sentences() {
    var sentences = new LinkedHashMap<String, String>();
    for (Handled one : handled) {
      if (one.fate() != Fate.ALERTED) {
        sentences.put(one.message(), one.sentence());
      }
    }
    return sentences;
  }
}
