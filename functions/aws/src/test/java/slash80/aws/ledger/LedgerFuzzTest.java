package slash80.aws.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.Door;
import slash80.ledger.Ledger;

/// Tests files of ledgers with random damage.
final class LedgerFuzzTest {
  private static final int LONGEST = 1024 * 1024;

  @TempDir private Path folder;

  @Test
  void a_damaged_ledger_is_read_or_refused_and_written_as_it_was_read() throws IOException {
    var example = Path.of(System.getProperty("project.root"), "events/ledger/before.json");
    var fates = new Door("ledger", LONGEST, this::read).damaged(List.of(Files.readString(example)));
    assertTrue(fates.read() > 0 && fates.refused() > 0, fates.toString());
  }

  private void read(String text) throws IOException {
    var file =
        Files.writeString(folder.resolve("ledger.json"), text.replaceAll("[\\ud800-\\udfff]", "?"));
    var store = new FileLedgerStore(file);
    for (var key : LedgerText.documents(Files.readString(file), "ledger.json").keySet()) {
      var ledger = store.read(LedgerText.clusterAt(key).orElseThrow()).ledger();
      assertEquals(ledger.tree(), Ledger.of(ledger.tree()).tree());
    }
  }
}
