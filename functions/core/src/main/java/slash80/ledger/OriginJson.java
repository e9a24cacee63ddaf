package slash80.ledger;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import slash80.blame.Effect;

/// The changes behind a claim, as a ledger has them. The steps of a change are not kept: the check
/// that claims says which findings it stands behind. Ledgers of older versions do not say that.
final class OriginJson {
  private OriginJson() {}

  static Map<String, Object> tree(ChangeOrigin origin) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("what", origin.what());
    tree.put("who", origin.who());
    tree.put("at", origin.at().toString());
    tree.put("names", new TreeSet<>(origin.names()).stream().toList());
    if (origin.unnamed() > 0) {
      tree.put("unnamed", origin.unnamed());
    }
    putUnlessEmpty(tree, "event", origin.call().event());
    putUnlessEmpty(tree, "from", origin.call().address());
    putUnlessEmpty(tree, "agent", origin.call().agent());
    switch (origin.effect()) {
      case Effect.Weighed(var findings) ->
          tree.put("behind", new TreeSet<>(findings).stream().toList());
      case Effect.None _ -> tree.put("behind", List.of());
      case Effect.Steps _, Effect.Unknown _ -> {}
    }
    return tree;
  }

  private static void putUnlessEmpty(Map<String, Object> tree, String key, String text) {
    if (!text.isEmpty()) {
      tree.put(key, text);
    }
  }

  static ChangeOrigin read(JsonReader origin) {
    return new ChangeOrigin(
        origin.text("what"),
        origin.text("who"),
        origin.instant("at"),
        Set.copyOf(origin.texts("names")),
        origin.has("unnamed") ? origin.number("unnamed") : 0,
        new CallRecord(
            optional(origin, "event"), optional(origin, "from"), optional(origin, "agent")),
        origin.has("behind")
            ? new Effect.Weighed(Set.copyOf(origin.texts("behind")))
            : new Effect.Unknown());
  }

  private static String optional(JsonReader origin, String key) {
    return origin.has(key) ? origin.text(key) : "";
  }
}
