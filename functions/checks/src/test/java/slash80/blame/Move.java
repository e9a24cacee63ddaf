package slash80.blame;

import java.util.function.UnaryOperator;
import slash80.facts.Facts;

/// A call of a made-up account: its event, and what it truly does to the account, whatever the
/// account is like before.
///
/// @param event as EventBridge delivers it
/// @param forward does it
/// @param isIdle whether it changes nothing that a rule judges
record Move(String call, String event, UnaryOperator<Facts> forward, boolean isIdle) {
  Move(String call, String event, UnaryOperator<Facts> forward) {
    this(call, event, forward, false);
  }

  /// A call that changes nothing that a rule judges.
  static Move idle(String call, String event) {
    return new Move(call, event, facts -> facts, true);
  }
}
