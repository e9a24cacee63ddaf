package slash80.aws;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The bytes of a JSON text, read once from the beginning to the end. It understands the JSON that
/// programs print, and refuses everything else as [Unusual], also some JSON that the standard
/// allows: what it accepts means the same to every reader.
public final class JsonBytes implements NameTable.PassedName {
  /// Something that is left to a reader which says what is wrong with it, or accepts it.
  public static final class Unusual extends Exception {
    private static final long serialVersionUID = 1;

    /// It carries no place: the other reader finds that.
    public Unusual() {
      super("", null, false, false);
    }
  }

  public static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  public static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  public static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
  private static final int PIECE = 1 << 16;
  private static final int LONGEST_TEXT = 1 << 20;
  private static final int LONGEST_NUMBER = 100;

  /// Values in a value, at most.
  public static final int DEEPEST = 100;

  /// Texts up to this length come again and again: ids, names, types.
  private static final int LONGEST_KNOWN = 64;

  private static final int KNOWN = 1 << 12;

  private final InputStream in;
  private byte[] bytes = new byte[PIECE];
  private int at;
  private int end;

  /// The begin of the value that is being read, which a new piece must not push out.
  private int begin = -1;

  private int length;
  private int hash;
  private boolean isPlain;
  private final String[] known = new String[KNOWN];

  public JsonBytes(InputStream in) {
    this.in = in;
  }

  // What comes next

  /// The first byte after white space, which stays to be read.
  public byte peek() throws IOException, Unusual {
    begin = -1;
    while (true) {
      var piece = bytes;
      int to = end;
      for (int place = at; place < to; place++) {
        byte found = piece[place];
        if (found > ' ' || found < 0) {
          at = place;
          return found;
        }
        if (found != ' ' && found != '\n' && found != '\r' && found != '\t') {
          throw new Unusual();
        }
      }
      at = to;
      if (!readMore()) {
        throw new Unusual();
      }
    }
  }

  public void expect(char wanted) throws IOException, Unusual {
    if (peek() != wanted) {
      throw new Unusual();
    }
    at++;
  }

  /// Whether the next byte is this one, which then is read.
  public boolean passes(char wanted) throws IOException, Unusual {
    if (peek() != wanted) {
      return false;
    }
    at++;
    return true;
  }

  /// Whether another member or element follows.
  ///
  /// @param close the end of the object or the list
  public boolean continues(char close) throws IOException, Unusual {
    byte next = peek();
    at++;
    if (next == ',') {
      return true;
    }
    if (next != close) {
      throw new Unusual();
    }
    return false;
  }

  /// Refuses anything but white space up to the end.
  public void expectEnd() throws IOException, Unusual {
    while (at < end || readMore()) {
      byte found = bytes[at++];
      if (found != ' ' && found != '\n' && found != '\r' && found != '\t') {
        throw new Unusual();
      }
    }
  }

