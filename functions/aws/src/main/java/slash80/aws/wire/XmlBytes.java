package slash80.aws.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import slash80.aws.NameTable;

/// The bytes of an XML document, read once from the beginning to the end. It understands the XML
/// that services of AWS send: elements without attributes below the root, which hold either
/// elements or a text. It refuses everything else as [Unusual], also some XML that the standard
/// allows: what it accepts means the same to every reader.
final class XmlBytes implements NameTable.PassedName {
  /// Something that is left to the reader of the SDK.
  static final class Unusual extends Exception {
    private static final long serialVersionUID = 1;

    Unusual() {
      super("", null, false, false);
    }
  }

  private static final byte[] DECLARATION = "<?xml ".getBytes(StandardCharsets.US_ASCII);
  private static final int DEEPEST = 100;

  /// Texts up to this length come again and again: ids, names, types.
  private static final int LONGEST_KNOWN = 64;

  private static final int KNOWN = 1 << 10;

  private final byte[] bytes;
  private int at;

  // The name of the element whose start was passed last
  private int nameBegin;
  private int nameEnd;
  private int nameHash;
  private boolean isEmptyTag;

  // The text that was passed last
  private int textBegin;
  private int textEnd;
  private int textHash;
  private boolean isPlain;

  private final String[] known = new String[KNOWN];

  XmlBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /// An element that is open: where its name stands, and whether it is of the form `<name/>`.
  record Open(int begin, int end, boolean isEmpty) {}

  // Elements

  /// Passes everything up to the content of the root.
  Open root() throws Unusual {
    if (startsWith(DECLARATION)) {
      declaration();
    }
    passSpace();
    expect('<');
    passName();
    while (isSpace(peek())) {
      passSpace();
      if (peek() != '>' && peek() != '/') {
        passAttribute();
      }
    }
    endOfStart();
    return open();
  }

  /// The element whose start was passed last.
  Open open() {
    return new Open(nameBegin, nameEnd, isEmptyTag);
  }

  /// Passes the start of the next child of an element, or the end of the element if it has no
  /// other.
  boolean hasChild(Open parent) throws Unusual {
    if (parent.isEmpty()) {
      return false;
    }
    passSpace();
    expect('<');
    if (peek() == '/') {
      passEnd(parent.begin(), parent.end());
      return false;
    }
    passName();
    passSpace();
    endOfStart();
    return true;
  }

  /// The hash of the name that was passed last.
  @Override
  public int hash() {
    return nameHash;
  }

  /// Whether the element that was begun last has this name.
  @Override
  public boolean isNamed(byte[] name) {
    return Arrays.equals(bytes, nameBegin, nameEnd, name, 0, name.length);
  }

  /// Passes the element that was begun last, whatever it holds.
  void passElement(int depth) throws Unusual {
    var element = open();
    if (element.isEmpty()) {
      return;
    }
    if (depth > DEEPEST) {
      throw new Unusual();
    }
    if (holdsText()) {
      passText();
      return;
    }
    while (hasChild(element)) {
      passElement(depth + 1);
    }
  }

  /// Refuses anything but white space up to the end.
  void expectEnd() throws Unusual {
    while (at < bytes.length) {
      if (!isSpace(bytes[at++])) {
        throw new Unusual();
      }
    }
  }

  // Texts

  /// Passes the content of the element that was begun last, and its end. [#text] gives it.
  void passText() throws Unusual {
    textBegin = at;
    textEnd = at;
    textHash = 0;
    isPlain = true;
    if (isEmptyTag) {
      return;
    }
    int mixed = 0;
    boolean plain = true;
    int place = at;
    while (true) {
      if (place == bytes.length) {
        throw new Unusual();
      }
      byte found = bytes[place];
      if (found == '<') {
        break;
      }
      if (found < ' ' || found == '&' || found == '>') {
        plain &= found == '\n' || found == '\t';
        if (found >= 0 && found < ' ' && found != '\n' && found != '\t') {
          throw new Unusual();
        }
      }
      mixed = 31 * mixed + found;
      place++;
    }
    textEnd = place;
    textHash = mixed;
    isPlain = plain;
    if (!plain) {
      decoded();
    }
    at = place + 1;
    if (peek() != '/') {
      throw new Unusual();
    }
    passEnd(nameBegin, nameEnd);
  }

  /// The length of the text in bytes.
  int length() {
    return textEnd - textBegin;
  }

  /// A byte of the text.
  byte byteAt(int place) {
    return bytes[textBegin + place];
  }

  /// Whether the text is this one.
  boolean is(byte[] other) {
    return Arrays.equals(bytes, textBegin, textEnd, other, 0, other.length);
  }

