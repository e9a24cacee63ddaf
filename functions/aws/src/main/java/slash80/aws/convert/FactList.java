package slash80.aws.convert;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import slash80.facts.Fact;

/// Converts a list of AWS's to a list of facts, sorted by id. If an item is in a form that we do
/// not understand, the whole list is unread.
final class FactList {
  private FactList() {}

  /// A fact beside its id: to write an id takes longer than to compare two.
  private record Named<F>(String id, F fact) {}

  static <A, F> Fact<List<F>> convert(
      Fact<List<A>> response, Predicate<A> wanted, Function<A, F> fact, Function<F, String> id) {
    return response.flatMap(
        items -> {
          try {
            return Fact.known(
                items.stream()
                    .filter(wanted)
                    .map(fact)
                    .map(converted -> new Named<>(id.apply(converted), converted))
                    .sorted(Comparator.comparing(Named::id))
                    .map(Named::fact)
                    .toList());
          } catch (IllegalArgumentException unclear) {
            return Fact.unread(String.valueOf(unclear.getMessage()));
          }
        });
  }

  /// The same for a response whose items are all wanted.
  static <A, F> Fact<List<F>> convert(
      Fact<List<A>> response, Function<A, F> fact, Function<F, String> id) {
    return convert(response, _ -> true, fact, id);
  }
}
