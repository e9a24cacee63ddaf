package slash80.rules;

import java.util.List;
import java.util.function.Function;
import slash80.facts.Fact;
import slash80.facts.Network;
import slash80.facts.Subject;

/// Every rule there is, by family, with the subjects it is asked of.
public final class RuleBook {

  /// A rule in the book.
  ///
  /// @param subjects what it is asked of in a network
  public record Entry<S extends Subject>(
      Family family, Function<Network, Fact<List<S>>> subjects, Rule<S> rule) {}

  private static final List<Entry<?>> ENTRIES = List.of();

  private RuleBook() {}

  public static List<Entry<?>> entries() {
    return ENTRIES;
  }

  /// Asks every rule of every subject.
  public static Judgement judge(Network network) {
    throw new UnsupportedOperationException();
  }
}
