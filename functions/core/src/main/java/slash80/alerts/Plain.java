package slash80.alerts;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Text that people read as it stands: in a terminal, an e-mail, a log. Names and tags are somebody
/// else's words, so nothing in them may move a cursor, start a line or turn the reading direction.
public final class Plain {
  private Plain() {}

  /// The text with every character that is not seen as itself written as its escape.
  public static String text(String words) {
    if (words.codePoints().allMatch(Plain::isSeen)) {
      return words;
    }
    var text = new StringBuilder();
    words.codePoints().forEach(character -> append(text, character));
    return text.toString();
  }

  /// The same, at most `most` characters long; what is left out is counted.
  public static String text(String words, int most) {
    if (words.length() <= most && text(words).length() <= most) {
      return text(words);
    }
    int kept = 0;
    var text = new StringBuilder();
    while (kept < words.length()) {
      var next = new StringBuilder();
      int character = words.codePointAt(kept);
      append(next, character);
      if (text.length() + next.length() > most - 30) {
        break;
      }
      text.append(next);
      kept += Character.charCount(character);
    }
    return text + "... (%s more characters)".formatted(number(words.length() - kept));
  }

  private static void append(StringBuilder text, int character) {
    switch (character) {
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      default -> {
        if (isSeen(character)) {
          text.appendCodePoint(character);
        } else {
          text.append("\\u%04x".formatted(character));
        }
      }
    }
  }

  /// Controls, bidirectional and other format characters, line separators and half surrogates are
  /// not.
  private static boolean isSeen(int character) {
    if (character >= ' ' && character < 0x7f) {
      return true;
    }
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /// The text in lines of at most `width` characters, broken at spaces; a word that is longer, such
  /// as an ARN, stays whole.
  public static List<String> wrap(String text, int width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /// A repair in lines: words are wrapped; a command stays whole so that it can be copied, but for
  /// a chain, which a shell reads on after `&&`.
  public static List<String> repair(String text, int width) {
    return isCommand(text) ? List.of(text.replace(" && ", " &&\n").split("\n")) : wrap(text, width);
  }

  /// Whether a repair is a command, to be copied as it stands.
  public static boolean isCommand(String repair) {
    return repair.startsWith("aws ") || repair.contains("$(aws ");
  }

  /// `5,000`.
  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// A moment in UTC and in whole seconds: `2026-11-23T08:00:00Z`.
  public static String moment(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /// `1 finding`, `2 findings`.
  public static String count(long number, String one) {
    return number(number) + " " + one + (number == 1 ? "" : "s");
  }
}
