package slash80.aws.ledger;

import java.util.Map;
import java.util.Optional;
import slash80.aws.BadInput;
import slash80.facts.Cluster;
import slash80.ip.SafeText;
import slash80.ledger.Ledger;

/// Ledgers to look things up in, never to write: a file of a [FileLedgerStore], or the document of
/// one cluster as it was copied from the bucket.
public final class LedgerFile {
  private static final String CLUSTER = "cluster";

  private final String name;
  private final Map<String, Object> tree;

  private LedgerFile(String name, Map<String, Object> tree) {
    this.name = name;
    this.tree = tree;
  }

  /// Throws [BadInput] if the text holds anything but ledgers that this version can read.
  ///
  /// @param name the file's name for messages
  public static LedgerFile read(String name, String text) {
    var tree = LedgerText.tree(text, name);
    var file = new LedgerFile(name, tree);
    if (file.isDocument()) {
      file.document();
    } else {
      LedgerText.documents(text, name).keySet().stream()
          .flatMap(key -> LedgerText.clusterAt(key).stream())
          .forEach(file::of);
    }
    return file;
  }

  /// The ledger of a cluster; empty if the file has none. The document of one cluster has no
  /// account and region, so its name decides.
  public Optional<Ledger> of(Cluster.Id cluster) {
    if (isDocument()) {
      return Optional.of(document()).filter(ledger -> ledger.cluster().equals(cluster.name()));
    }
    return tree.get(LedgerText.place(cluster)) instanceof Map<?, ?> document
        ? Optional.of(LedgerText.ledger(LedgerText.keyed(document), cluster, name))
        : Optional.empty();
  }

  private boolean isDocument() {
    return tree.containsKey(CLUSTER);
  }

  private Ledger document() {
    if (tree.get(CLUSTER) instanceof String cluster) {
      return LedgerText.ledger(tree, new Cluster.Id("", "", cluster), name);
    }
    throw new BadInput(
        "%s: expected a ledger with a name after cluster, found %s"
            .formatted(name, SafeText.quoted(String.valueOf(tree.get(CLUSTER)))));
  }
}
