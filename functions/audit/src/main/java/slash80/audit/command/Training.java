package slash80.audit.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;

/// One run of what people run most, from which the JVM makes an ahead-of-time cache
/// (<https://openjdk.org/jeps/514>). The launcher asks for it with the word `train`, which is no
/// command. It prints nothing, and calls no account: an [EmptyAccount] answers.
final class Training {
  static final String WORD = "train";

  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("replay"),
          List.of("audit"),
          List.of("reach"),
          List.of("audit", "--region", EmptyAccount.REGION));

  private Training() {}

  /// The highest exit code of the commands.
  static int run() {
    var nowhere = new PrintWriter(Writer.nullWriter());
    try (var account = EmptyAccount.start()) {
      account.use();
      return COMMANDS.stream()
          .mapToInt(words -> Slash80.run(nowhere, nowhere, words.toArray(String[]::new)))
          .max()
          .orElseThrow();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
