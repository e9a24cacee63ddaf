package slash80.alerts;

import slash80.ledger.Authors;
import slash80.ledger.CallRecord;

/// Words about the record of a call: the program that made it, from where, and its event in
/// CloudTrail. All of it is data that a caller may choose.
final class CallWords {
  /// The author of a finding that no event explains.
  static final String NOBODY = "a change that no event named";

  private static final int NAME = 80;

  private CallWords() {}

  /// The end of a sentence about a call: ` through Terraform from 203.0.113.9`; empty where the
  /// change is no recorded call.
  static String way(CallRecord call) {
    return clause(" through ", call.program()) + clause(" from ", call.address());
  }

  /// The whole record: `through Terraform from 203.0.113.9, CloudTrail event 1f…`; empty for a
  /// change that is no recorded call.
  static String of(CallRecord call) {
    String way = way(call);
    String event = clause("CloudTrail event ", call.event());
    return (way + (way.isEmpty() || event.isEmpty() ? "" : ", ") + event).strip();
  }

  private static String clause(String before, String words) {
    return words.isEmpty() ? "" : before + TextFormat.text(words, NAME);
  }

  /// What leads to the changes that stand behind nothing.
  static String innocent(Authors.Parted led) {
    boolean isOne = led.innocent().size() == 1;
    return "%s led to this check%s, and %s behind nothing in this mail:"
        .formatted(
            isOne ? "This change" : "These changes",
            led.behind().isEmpty() ? "" : " too",
            isOne ? "stands" : "stand");
  }
}
