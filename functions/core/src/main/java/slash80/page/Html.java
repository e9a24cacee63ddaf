package slash80.page;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import slash80.ip.SafeText;

/// Markup as it is written. Tags and the names of attributes are the page's own words; every text
/// and every value is escaped here, so that nothing from the account is markup or unseen.
final class Html {
  private static final Set<String> WITHOUT_END = Set.of("meta", "input", "rect", "path");

  private final StringBuilder out = new StringBuilder("<!doctype html>\n");
  private final Deque<String> open = new ArrayDeque<>();

  /// Begins an element. Attributes are names and values by turns; one with an empty value is left
  /// out.
  Html open(String tag, String... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      if (!attributes[i + 1].isEmpty()) {
        out.append(' ').append(attributes[i]).append("=\"");
        escape(attributes[i + 1]);
        out.append('"');
      }
    }
    if (WITHOUT_END.contains(tag)) {
      out.append("/>");
    } else {
      out.append('>');
      open.push(tag);
    }
    return this;
  }

  /// Ends the element that began last.
  Html close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /// Ends a block, and a line of the file.
  Html end() {
    close();
    out.append('\n');
    return this;
  }

  Html text(String words) {
    escape(words);
    return this;
  }

  /// An element with nothing but text.
  Html element(String tag, String words, String... attributes) {
    return open(tag, attributes).text(words).close();
  }

  /// The lines of a command or path, each on a line of its own.
  Html lines(Iterable<String> lines) {
    for (var line : lines) {
      escape(line);
      out.append('\n');
    }
    return this;
  }

  /// The page's own style sheet or script, as its hash has it.
  Html own(String text) {
    out.append(text);
    return this;
  }

  private void escape(String words) {
    var safe = SafeText.of(words);
    for (int i = 0; i < safe.length(); i++) {
      char character = safe.charAt(i);
      switch (character) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&#34;");
        case '\'' -> out.append("&#39;");
        default -> out.append(character);
      }
    }
  }

  /// The whole text, once every element has ended.
  String whole() {
    if (!open.isEmpty()) {
      throw new IllegalStateException(open + " did not end");
    }
    return out.toString();
  }
}
