package slash80.audit.text;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The terminal that a command prints to: whether standard output and standard error are terminals,
/// and how wide they are. A pipe or a file is plain.
///
/// @param out whether standard output is a terminal
/// @param err whether standard error is a terminal
/// @param colour whether the user wants colour
/// @param width columns
public record Terminal(boolean out, boolean err, boolean colour, int width) {
  private static final int WIDEST = 132;
  private static final int USUAL = 100;
  private static final int NARROWEST = 40;

  /// Output to a pipe: plain.
  public static final Terminal NONE = new Terminal(false, false, false, USUAL);

  public static Terminal detected() {
    boolean out = isTerminal(1);
    return new Terminal(out, isTerminal(2), out && likesColour(), width(out));
  }

  /// Linux shows each descriptor; elsewhere Java answers for standard input and output together.
  private static boolean isTerminal(int descriptor) {
    var link = Path.of("/proc/self/fd", Integer.toString(descriptor));
    try {
      return Files.readSymbolicLink(link).toString().matches("/dev/(pts/|tty|console).*");
    } catch (IOException | UnsupportedOperationException _) {
      return System.console() != null && System.console().isTerminal();
    }
  }

  /// https://no-color.org
  private static boolean likesColour() {
    return environment("NO_COLOR").isEmpty() && !environment("TERM").equals("dumb");
  }

  private static String environment(String name) {
    var value = System.getenv(name);
    return value == null ? "" : value;
  }

  private static int width(boolean isTerminal) {
    var columns = environment("COLUMNS");
    if (columns.isEmpty() && isTerminal) {
      columns = asked();
    }
    return columns.matches("[1-9][0-9]{0,3}")
        ? Math.clamp(Integer.parseInt(columns), NARROWEST, WIDEST)
        : USUAL;
  }

  /// The size as `stty` prints it: `24 80`.
  private static String asked() {
    try {
      var stty = new ProcessBuilder("stty", "size").redirectInput(new File("/dev/tty")).start();
      var size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return size.strip().replaceFirst("^[0-9]+ ", "");
    } catch (IOException _) {
      return "";
    }
  }

  /// The look of a report on this terminal.
  public TextStyle style() {
    return new TextStyle(colour, width);
  }
}
