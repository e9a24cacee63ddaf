package slash80.alerts;

import java.util.List;

/// The lines of an e-mail in plain text: headings, paragraphs, and fields with a label. Lines have
/// at most 76 columns, except commands and identifiers, which stay whole so that they can be
/// copied.
final class EmailLines {
  private static final int COLUMNS = 76;
  private static final int MARGIN = 12;

  private final StringBuilder text = new StringBuilder();

  int length() {
    return text.length();
  }

  /// Takes back everything after the first so many characters.
  void backTo(int length) {
    text.setLength(length);
  }

  void heading(String words) {
    line("");
    paragraph(words);
    line("");
  }

  void field(String name, String words) {
    fields(name, List.of(words));
  }

  /// A label in the first columns, and its text beside it. A command is not broken.
  void fields(String name, List<String> entries) {
    String margin = ("%-" + MARGIN + "s").formatted(name);
    for (String entry : entries) {
      if (entry.isEmpty()) {
        continue;
      }
      for (String line : TextFormat.repair(entry, COLUMNS - MARGIN)) {
        line(margin + line);
        margin = " ".repeat(MARGIN);
      }
    }
  }

  void paragraph(String words) {
    TextFormat.wrap(words, COLUMNS).forEach(this::line);
  }

  /// Everything goes through here, so that nothing unseen gets into an e-mail.
  void line(String line) {
    text.append(TextFormat.text(line)).append('\n');
  }

  /// A point of a list, with its text below it.
  void point(String name, String words) {
    line("- " + name);
    TextFormat.wrap(words, COLUMNS - 2).forEach(line -> line("  " + line));
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
