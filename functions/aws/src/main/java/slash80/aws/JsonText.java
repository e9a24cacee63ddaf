package slash80.aws;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Decodes a text of JSON that has escapes or other than ASCII characters.
final class JsonText {
  private JsonText() {}

  /// The text between two quotation marks; empty where its bytes or escapes are wrong.
  static Optional<String> of(byte[] bytes, int begin, int length) {
    try {
      var raw = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, begin, length));
      return unescaped(raw);
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> unescaped(CharSequence raw) {
    var text = new StringBuilder(raw.length());
    for (int at = 0; at < raw.length(); at++) {
      char found = raw.charAt(at);
      if (found == '\\') {
        at++;
        int meant = meant(raw, at);
        if (meant < 0) {
          return Optional.empty();
        }
        at += raw.charAt(at) == 'u' ? 4 : 0;
        found = (char) meant;
      }
      text.append(found);
    }
    return Optional.of(text.toString());
  }

  /// The character that an escape means, or -1.
  private static int meant(CharSequence raw, int at) {
    return switch (raw.charAt(at)) {
      case '"' -> '"';
      case '\\' -> '\\';
      case '/' -> '/';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> code(raw, at + 1);
      default -> -1;
    };
  }

  private static int code(CharSequence raw, int begin) {
    int code = 0;
    for (int at = begin; at < begin + 4; at++) {
      int digit =
          at < raw.length() && raw.charAt(at) < 128 ? Character.digit(raw.charAt(at), 16) : -1;
      if (digit < 0) {
        return -1;
      }
      code = code << 4 | digit;
    }
    return code;
  }
}
