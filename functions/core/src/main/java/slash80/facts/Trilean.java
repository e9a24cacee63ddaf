package slash80.facts;

import java.util.Collection;
import java.util.function.Function;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;

/// Three-valued logic: combines answers that are true, false or unread. Facts that were read decide
/// wherever they can.
public final class Trilean {
  private Trilean() {}

  /// True when any answer is true, whatever the others are; unread when none is true and any is
  /// unread.
  public static Fact<Boolean> any(Collection<Fact<Boolean>> answers) {
    return any(answers, answer -> answer);
  }

  /// The same for a question that is asked of one thing after the other, until one answer is true.
  public static <T> Fact<Boolean> any(
      Iterable<T> things, Function<? super T, Fact<Boolean>> question) {
    Fact<Boolean> any = Fact.known(false);
    for (var thing : things) {
      var answer = question.apply(thing);
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

  /// False when either answer is false, whatever the other is.
  public static Fact<Boolean> both(Fact<Boolean> fact, Fact<Boolean> other) {
    if (fact.equals(Fact.known(false)) || other.equals(Fact.known(false))) {
      return Fact.known(false);
    }
    return fact.flatMap(_ -> other);
  }

  /// The answer that all give when they agree; otherwise unread.
  ///
  /// @param whyNotWhich the reason when all answers were read and disagree: AWS does not say which
  ///   applies
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
