package slash80.audit;

/// What is known of the terminal: whether a person looks at the output, and how wide it is.
final class Terminal {
  private static final int WIDEST = 120;
  private static final int USUAL = 100;
  private static final int NARROWEST = 60;

  private Terminal() {}

  static boolean isInteractive() {
    return System.console() != null && System.console().isTerminal();
  }

  /// Colour is for a terminal whose user did not ask for none (https://no-color.org).
  static boolean hasColour() {
    return isInteractive() && System.getenv("NO_COLOR") == null;
  }

  /// Columns, as the shell says; between 60 and 120.
  static int width() {
    var columns = System.getenv("COLUMNS");
    if (columns == null || !columns.matches("[0-9]{1,4}")) {
      return USUAL;
    }
    return Math.clamp(Integer.parseInt(columns), NARROWEST, WIDEST);
  }
}
