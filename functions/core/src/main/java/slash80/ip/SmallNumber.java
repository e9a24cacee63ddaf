package slash80.ip;

/// A small number written in decimal: ASCII digits, no sign, no leading zero.
final class SmallNumber {
  static final int NONE = -1;

  private SmallNumber() {}

  /// The number, or `NONE` when the text is not one from 0 to `greatest`.
  static int parse(String text, int greatest) {
    boolean isLong = text.length() > 3;
    boolean isPadded = text.length() > 1 && text.charAt(0) == '0';
    if (text.isEmpty() || isLong || isPadded || !text.chars().allMatch(SmallNumber::isDigit)) {
      return NONE;
    }
    int number = Integer.parseInt(text);
    return number <= greatest ? number : NONE;
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }
}
