package slash80.check.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;

/// The shapes that CloudTrail writes the same things in. Older calls are flat and lower camel case,
/// their lists `{"items": […]}`; newer ones stand in one `…Request` or `…Response` in pascal case,
/// a list of one being the element itself with a `tag`
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html).
public final class Shapes {
  private Shapes() {}

  /// The object itself, without the one key that wraps it.
  public static JsonNode unwrapped(JsonNode tree) {
    if (tree.isObject() && tree.size() == 1) {
      String key = tree.fieldNames().next();
      if (key.endsWith("Request") || key.endsWith("Response")) {
        return tree.get(key);
      }
    }
    return tree;
  }

  /// Whether CloudTrail left it out: over 100 KB it does, and says so or not.
  public static boolean isOmitted(JsonNode tree) {
    return tree.isMissingNode()
        || tree.isNull()
        || (tree.isObject() && tree.path("omitted").asBoolean(false));
  }

  /// A field, whatever the case of its first letter.
  public static JsonNode field(JsonNode tree, String name) {
    for (JsonNode found : new JsonNode[] {tree.path(name), tree.path(otherCase(name))}) {
      if (!found.isMissingNode()) {
        return found;
      }
    }
    return MissingNode.getInstance();
  }

  private static String otherCase(String name) {
    char first = name.charAt(0);
    char other =
        Character.isLowerCase(first) ? Character.toUpperCase(first) : Character.toLowerCase(first);
    return other + name.substring(1);
  }

  /// A field's text; empty when there is none. A scalar in a wrapped list is `{"content": …}`.
  public static String text(JsonNode tree, String name) {
    var found = field(tree, name);
    return found.isObject() ? found.path("content").asText("") : found.asText("");
  }

  /// A list's elements, in any of its forms.
  public static List<JsonNode> elements(JsonNode tree) {
    for (String key : List.of("items", "item")) {
      if (tree.has(key)) {
        return elements(tree.get(key));
      }
    }
    var elements = new ArrayList<JsonNode>();
    if (tree.isArray()) {
      tree.forEach(elements::add);
    } else if (tree.isObject() && !tree.isEmpty()) {
      elements.add(tree);
    }
    return elements;
  }

  /// Whether a flag is set, as a boolean or as text.
  public static boolean isTrue(JsonNode tree, String name) {
    return field(tree, name).asBoolean(false);
  }
}
