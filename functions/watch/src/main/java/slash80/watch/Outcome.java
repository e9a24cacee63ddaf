package slash80.watch;

import java.util.List;
import java.util.Set;
import slash80.alerts.Alert;

/// What became of a batch of messages.
///
/// @param alerts those that went out
/// @param sentences why messages led to none, or failed: for the log
/// @param failed the ids of messages to be brought again
public record Outcome(List<Alert> alerts, List<String> sentences, Set<String> failed) {
  public Outcome {
    alerts = List.copyOf(alerts);
    sentences = List.copyOf(sentences);
    failed = Set.copyOf(failed);
  }
}
