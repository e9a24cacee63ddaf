package slash80.ledger;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// An object in a JSON tree that is read, and its place in the document. A value of the wrong kind
/// throws IllegalArgumentException with a sentence that names the place.
record JsonReader(String place, Map<?, ?> tree) {

  boolean has(String key) {
    return tree.containsKey(key);
  }

  String text(String key) {
    return tree.get(key) instanceof String text ? text : refuse(key, "a string");
  }

  int number(String key) {
    return tree.get(key) instanceof Integer number ? number : refuse(key, "a whole number");
  }

  Instant instant(String key) {
    try {
      return Instant.parse(text(key));
    } catch (DateTimeParseException _) {
      return refuse(key, "a time such as 2026-11-23T08:00:00Z");
    }
  }

  <E extends Enum<E>> E oneOf(String key, Class<E> words) {
    String text = text(key);
    return Arrays.stream(words.getEnumConstants())
        .filter(word -> word.name().equals(text))
        .findFirst()
        .orElseGet(() -> refuse(key, "one of " + Arrays.toString(words.getEnumConstants())));
  }

  JsonReader branch(String key) {
    return tree.get(key) instanceof Map<?, ?> map
        ? new JsonReader(place + ", " + key, map)
        : refuse(key, "an object");
  }

  /// The child objects by key.
  Map<String, JsonReader> branches() {
    var branches = new LinkedHashMap<String, JsonReader>();
    tree.keySet().forEach(key -> branches.put(key.toString(), branch(key.toString())));
    return branches;
  }

  /// The objects of a list.
  List<JsonReader> list(String key) {
    List<?> list = tree.get(key) instanceof List<?> found ? found : refuse(key, "a list");
    return list.stream()
        .map(
            element ->
                element instanceof Map<?, ?> map
                    ? new JsonReader(place + ", " + key, map)
                    : this.<JsonReader>refuse(key, "a list of objects"))
        .toList();
  }

  List<String> texts(String key) {
    List<?> list = tree.get(key) instanceof List<?> found ? found : refuse(key, "a list");
    return list.stream()
        .map(
            element ->
                element instanceof String text
                    ? text
                    : this.<String>refuse(key, "a list of strings"))
        .toList();
  }

  /// The values of keys that the reader does not know.
  Map<String, Object> others(Set<String> known) {
    var others = new LinkedHashMap<String, Object>();
    tree.forEach(
        (key, value) -> {
          if (value != null && !known.contains(key.toString())) {
            others.put(key.toString(), value);
          }
        });
    return others;
  }

  /// Never returns, so it stands where a value of any type is expected.
  @SuppressWarnings("TypeParameterUnusedInFormals") // nothing is cast: it always throws
  <T> T refuse(String key, String expected) {
    throw new IllegalArgumentException("%s: %s is not %s".formatted(place, key, expected));
  }
}
