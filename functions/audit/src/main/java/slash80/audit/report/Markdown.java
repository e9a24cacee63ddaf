package slash80.audit.report;

import java.util.regex.Pattern;
import slash80.alerts.TextFormat;

/// Text from outside as Markdown that shows it and does nothing else, in a comment on GitHub or
/// GitLab: no markup, no link, no mention of a person, no reference to an issue, no emoji.
final class Markdown {
  /// The characters that begin markup, HTML or a cell of a table
  /// (https://github.github.com/gfm/#ascii-punctuation-character).
  private static final String MARKUP = "&<>|\\`*_[]~^$\"";

  /// A comment that shows nothing, and parts what would otherwise be read together.
  private static final String PARTED = "<!-- -->";

  /// What GitHub and GitLab look for in the finished text, in which entities are characters again:
  /// mentions and references, addresses of web pages, and emoji such as the `:100:` in an IPv6
  /// address.
  private static final Pattern REFERENCE =
      Pattern.compile(
          "[@#!~&%$^](?=[\\w\"])|\\bGH-(?=\\d)|:(?=//)|\\bwww(?=\\.)|:(?=[\\w+-]+:)",
          Pattern.CASE_INSENSITIVE);

  private Markdown() {}

  /// Text in a cell of a table.
  static String text(String words) {
    var safe = TextFormat.text(words);
    var found = REFERENCE.matcher(safe);
    var text = new StringBuilder();
    int end = 0;
    while (found.find()) {
      text.append(escaped(safe.substring(end, found.end()))).append(PARTED);
      end = found.end();
    }
    return text + escaped(safe.substring(end));
  }

  /// A command or an id, to be copied: what is hidden in it is not copied.
  static String code(String command) {
    return "<code>" + text(command) + "</code>";
  }

  private static String escaped(String text) {
    var escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            character -> {
              if (MARKUP.indexOf(character) >= 0) {
                escaped.append("&#").append(character).append(';');
              } else {
                escaped.appendCodePoint(character);
              }
            });
    return escaped.toString();
  }
}
