package slash80.aws.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import slash80.aws.BadInput;
import slash80.facts.Cluster;
import slash80.ledger.Ledger;

/// Keeps ledgers in one file, for a laptop: the documents of all clusters by account, region and
/// name. A lock file beside the file prevents two programs from replacing it at the same time.
public final class FileLedgerStore implements LedgerStore {
  private final Path file;

  /// Throws [BadInput] before any check if the file holds anything but ledgers, or if its folder
  /// does not exist.
  public FileLedgerStore(Path file) {
    this.file = file.toAbsolutePath();
    var folder = this.file.getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new BadInput("%s: expected an existing folder %s, found none".formatted(file, folder));
    }
    documents();
  }

  @Override
  public StoredLedger read(Cluster.Id cluster) {
    return kept(cluster, documents());
  }

  private StoredLedger kept(Cluster.Id cluster, Map<String, Object> documents) {
    if (!(documents.get(LedgerText.place(cluster)) instanceof Map<?, ?> document)) {
      return StoredLedger.nothing(cluster);
    }
    var tree = LedgerText.keyed(document);
    var ledger = LedgerText.ledger(tree, cluster, file.toString());
    return new StoredLedger(ledger, LedgerText.digestOf(LedgerText.write(tree)));
  }

  private Map<String, Object> documents() {
    try {
      return Files.exists(file) && Files.size(file) > 0
          ? LedgerText.documents(Files.readString(file), file.toString())
          : Map.of();
    } catch (IOException unreadable) {
      throw new BadInput("%s: expected a readable file of ledgers".formatted(file));
    }
  }

  @Override
  public void replace(Cluster.Id cluster, StoredLedger read, Ledger after) throws Conflict {
    change(cluster, read, documents -> documents.put(LedgerText.place(cluster), after.tree()));
  }

  @Override
  public void remove(Cluster.Id cluster, StoredLedger read) throws Conflict {
    change(cluster, read, documents -> documents.remove(LedgerText.place(cluster)));
  }

  private void change(Cluster.Id cluster, StoredLedger read, Consumer<Map<String, Object>> change)
      throws Conflict {
    synchronized (FileLedgerStore.class) { // a file lock is held by the whole program
      changeLocked(cluster, read, change);
    }
  }

  private void changeLocked(
      Cluster.Id cluster, StoredLedger read, Consumer<Map<String, Object>> change) throws Conflict {
    try (var _ = lock()) {
      var documents = new TreeMap<>(documents());
      if (!kept(cluster, documents).version().equals(read.version())) {
        throw new Conflict(
            "the ledger of %s in %s was replaced by another check".formatted(cluster.name(), file));
      }
      change.accept(documents);
      write(file, LedgerText.write(documents));
    } catch (IOException refused) {
      throw new UncheckedIOException("%s cannot be written".formatted(file), refused);
    }
  }

  @Override
  public List<Cluster.Id> clusters() {
    return documents().keySet().stream()
        .flatMap(text -> LedgerText.clusterAt(text).stream())
        .toList();
  }

  private FileChannel lock() throws IOException {
    var channel =
        FileChannel.open(
            file.resolveSibling(file.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    channel.lock();
    return channel;
  }

  private static void write(Path file, String text) throws IOException {
    var part = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part");
    Files.writeString(part, text);
    Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public String storeDigest(Cluster.Id cluster, Map<String, Object> digest) {
    String text = LedgerText.write(digest);
    var kept =
        file.resolveSibling("%s.%s.json".formatted(file.getFileName(), LedgerText.digestOf(text)));
    try {
      write(kept, text);
      return kept.toString();
    } catch (IOException refused) {
      throw new UncheckedIOException("%s cannot be written".formatted(kept), refused);
    }
  }
}
