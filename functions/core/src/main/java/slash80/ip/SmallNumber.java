package slash80.ip;

/// A small number written in decimal: ASCII digits, no sign, no leading zero.
final class SmallNumber {
  static final int NONE = -1;

  private SmallNumber() {}

  /// The number, or `NONE` when the text is not one from 0 to `greatest`.
  static int parse(String text, int greatest) {
    return parse(text, 0, text.length(), greatest);
  }

  /// The same of a part of a text.
  static int parse(String text, int from, int to, int greatest) {
    boolean isPadded = to - from > 1 && text.charAt(from) == '0';
    if (from >= to || to - from > 3 || isPadded) {
      return NONE;
    }
    int number = 0;
    for (int at = from; at < to; at++) {
      char digit = text.charAt(at);
      if (digit < '0' || digit > '9') {
        return NONE;
      }
      number = 10 * number + digit - '0';
    }
    return number <= greatest ? number : NONE;
  }
}