  /// The text. One that came before is given again, as long as it is remembered.
  @SuppressWarnings("deprecation") // the constructor that takes each byte for a character is fast
  String text() throws Unusual {
    if (!isPlain) {
      return decoded();
    }
    int length = length();
    if (length > LONGEST_KNOWN) {
      return new String(bytes, 0, textBegin, length);
    }
    int slot = (textHash ^ textHash >>> 12) & (KNOWN - 1);
    var before = known[slot];
    if (before != null && before.hashCode() == textHash && isSame(before)) {
      return before;
    }
    var text = new String(bytes, 0, textBegin, length);
    known[slot] = text;
    return text;
  }

  private boolean isSame(String text) {
    if (text.length() != length()) {
      return false;
    }
    for (int place = 0; place < text.length(); place++) {
      if (text.charAt(place) != bytes[textBegin + place]) {
        return false;
      }
    }
    return true;
  }

  /// A text with entities, or with characters beyond ASCII.
  private String decoded() throws Unusual {
    try {
      var decoder = StandardCharsets.UTF_8.newDecoder();
      var text = decoder.decode(ByteBuffer.wrap(bytes, textBegin, length())).toString();
      return XmlCharacters.of(text).orElseThrow(Unusual::new);
    } catch (CharacterCodingException _) {
      throw new Unusual();
    }
  }

  // Bytes

  private byte peek() throws Unusual {
    if (at == bytes.length) {
      throw new Unusual();
    }
    return bytes[at];
  }

  private void expect(char wanted) throws Unusual {
    if (peek() != wanted) {
      throw new Unusual();
    }
    at++;
  }

  private static boolean isSpace(byte found) {
    return found == ' ' || found == '\n' || found == '\r' || found == '\t';
  }

  private void passSpace() {
    while (at < bytes.length && isSpace(bytes[at])) {
      at++;
    }
  }

  /// Whether the element that was begun last holds a text and no elements.
  private boolean holdsText() throws Unusual {
    int before = at;
    passSpace();
    boolean isMarkup = peek() == '<';
    boolean isEnd = isMarkup && at + 1 < bytes.length && bytes[at + 1] == '/';
    at = before;
    return !isMarkup || isEnd;
  }

  /// A name without a prefix, and of ASCII characters.
  private void passName() throws Unusual {
    int place = at;
    int mixed = 0;
    while (place < bytes.length && isOfName(bytes[place], place > at)) {
      mixed = 31 * mixed + bytes[place];
      place++;
    }
    if (place == at) {
      throw new Unusual();
    }
    nameBegin = at;
    nameEnd = place;
    nameHash = mixed;
    at = place;
  }

  private static boolean isOfName(byte found, boolean isInside) {
    return (found >= 'a' && found <= 'z')
        || (found >= 'A' && found <= 'Z')
        || found == '_'
        || (isInside && ((found >= '0' && found <= '9') || found == '-' || found == '.'));
  }

  /// An attribute of the root names the name space of its elements, which no reader looks at.
  private void passAttribute() throws Unusual {
    int begin = at;
    while (isOfName(peek(), at > begin)) {
      at++;
    }
    if (at == begin
        || !new String(bytes, begin, at - begin, StandardCharsets.US_ASCII).equals("xmlns")) {
      throw new Unusual();
    }
    expect('=');
    byte quote = peek();
    if (quote != '"' && quote != '\'') {
      throw new Unusual();
    }
    at++;
    while (peek() != quote) {
      byte found = bytes[at++];
      if (found < ' ' || found == '<' || found == '&') {
        throw new Unusual();
      }
    }
    at++;
  }

  private void endOfStart() throws Unusual {
    isEmptyTag = peek() == '/';
    if (isEmptyTag) {
      at++;
    }
    expect('>');
  }

  /// Passes `/name>`.
  private void passEnd(int nameFrom, int nameTo) throws Unusual {
    int begin = at + 1;
    int end = begin + nameTo - nameFrom;
    if (end > bytes.length || !Arrays.equals(bytes, begin, end, bytes, nameFrom, nameTo)) {
      throw new Unusual();
    }
    at = end;
    passSpace();
    expect('>');
  }

  private boolean startsWith(byte[] begin) {
    return bytes.length >= begin.length
        && Arrays.equals(bytes, 0, begin.length, begin, 0, begin.length);
  }

  /// The declaration may name no other encoding than UTF-8.
  private void declaration() throws Unusual {
    int end = at;
    while (end < bytes.length && bytes[end] != '>') {
      end++;
    }
    if (end == bytes.length) {
      throw new Unusual();
    }
    var text = new String(bytes, at, end - at, StandardCharsets.US_ASCII);
    if (!text.matches(
        "<\\?xml +version=([\"'])1\\.0\\1(?: +encoding=([\"'])(?i:utf-8)\\2)? *\\?")) {
      throw new Unusual();
    }
    at = end + 1;
  }
}
