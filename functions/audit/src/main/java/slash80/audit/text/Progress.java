package slash80.audit.text;

import java.io.PrintWriter;
import slash80.alerts.TextFormat;

/// A line on standard error that names the current step. It is shown only on a terminal, and
/// disappears when the command ends.
public final class Progress implements AutoCloseable {
  private static final String CLEAR = "\r\033[K";
  private static final int LONGEST = 76;
  private final PrintWriter err;
  private final boolean shown;
  private boolean isThere;

  public Progress(PrintWriter err, Terminal terminal) {
    this.err = err;
    this.shown = terminal.err();
  }

  public void say(String doing) {
    if (shown) {
      err.print(CLEAR + TextFormat.text(doing, LONGEST) + " ...");
      err.flush();
      isThere = true;
    }
  }

  public void warn(String sentence) {
    close();
    err.println("slash80: " + TextFormat.text(sentence, 400));
  }

  @Override
  public void close() {
    if (isThere) {
      err.print(CLEAR);
      err.flush();
      isThere = false; // or it would clear a line of the report that is printed meanwhile
    }
  }
}
