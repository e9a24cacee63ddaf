package slash80.check;

import slash80.aws.BadInput;
import slash80.ip.SafeText;

/// Text for the log. Ids and names come from outside, so their characters must not end the line,
/// move the cursor or change the reading direction.
public final class LogText {
  private static final int LONGEST = 1000;

  private LogText() {}

  public static String of(String words) {
    return SafeText.of(words, LONGEST);
  }

  /// A failure in one line: the message of bad input, or the type of the exception, its message and
  /// the line of code that threw it.
  public static String of(Throwable failure) {
    String words = failure.getMessage() == null ? "" : failure.getMessage();
    return of(
        failure instanceof BadInput
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
