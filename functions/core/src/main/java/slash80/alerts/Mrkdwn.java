package slash80.alerts;

/// Text for a chat, in the markup that Slack calls mrkdwn. The markup has no escape character: a
/// text of somebody else's stands in a code span, where nothing but `&`, `<` and `>` means anything
/// (https://api.slack.com/reference/surfaces/formatting), and a backtick, which would end the span,
/// becomes an acute accent.
final class Mrkdwn {
  private Mrkdwn() {}

  /// A text of somebody else's, exact enough to copy, at most `most` characters long with all its
  /// escapes.
  static String code(String words, int most) {
    return "`" + entities(Plain.text(words).replace('`', '´'), most - 2) + "`";
  }

  /// A text that stands among our own words, such as a title, at most `most` characters long. What
  /// would be markup or a mention is written with a character that looks like it.
  static String bare(String words, int most) {
    var text =
        Plain.text(words)
            .replace('*', '∗')
            .replace('_', 'ˍ')
            .replace('~', '∼')
            .replace('`', '´')
            .replace('@', '＠');
    return entities(text, most);
  }

  private static String entities(String text, int most) {
    var whole = new StringBuilder();
    int kept = 0;
    int keptLength = 0;
    for (int at = 0; at < text.length(); ) {
      int character = text.codePointAt(at);
      whole.append(entity(character));
      at += Character.charCount(character);
      if (whole.length() <= most - 30) {
        kept = at;
        keptLength = whole.length();
      }
      if (whole.length() > most) {
        return whole.substring(0, keptLength)
            + "... (%s more characters)".formatted(Plain.number(text.length() - kept));
      }
    }
    return whole.toString();
  }

  private static String entity(int character) {
    return switch (character) {
      case '&' -> "&amp;";
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      default -> Character.toString(character);
    };
  }
}
