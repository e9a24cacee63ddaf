package slash80.aws.snapshot;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.Damage;
import slash80.aws.Door;

/// Tests snapshots with random damage: each is read, or refused with one sentence.
final class SnapshotFuzzTest {
  private static final int LONGEST = 1024 * 1024;

  @TempDir private Path folder;

  @Test
  void a_damaged_snapshot_is_read_or_refused() throws IOException {
    Folders.smallest(folder);
    int read = 0;
    int refused = 0;
    for (var file : Files.list(folder).sorted().toList()) {
      var whole = Files.readString(file);
      var fates =
          new Door(
                  "snapshot with " + file.getFileName(),
                  LONGEST,
                  text -> {
                    Files.write(file, Damage.bytes(text));
                    var snapshot = Snapshot.open(folder);
                    snapshot.clusters().forEach(one -> snapshot.read(one, snapshot.at()));
                  })
              .damaged(List.of(whole));
      Files.writeString(file, whole);
      read += fates.read();
      refused += fates.refused();
    }
    assertTrue(read > 0 && refused > 0, read + " read, " + refused + " refused");
  }

  /// Every command's file, by the reader that explains; UsualReaderTest compares the other with it.
  @Test
  void a_damaged_file_of_any_command_is_read_or_refused() throws IOException {
    var account = Path.of(System.getProperty("project.root"), "events/account");
    var commands = new ArrayList<String>();
    for (var file : Files.list(account).sorted().toList()) {
      var name = file.getFileName().toString().split("\\.")[0];
      var command = CliCommand.named(name);
      if (command.isPresent() && !commands.contains(name)) {
        commands.add(name);
        new Door(
                name,
                LONGEST,
                text ->
                    CliJsonConverter.read(
                        "f",
                        new ByteArrayInputStream(Damage.bytes(text)),
                        command.get().response()))
            .damaged(List.of(Files.readString(file)));
      }
    }
    assertTrue(commands.size() > 15, commands.toString());
  }
}
