package slash80.page;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The names that a reader can choose from, each with a number: names may hold any character, and
/// attributes list numbers.
final class Choices {
  private final Map<String, Integer> numbers = new LinkedHashMap<>();

  int number(String name) {
    return numbers.computeIfAbsent(name, _ -> numbers.size() + 1);
  }

  /// The numbers of some names, for an attribute.
  String numbers(Collection<String> names) {
    return names.stream()
        .filter(name -> !name.isEmpty())
        .map(name -> Integer.toString(number(name)))
        .collect(Collectors.joining(" "));
  }

  /// Writes a list to choose one name from; nothing where there is no choice.
  void write(Html html, String id, String label) {
    if (numbers.size() < 2) {
      return;
    }
    html.open("label").text(label + " ").open("select", "id", id);
    html.own("<option value=\"\">all</option>");
    numbers.keySet().stream()
        .sorted()
        .forEach(name -> html.element("option", name, "value", Integer.toString(number(name))));
    html.close().end();
  }
}
