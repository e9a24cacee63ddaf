package slash80.check;

import java.util.stream.Collectors;

/// Words for the log. Ids and names in them are data that came from outside: nothing in them may
/// end the line, move the cursor, or turn the direction of reading.
public final class OneLine {
  private static final int LONGEST = 1000;

  private OneLine() {}

  public static String of(String words) {
    String safe =
        words.codePoints().limit(LONGEST).mapToObj(OneLine::printed).collect(Collectors.joining());
    return words.codePoints().limit(LONGEST + 1L).count() > LONGEST ? safe + "…" : safe;
  }

  private static String printed(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          "\\u%04x".formatted(codePoint);
      default -> Character.toString(codePoint);
    };
  }

  /// A failure in a line: its own words, or its kind and where it arose when it has none.
  public static String of(Throwable failure) {
    String words = failure.getMessage() == null ? "" : failure.getMessage();
    return of(
        failure instanceof slash80.aws.BadInput
            ? words
            : "%s: %s%s".formatted(failure.getClass().getSimpleName(), words, where(failure)));
  }

  private static String where(Throwable failure) {
    for (StackTraceElement frame : failure.getStackTrace()) {
      if (frame.getClassName().startsWith("slash80.")) {
        return " (at %s:%d)".formatted(frame.getFileName(), frame.getLineNumber());
      }
    }
    return "";
  }
}
