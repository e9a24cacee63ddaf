package slash80.alerts;

/// Text for a chat, in the markup that Slack calls mrkdwn. The markup has no escape character, so
/// text from outside is put into a code span, where only `&`, `<` and `>` have a meaning
/// (https://api.slack.com/reference/surfaces/formatting). A backtick would end the span and becomes
/// an acute accent.
final class Mrkdwn {
  private Mrkdwn() {}

  /// Text from outside in a code span, at most `most` characters long with all its escapes.
  static String code(String words, int most) {
    return "`" + entities(TextFormat.text(words).replace('`', '´'), most - 2) + "`";
  }

  /// Text such as a title, without a code span, at most `most` characters long. Characters of
  /// markup and mentions are replaced by characters that look like them.
  static String bare(String words, int most) {
    var text =
        TextFormat.text(words)
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
            + "... (%s more characters)".formatted(TextFormat.number(text.length() - kept));
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