  private boolean readMore() throws IOException, Unusual {
    int kept = begin < 0 ? 0 : end - begin;
    if (kept > LONGEST_TEXT) {
      throw new Unusual();
    }
    if (kept > bytes.length / 2) {
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    if (begin > 0) {
      System.arraycopy(bytes, begin, bytes, 0, kept);
      at -= begin;
      begin = 0;
    } else if (begin < 0) {
      at = 0;
    }
    end = kept;
    int count = in.read(bytes, kept, bytes.length - kept);
    if (count <= 0) {
      return false;
    }
    end += count;
    return true;
  }

  // Texts

  /// Passes a text, which [#text] then gives.
  public void passText() throws IOException, Unusual {
    expect('"');
    begin = at;
    int mixed = 0;
    boolean plain = true;
    while (true) {
      var piece = bytes;
      int to = end;
      int place = at;
      while (place < to) {
        byte found = piece[place++];
        if (found == '"') {
          at = place;
          length = place - 1 - begin;
          hash = mixed;
          isPlain = plain;
          if (!plain) {
            decoded();
          }
          return;
        }
        if (found < ' ') {
          if (found >= 0) {
            throw new Unusual();
          }
          plain = false;
        } else if (found == '\\') {
          plain = false;
          if (place < to) {
            place++;
          } else {
            at = place;
            if (!readMore()) {
              throw new Unusual();
            }
            piece = bytes;
            to = end;
            place = at + 1;
          }
        }
        mixed = 31 * mixed + found;
      }
      at = place;
      if (!readMore()) {
        throw new Unusual();
      }
    }
  }

  /// The hash of the text, as [String#hashCode] has it for plain ones.
  @Override
  public int hash() {
    return hash;
  }

  /// Whether the text, which is a name, is this one.
  ///
  /// @param name a text of ASCII characters
  @Override
  public boolean isNamed(byte[] name) {
    return isPlain && Arrays.equals(bytes, begin, begin + length, name, 0, name.length);
  }

  /// Whether the text has no escapes and only ASCII characters.
  public boolean isPlain() {
    return isPlain;
  }

  /// The text. One that came before is given again, as long as it is remembered.
  @SuppressWarnings("deprecation") // the constructor that takes each byte for a character is fast
  public String text() throws Unusual {
    if (!isPlain) {
      return decoded();
    }
    if (length > LONGEST_KNOWN) {
      return new String(bytes, 0, begin, length);
    }
    int slot = (hash ^ hash >>> 12) & (KNOWN - 1);
    var before = known[slot];
    if (before != null && before.hashCode() == hash && isSame(before)) {
      return before;
    }
    var text = new String(bytes, 0, begin, length);
    known[slot] = text;
    return text;
  }

  private boolean isSame(String text) {
    if (text.length() != length) {
      return false;
    }
    for (int place = 0; place < length; place++) {
      if (text.charAt(place) != bytes[begin + place]) {
        return false;
      }
    }
    return true;
  }

  private String decoded() throws Unusual {
    return JsonText.of(bytes, begin, length).orElseThrow(Unusual::new);
  }

  // Numbers and words

  /// Passes a number, which [#whole] or [#number] then gives.
  ///
  /// @return whether it is a whole one
  public boolean passNumber() throws IOException, Unusual {
    peek();
    begin = at;
    boolean isNegative = next() == '-';
    if (isNegative) {
      at++;
    }
    boolean startsWithZero = next() == '0';
    int digits = passDigits();
    if (digits == 0 || (startsWithZero && digits > 1)) {
      throw new Unusual();
    }
    boolean isWhole = next() != '.';
    if (!isWhole) {
      at++;
      if (passDigits() == 0) {
        throw new Unusual();
      }
    }
    length = at - begin;
    expectDelimiter();
    if (length > LONGEST_NUMBER) {
      throw new Unusual();
    }
    return isWhole;
  }

  private int passDigits() throws IOException, Unusual {
    int count = 0;
    while (next() >= '0' && next() <= '9') {
      at++;
      count++;
    }
    return count;
  }

  private byte next() throws IOException, Unusual {
    if (at == end && !readMore()) {
      throw new Unusual();
    }
    return bytes[at];
  }

  private void expectDelimiter() throws IOException, Unusual {
    switch (next()) {
      case ',', ']', '}', ' ', '\n', '\r', '\t' -> {}
      default -> throw new Unusual();
    }
  }

  /// The whole number that was passed.
  public int whole() throws Unusual {
    if (length > 9) {
      throw new Unusual();
    }
    int number = 0;
    boolean isNegative = bytes[begin] == '-';
    for (int place = isNegative ? begin + 1 : begin; place < begin + length; place++) {
      number = number * 10 + bytes[place] - '0';
    }
    return isNegative ? -number : number;
  }

  /// The text of the number that was passed.
  public String number() {
    return new String(bytes, begin, length, StandardCharsets.US_ASCII);
  }

  /// Passes one of the words of JSON.
  public void pass(byte[] word) throws IOException, Unusual {
    peek();
    begin = at;
    for (byte letter : word) {
      if (next() != letter) {
        throw new Unusual();
      }
      at++;
    }
    expectDelimiter();
  }

  /// Passes any value.
  ///
  /// @param depth the values that it lies in
  public void passValue(int depth) throws IOException, Unusual {
    if (depth > DEEPEST) {
      throw new Unusual();
    }
    switch (peek()) {
      case '"' -> passText();
      case '{' -> {
        at++;
        boolean isMore = !passes('}');
        while (isMore) {
          passText();
          expect(':');
          passValue(depth + 1);
          isMore = continues('}');
        }
      }
      case '[' -> {
        at++;
        boolean isMore = !passes(']');
        while (isMore) {
          passValue(depth + 1);
          isMore = continues(']');
        }
      }
      case 't' -> pass(TRUE);
      case 'f' -> pass(FALSE);
      case 'n' -> pass(NULL);
      default -> passNumber();
    }
  }
}
