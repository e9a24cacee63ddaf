package slash80.aws.snapshot;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import slash80.aws.JsonBytes;
import slash80.aws.JsonBytes.Unusual;

/// The keys of an answer, and the keys of the first element of each list in it: they tell which
/// command printed it.
///
/// @param keys by the key of the answer, the keys of the first element
record Outline(Map<String, Set<String>> keys) {

  static Outline of(JsonNode content) {
    var keys = new HashMap<String, Set<String>>();
    content
        .properties()
        .forEach(
            member -> {
              var inner = new HashSet<String>();
              member.getValue().path(0).fieldNames().forEachRemaining(inner::add);
              keys.put(member.getKey(), inner);
            });
    return new Outline(keys);
  }

  static Outline of(SnapshotFile.Source source) throws IOException {
    try (var in = source.open()) {
      return usual(new JsonBytes(in));
    } catch (Unusual _) {
      try (var in = source.open()) {
        return of(CliJsonConverter.trees().readTree(in));
      }
    }
  }

  private static Outline usual(JsonBytes in) throws IOException, Unusual {
    var keys = new HashMap<String, Set<String>>();
    in.expect('{');
    boolean isMore = !in.passes('}');
    while (isMore) {
      var key = name(in);
      if (keys.put(key, in.peek() == '[' ? ofFirst(in) : ofOther(in)) != null) {
        throw new Unusual();
      }
      isMore = in.continues('}');
    }
    in.expectEnd();
    return new Outline(keys);
  }

  private static String name(JsonBytes in) throws IOException, Unusual {
    in.passText();
    var name = in.text();
    in.expect(':');
    return name;
  }

  private static Set<String> ofOther(JsonBytes in) throws IOException, Unusual {
    in.passValue(0);
    return Set.of();
  }

  private static Set<String> ofFirst(JsonBytes in) throws IOException, Unusual {
    var inner = new HashSet<String>();
    in.expect('[');
    boolean isMore = !in.passes(']');
    if (isMore && in.passes('{')) {
      boolean isMoreInside = !in.passes('}');
      while (isMoreInside) {
        inner.add(name(in));
        in.passValue(0);
        isMoreInside = in.continues('}');
      }
      isMore = in.continues(']');
    }
    while (isMore) {
      in.passValue(0);
      isMore = in.continues(']');
    }
    return inner;
  }

  boolean has(String key) {
    return keys.containsKey(key);
  }

  /// Whether the first element of a list has a key.
  boolean firstHas(String list, String key) {
    return keys.getOrDefault(list, Set.of()).contains(key);
  }
}
