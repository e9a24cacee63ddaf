package slash80.alerts;

import slash80.ledger.CallRecord;
import slash80.ledger.ChangeOrigin;

/// Sentences about a call: who made it, with which program, from where, and its event in
/// CloudTrail. All of it is data that a caller may choose.
final class CallWords {
  /// The author of a finding that no event explains.
  static final String NOBODY = "a change that no event named";

  private static final int NAME = 160;
  private static final int WORDS = 600;

  private CallWords() {}

  /// A call in a sentence: `CreateRoute by arn:… at 2026-11-23 08:05:00 UTC, with Terraform from
  /// 203.0.113.9, CloudTrail event 1f…`.
  static String sentence(ChangeOrigin origin) {
    var call = of(origin.call());
    return TextFormat.text(origin.what(), NAME)
        + (origin.who().isEmpty() ? "" : " by " + TextFormat.text(origin.who(), WORDS))
        + " at "
        + Email.moment(origin.at())
        + (call.isEmpty() ? "" : ", " + call);
  }

  /// The record of a call: `with Terraform from 203.0.113.9, CloudTrail event 1f…`; empty for a
  /// change that is no recorded call.
  static String of(CallRecord call) {
    var words = new StringBuilder();
    if (!call.program().isEmpty()) {
      words.append("with ").append(TextFormat.text(call.program(), NAME));
    }
    if (!call.address().isEmpty()) {
      words.append(words.isEmpty() ? "from " : " from ");
      words.append(TextFormat.text(call.address(), NAME));
    }
    if (!call.event().isEmpty()) {
      words.append(words.isEmpty() ? "CloudTrail event " : ", CloudTrail event ");
      words.append(TextFormat.text(call.event(), NAME));
    }
    return words.toString();
  }
}
