package slash80.aws;

import java.nio.file.Path;

/// Standard input, where a person may name a file. It can be read once.
public final class StandardInput {
  /// Its name in messages.
  public static final String NAME = "standard input";

  private StandardInput() {}

  /// Whether a path means standard input: `-`.
  public static boolean is(Path path) {
    return path.toString().equals("-");
  }
}
