package slash80.aws;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.function.Function;
import slash80.alerts.Ledger;
import slash80.facts.Cluster;

/// Ledgers as files, for a laptop: one writer at a time.
public final class FileLedgerStore implements LedgerStore {
  private final Function<Cluster, Path> files;

  /// @param files where each cluster's ledger is
  public FileLedgerStore(Function<Cluster, Path> files) {
    this.files = files;
  }

  /// Every ledger in one folder, by account, region and name.
  public static FileLedgerStore in(Path folder) {
    return new FileLedgerStore(
        cluster ->
            folder.resolve(
                "%s-%s-%s.json".formatted(cluster.account(), cluster.region(), cluster.name())));
  }

  @Override
  public Stored read(Cluster cluster) {
    var file = files.apply(cluster);
    if (!Files.exists(file)) {
      return new Stored(Ledger.empty(cluster.name()), "");
    }
    try {
      var ledger = LedgerJson.ledger(file.toString(), Files.readString(file));
      if (!ledger.cluster().equals(cluster.name())) {
        throw new BadInput(
            "%s: expected the ledger of %s, found that of %s"
                .formatted(file, cluster.name(), ledger.cluster()));
      }
      return new Stored(ledger, "file");
    } catch (IOException broken) {
      throw new BadInput(file + ": expected a ledger that can be read", broken);
    }
  }

  @Override
  public void write(Cluster cluster, Ledger ledger, String version) {
    write(files.apply(cluster), LedgerJson.text(ledger.tree()));
  }

  @Override
  public String keepWhole(Cluster cluster, Instant at, String digest) {
    var ledger = files.apply(cluster);
    var name = "%s.%s.json".formatted(ledger.getFileName(), at.toString().replace(':', '-'));
    write(ledger.resolveSibling(name), digest);
    return ledger.resolveSibling(name).toString();
  }

  /// Whole or not at all: a reader never sees half a document.
  private static void write(Path file, String text) {
    var beside = file.resolveSibling(file.getFileName() + ".new");
    try {
      if (file.getParent() != null) {
        Files.createDirectories(file.getParent());
      }
      Files.writeString(beside, text);
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException broken) {
      throw new BadInput(file + ": expected a file that can be written", broken);
    }
  }
}
