package slash80.alerts;

import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What was announced of one cluster: the document between one check and the next.
///
/// @param schema the version of the document's form; a reader keeps what it does not know
/// @param readingBegan when the reading began that this document speaks of
/// @param open what is announced as wrong, by finding id
public record Ledger(
    int schema, String cluster, Instant readingBegan, SortedMap<String, Entry> open) {
  public static final int SCHEMA = 1;

  public Ledger {
    open = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(open));
  }

  /// One announced finding.
  ///
  /// @param openSet the open set as text, to tell growth
  public record Entry(String severity, Instant firstSeen, String title, String openSet) {}

  public static Ledger empty(String cluster) {
    return new Ledger(SCHEMA, cluster, Instant.EPOCH, new TreeMap<>());
  }

  /// The document as a tree of maps, lists, strings and numbers, for whoever writes JSON.
  public Map<String, Object> tree() {
    throw new UnsupportedOperationException();
  }

  /// Reads such a tree; IllegalArgumentException says in a sentence what is wrong with it.
  public static Ledger of(Map<String, Object> tree) {
    throw new UnsupportedOperationException();
  }
}
