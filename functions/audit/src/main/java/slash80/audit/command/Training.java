package slash80.audit.command;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import slash80.audit.text.Terminal;

/// One run of what people run most, from which the JVM makes an ahead-of-time cache
/// (<https://openjdk.org/jeps/514>). The launcher asks for it with a word that is no command. It
/// prints nothing, and calls no account: an [EmptyAccount] answers.
final class Training {
  private static final Map<String, List<List<String>>> COMMANDS =
      Map.of(
          "train",
          List.of(List.of("replay"), List.of("audit"), List.of("reach")),
          "train-live",
          List.of(List.of("audit"), List.of("audit", "--region", EmptyAccount.REGION)));

  private Training() {}

  /// Whether these arguments ask for training.
  static boolean isAsked(String... arguments) {
    return arguments.length == 1 && COMMANDS.containsKey(arguments[0]);
  }

  /// The highest exit code of the commands.
  static int run(String word) {
    var nowhere = OutputStream.nullOutputStream();
    var silence = new PrintWriter(Writer.nullWriter());
    try (var account = EmptyAccount.start()) {
      account.use();
      return COMMANDS.getOrDefault(word, List.of()).stream()
          .mapToInt(
              words -> Slash80.run(Terminal.NONE, nowhere, silence, words.toArray(String[]::new)))
          .max()
          .orElseThrow();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
