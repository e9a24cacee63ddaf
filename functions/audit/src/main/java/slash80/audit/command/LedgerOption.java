package slash80.audit.command;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import slash80.audit.text.Progress;
import slash80.aws.BadInput;
import slash80.aws.FileFailure;
import slash80.aws.ledger.LedgerFile;
import slash80.facts.Cluster;
import slash80.ledger.Since;
import slash80.network.Network;

/// The option that names a ledger, which tells since when findings are open.
final class LedgerOption {
  @Option(
      names = "--ledger",
      paramLabel = "FILE",
      description =
          "Say since when each finding is open, by this ledger: a file that replay --ledger keeps,"
              + " or a cluster's object from the bucket. It is only read. - is standard input.")
  private @Nullable Path file;

  private final List<String> notes = new ArrayList<>();
  private @Nullable LedgerFile ledger;

  Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /// Reads the file, before anything else is read.
  void read() {
    if (file != null) {
      try {
        ledger = LedgerFile.read(InputFile.name(file), InputFile.text(file));
      } catch (IOException broken) {
        throw new BadInput(
            "%s: expected a ledger (%s)"
                .formatted(InputFile.name(file), FileFailure.reason(broken)),
            broken);
      }
    }
  }

  /// Says which of these clusters have no ledger in the file.
  void check(List<Network> networks, Progress progress) {
    if (file != null && ledger != null) {
      for (var network : networks) {
        var cluster = network.cluster().id();
        if (ledger.of(cluster).isEmpty()) {
          notes.add(
              "%s has no ledger of cluster %s in account %s, %s: the report cannot say since when its findings are open."
                  .formatted(
                      InputFile.name(file), cluster.name(), cluster.account(), cluster.region()));
        }
      }
      notes.forEach(progress::warn);
    }
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  Since since(Cluster.Id cluster) {
    return Optional.ofNullable(ledger)
        .flatMap(read -> read.of(cluster))
        .map(Since::of)
        .orElse(Since.UNKNOWN);
  }
}
