package slash80.check;

import slash80.network.SafeText;

/// One line for the log. Ids and names in it come from outside and are made safe ([SafeText]).
public final class OneLine {
  private static final int LONGEST = 1000;

  private OneLine() {}

  public static String of(String words) {
    return SafeText.of(words, LONGEST);
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
