package slash80.alerts;

import java.util.List;
import java.util.Map;
import slash80.rules.Judgement;

/// One digest about one cluster, in the words that people read. Everything in it that came from an
/// account (names, tags, ids) is escaped for where it stands.
///
/// @param subject at most 99 printable ASCII characters
/// @param email plain text
/// @param card a custom notification of Amazon Q Developer in chat applications, as a JSON tree
///   (https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html)
/// @param document the same for machines, as a JSON tree: cluster, account, region, at, origins,
///   opened and resolved findings
/// @param attributes SNS message attributes: strings and numbers, at most ten
public record Alert(
    String subject,
    String email,
    Map<String, Object> card,
    Map<String, Object> document,
    Map<String, Object> attributes) {

  /// Writes the alert of a delta; `origins` are what led to the check, oldest first.
  public static Alert of(Judgement judgement, Delta delta, List<Origin> origins) {
    throw new UnsupportedOperationException();
  }
}
