package slash80.alerts;

import java.util.ArrayList;
import java.util.List;

/// The lines of an e-mail in plain text: headings, paragraphs, and fields with a label. Lines have
/// at most 72 columns, except commands and links, which stay whole so that they can be copied.
final class EmailLines {
  static final int COLUMNS = 72;
  private static final int MARGIN = 10;

  /// The characters after which a long name may be broken.
  private static final String JOINTS = "/:,=@";

  private final StringBuilder text = new StringBuilder();

  boolean isEmpty() {
    return text.isEmpty();
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
      var lines =
          TextFormat.isCommand(entry)
              ? TextFormat.repair(entry, COLUMNS - MARGIN)
              : folded(entry, COLUMNS - MARGIN);
      for (String line : lines) {
        line(margin + line);
        margin = " ".repeat(MARGIN);
      }
    }
  }

  void paragraph(String words) {
    folded(words, COLUMNS).forEach(this::line);
  }

  /// Everything goes through here, so that nothing unseen gets into an e-mail.
  void line(String line) {
    text.append(TextFormat.text(line)).append('\n');
  }

  /// An entry of a list, with more lines below it.
  void point(String mark, String words) {
    String margin = mark;
    for (String line : folded(words, COLUMNS - mark.length())) {
      line(margin + line);
      margin = " ".repeat(mark.length());
    }
  }

  /// The text in lines, where a long name is broken too, but not a link.
  private static List<String> folded(String words, int width) {
    var pieces = new ArrayList<String>();
    for (String word : TextFormat.text(words).split(" ")) {
      pieces.addAll(word.startsWith("https://") ? List.of(word) : pieces(word, width));
    }
    return TextFormat.wrap(String.join(" ", pieces), width);
  }

  private static List<String> pieces(String word, int width) {
    var pieces = new ArrayList<String>();
    String rest = word;
    while (rest.length() > width) {
      int end = width;
      while (end > width / 2 && JOINTS.indexOf(rest.charAt(end - 1)) < 0) {
        end--;
      }
      end = end > width / 2 ? end : width;
      end -= Character.isHighSurrogate(rest.charAt(end - 1)) ? 1 : 0;
      pieces.add(rest.substring(0, end));
      rest = rest.substring(end);
    }
    pieces.add(rest);
    return pieces;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
