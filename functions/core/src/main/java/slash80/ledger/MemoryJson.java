package slash80.ledger;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import slash80.blame.Memory;

/// The memory of a ledger as a JSON tree, with the time of the check that read it. An older program
/// that writes the document keeps the memory of an earlier check, which says nothing about what
/// changed since then: it is not read.
final class MemoryJson {
  static final String KEY = "memory";

  private static final String PARTS = "parts";
  private static final String BEGAN = "readingBegan";

  private MemoryJson() {}

  static void add(Ledger ledger, Map<String, Object> tree) {
    var memory = ledger.state().memory();
    if (!memory.equals(Memory.NONE)) {
      var branch = new TreeMap<String, Object>();
      branch.put(BEGAN, ledger.readingBegan().toString());
      branch.put(PARTS, memory.parts());
      tree.put(KEY, branch);
    }
  }

  static Memory of(JsonReader document) {
    if (!document.has(KEY)
        || !document.branch(KEY).instant(BEGAN).equals(document.instant(BEGAN))) {
      return Memory.NONE;
    }
    var parts = new TreeMap<String, String>();
    document
        .branch(KEY)
        .branch(PARTS)
        .others(Set.of())
        .forEach((key, text) -> parts.put(key, text instanceof String words ? words : ""));
    return new Memory(parts);
  }
}
