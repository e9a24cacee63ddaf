package slash80.facts;

import java.util.Collection;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;

/// True, false, or not told: how answers are put together when some facts could not be read. What
/// was read decides wherever it can.
final class ThreeValued {
  private ThreeValued() {}

  /// True when one is true, whatever the others would be; not told when one of the others could
  /// still be true.
  static Fact<Boolean> any(Collection<Fact<Boolean>> answers) {
    Fact<Boolean> any = Fact.known(false);
    for (var answer : answers) {
      switch (answer) {
        case Known<Boolean>(var yes) when yes -> {
          return answer;
        }
        case Known<Boolean> _ -> {}
        case Unread<Boolean> _ -> any = any instanceof Unread ? any : answer;
      }
    }
    return any;
  }
}
