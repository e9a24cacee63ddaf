package slash80.aws.snapshot;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.BadInput;

/// Tests snapshots with random damage: each is read, or refused with one sentence.
final class FuzzTest {
  private static final int ROUNDS = 400;
  private static final List<String> TOKENS =
      List.of(
          "null",
          "true",
          "-1",
          "1e999",
          "99999999999999999999",
          "\"\"",
          "\"::/0\"",
          "[]",
          "{}",
          "[[",
          "}",
          ",",
          "\"x\":",
          "\\u0000",
          "\ufeff",
          "'",
          "//",
          "NaN",
          "\"2026\"");
  @TempDir private Path folder;

  @Test
  void a_damaged_snapshot_is_read_or_refused() throws IOException {
    var seed = Long.getLong("slash80.seed", System.nanoTime());
    var random = new Random(seed);
    Folders.smallest(folder);
    var files = Files.list(folder).sorted().toList();
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      var file = files.get(random.nextInt(files.size()));
      var whole = Files.readAllBytes(file);
      Files.write(file, damaged(whole, random));
      try {
        var snapshot = Snapshot.open(folder);
        snapshot.clusters().forEach(cluster -> snapshot.read(cluster, snapshot.at()));
      } catch (BadInput bad) {
        refused++;
        assertFalse(
            bad.getMessage().contains("\n"), () -> "seed " + seed + ": " + bad.getMessage());
      } catch (RuntimeException | Error broken) {
        throw new AssertionError(
            "seed %d, round %d, %s: %s"
                .formatted(seed, round, file.getFileName(), Files.readString(file)),
            broken);
      }
      Files.write(file, whole);
    }
    assertTrue(refused > ROUNDS / 4 && refused < ROUNDS, "seed " + seed + " refused " + refused);
  }

  @Test
  void a_damaged_file_of_any_command_is_read_or_refused() throws IOException {
    var seed = Long.getLong("slash80.seed", System.nanoTime());
    var random = new Random(seed);
    var account = Path.of(System.getProperty("project.root"), "events/account");
    for (var file : Files.list(account).sorted().toList()) {
      var command = CliCommand.named(file.getFileName().toString().split("\\.")[0]);
      var whole = Files.readAllBytes(file);
      for (int round = 0; command.isPresent() && round < 60; round++) {
        var damaged = damaged(whole, random);
        try {
          CliJsonConverter.read("f", new ByteArrayInputStream(damaged), command.get().response());
        } catch (BadInput bad) {
          assertFalse(bad.getMessage().contains("\n"), () -> "seed " + seed + ": " + bad);
        } catch (RuntimeException | Error broken) {
          throw new AssertionError("seed %d, round %d, %s".formatted(seed, round, file), broken);
        }
      }
    }
  }

  /// The bytes with one mistake.
  static byte[] damaged(byte[] whole, Random random) {
    int at = random.nextInt(whole.length);
    return switch (random.nextInt(5)) {
      case 0 -> Arrays.copyOf(whole, at);
      case 1 -> replaced(whole, at, 1, new byte[] {(byte) random.nextInt(256)});
      case 2 -> replaced(whole, at, random.nextInt(40), new byte[0]);
      case 3 ->
          replaced(
              whole,
              at,
              0,
              TOKENS.get(random.nextInt(TOKENS.size())).getBytes(StandardCharsets.UTF_8));
      default -> valueReplaced(whole, random);
    };
  }

  /// Replaces one text or number by another token, so that the file is still JSON.
  private static byte[] valueReplaced(byte[] whole, Random random) {
    var text = new String(whole, StandardCharsets.UTF_8);
    var values = Pattern.compile("\"[^\"]*\"|\\b\\d+\\b").matcher(text).results().toList();
    var value = values.get(random.nextInt(values.size()));
    var token = TOKENS.get(random.nextInt(TOKENS.size()));
    return (text.substring(0, value.start()) + token + text.substring(value.end()))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] replaced(byte[] whole, int at, int length, byte[] by) {
    int end = Math.min(whole.length, at + length);
    var after = Arrays.copyOf(whole, at + by.length + whole.length - end);
    System.arraycopy(by, 0, after, at, by.length);
    System.arraycopy(whole, end, after, at + by.length, whole.length - end);
    return after;
  }
}
