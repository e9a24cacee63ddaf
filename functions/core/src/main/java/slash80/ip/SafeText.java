package slash80.ip;

import java.util.Locale;

/// Text from outside (names, tags, events, files) made safe to show: nothing in it can move a
/// cursor, start a line, forge a line of a log or turn the reading direction.
public final class SafeText {
  private static final int LONGEST_QUOTE = 64;

  /// Enough for the words that count what is left out.
  private static final int COUNTED = 30;

  private SafeText() {}

  /// The text with every character that does not show as itself written as its escape.
  public static String of(String text) {
    if (text.codePoints().allMatch(SafeText::isVisible)) {
      return text;
    }
    var safe = new StringBuilder();
    text.codePoints().forEach(character -> append(safe, character));
    return safe.toString();
  }

  /// The same, at most `most` characters long; what is left out is counted.
  public static String of(String text, int most) {
    if (text.length() <= most && of(text).length() <= most) {
      return of(text);
    }
    int kept = 0;
    var safe = new StringBuilder();
    while (kept < text.length()) {
      var next = new StringBuilder();
      int character = text.codePointAt(kept);
      append(next, character);
      if (safe.length() + next.length() > most - COUNTED) {
        break;
      }
      safe.append(next);
      kept += Character.charCount(character);
    }
    return safe + String.format(Locale.ROOT, "... (%,d more characters)", text.length() - kept);
  }

  /// The start of the text in quotation marks, for a message about bad input: printable ASCII on
  /// one line, everything else escaped.
  public static String quoted(String text) {
    var quoted = new StringBuilder("\"");
    text.chars().limit(LONGEST_QUOTE).forEach(character -> appendQuoted(quoted, character));
    return quoted.append(text.length() > LONGEST_QUOTE ? "…\"" : "\"").toString();
  }

  private static void appendQuoted(StringBuilder quoted, int character) {
    if (character == '"' || character == '\\') {
      quoted.append('\\').append((char) character);
    } else if (character < ' ' || character > '~') {
      quoted.append(escape(character));
    } else {
      quoted.append((char) character);
    }
  }

  private static void append(StringBuilder safe, int character) {
    switch (character) {
      case '\n' -> safe.append("\\n");
      case '\r' -> safe.append("\\r");
      case '\t' -> safe.append("\\t");
      default -> {
        if (isVisible(character)) {
          safe.appendCodePoint(character);
        } else {
          safe.append(escape(character));
        }
      }
    }
  }

  /// As JSON and Java write it: beyond U+FFFF a pair, because `\ue0100` could also mean U+E010 and
  /// a zero.
  private static String escape(int character) {
    var escape = new StringBuilder();
    for (char half : Character.toChars(character)) {
      escape.append("\\u%04x".formatted((int) half));
    }
    return escape.toString();
  }

  /// Whether a character shows as itself. These do not: control, bidirectional and other format
  /// characters, line separators, spaces other than U+0020, fillers and other characters that leave
  /// a blank or nothing at all, half surrogates, and characters that Unicode does not define.
  public static boolean isVisible(int character) {
    if (character >= ' ' && character < 0x7f) {
      return true;
    }
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> !isBlank(character);
    };
  }

  /// The letters, marks and symbols that show nothing: Unicode's default-ignorable code points
  /// (https://www.unicode.org/Public/UCD/latest/ucd/DerivedCoreProperties.txt), and three that are
  /// drawn blank: U+2800, U+16FE4 and U+1D159.
  private static boolean isBlank(int character) {
    return switch (character) {
      case 0x034f, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x2800, 0x3164, 0xffa0, 0x16fe4, 0x1d159 -> true;
      default ->
          isWithin(character, 0x180b, 0x180f)
              || isWithin(character, 0xfe00, 0xfe0f)
              || isWithin(character, 0xe0000, 0xe0fff);
    };
  }

  private static boolean isWithin(int character, int first, int last) {
    return character >= first && character <= last;
  }
}
