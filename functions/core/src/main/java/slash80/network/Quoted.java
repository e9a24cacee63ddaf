package slash80.network;

/// A text of unknown origin as a message may show it: in quotation marks, on one line, at most 64
/// characters of it, and everything but printable ASCII escaped, so that a tag or an event cannot
/// forge a line of a log.
final class Quoted {
  private static final int LONGEST = 64;

  private Quoted() {}

  static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.chars().limit(LONGEST).forEach(character -> append(quoted, character));
    return quoted.append(text.length() > LONGEST ? "…\"" : "\"").toString();
  }

  private static void append(StringBuilder quoted, int character) {
    if (character == '"' || character == '\\') {
      quoted.append('\\').append((char) character);
    } else if (character < ' ' || character > '~') {
      quoted.append("\\u%04x".formatted(character));
    } else {
      quoted.append((char) character);
    }
  }
}
