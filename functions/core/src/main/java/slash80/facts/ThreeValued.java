package slash80.facts;

import java.util.Collection;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;

/// True, false, or not told: how answers are put together when some facts could not be read. What
/// was read decides wherever it can.
public final class ThreeValued {
  private ThreeValued() {}

  /// True when one is true, whatever the others would be; not told when one of the others could
  /// still be true.
  public static Fact<Boolean> any(Collection<Fact<Boolean>> answers) {
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

  /// False when one is false, whatever the other would be.
  public static Fact<Boolean> both(Fact<Boolean> one, Fact<Boolean> other) {
    if (one.equals(Fact.known(false)) || other.equals(Fact.known(false))) {
      return Fact.known(false);
    }
    return one.flatMap(_ -> other);
  }

  /// What all of them say, when it is the same; else not told, for the reason of one of them or, as
  /// each was told, because it is not known which of them counts.
  public static Fact<Boolean> agreed(Collection<Fact<Boolean>> answers, String whyNotWhich) {
    if (answers.stream().distinct().count() == 1) {
      return answers.iterator().next();
    }
    return answers.stream()
        .filter(answer -> answer instanceof Unread)
        .findFirst()
        .orElseGet(() -> Fact.unread(whyNotWhich));
  }
}
