package slash80.alerts;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import slash80.network.PacketSet;
import slash80.rules.Finding;
import slash80.rules.Severity;

/// What was announced of one cluster: the document between one check and the next.
///
/// @param schema the version of the document's form
/// @param readingBegan when the reading began that this document speaks of
/// @param open what is announced as wrong, by finding id
public record Ledger(
    int schema, String cluster, Instant readingBegan, SortedMap<String, Entry> open) {
  public static final int SCHEMA = 1;

  public Ledger {
    open = Collections.unmodifiableSortedMap(new TreeMap<>(open));
  }

  /// One announced finding as it was last seen.
  ///
  /// @param open what the internet could open then, to tell growth
  /// @param latent what it could open after one change
  public record Entry(
      Severity severity,
      Instant firstSeen,
      String title,
      Optional<PacketSet> open,
      Optional<PacketSet> latent) {

    static Entry of(Finding finding, Instant firstSeen) {
      return new Entry(
          finding.severity(), firstSeen, finding.title(), finding.open(), finding.latent());
    }
  }

  public static Ledger empty(String cluster) {
    return new Ledger(SCHEMA, cluster, Instant.EPOCH, new TreeMap<>());
  }

  /// The document as a tree of maps, lists, strings and numbers, for whoever writes JSON. A packet
  /// set that many findings share stands in it once.
  public Map<String, Object> tree() {
    var sets = new PacketSets();
    var entries = new LinkedHashMap<String, Object>();
    open.forEach((id, entry) -> entries.put(id, tree(entry, sets)));
    var tree = new LinkedHashMap<String, Object>();
    tree.put("schema", schema);
    tree.put("cluster", cluster);
    tree.put("readingBegan", readingBegan.toString());
    tree.put("open", entries);
    tree.put("packetSets", sets.tree());
    return tree;
  }

  private static Map<String, Object> tree(Entry entry, PacketSets sets) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("severity", entry.severity().name());
    tree.put("firstSeen", entry.firstSeen().toString());
    tree.put("title", entry.title());
    entry.open().ifPresent(packets -> tree.put("open", sets.place(packets)));
    entry.latent().ifPresent(packets -> tree.put("latent", sets.place(packets)));
    return tree;
  }

  /// Reads such a tree; IllegalArgumentException says in a sentence what is wrong with it. Keys
  /// that it does not know are passed over.
  public static Ledger of(Map<String, Object> tree) {
    var document = new Branch("the ledger", tree);
    int schema = document.number("schema");
    if (schema != SCHEMA) {
      throw new IllegalArgumentException(
          "the ledger has schema %d, this program reads %d".formatted(schema, SCHEMA));
    }
    var sets = PacketSets.of(document);
    var open = new TreeMap<String, Entry>();
    for (var entry : document.branch("open").branches().entrySet()) {
      open.put(entry.getKey(), entry(entry.getValue(), sets));
    }
    return new Ledger(schema, document.text("cluster"), document.instant("readingBegan"), open);
  }

  private static Entry entry(Branch entry, List<PacketSet> sets) {
    return new Entry(
        entry.oneOf("severity", Severity.class),
        entry.instant("firstSeen"),
        entry.text("title"),
        packets(entry, "open", sets),
        packets(entry, "latent", sets));
  }

  private static Optional<PacketSet> packets(Branch entry, String key, List<PacketSet> sets) {
    return entry.has(key) ? Optional.of(PacketSets.at(entry, key, sets)) : Optional.empty();
  }
}
