package slash80.aws.wire;

import java.util.Optional;

/// The characters of a text in XML, with the entities that every document has
/// (https://www.w3.org/TR/xml/#sec-predefined-ent).
final class XmlCharacters {
  private XmlCharacters() {}

  /// The text that the source of a text stands for; empty if XML does not allow the source.
  static Optional<String> of(String source) {
    if (source.contains("]]>")) {
      return Optional.empty();
    }
    var text = new StringBuilder(source.length());
    for (int at = 0; at < source.length(); ) {
      int found = source.codePointAt(at);
      int end = at + Character.charCount(found);
      if (found == '&') {
        int semicolon = source.indexOf(';', at);
        found = semicolon < 0 ? -1 : entity(source.substring(at + 1, semicolon));
        end = semicolon + 1;
      }
      if (!isAllowed(found)) {
        return Optional.empty();
      }
      text.appendCodePoint(found);
      at = end;
    }
    return Optional.of(text.toString());
  }

  /// The character that an entity stands for; -1 if there is none.
  private static int entity(String name) {
    return switch (name) {
      case "lt" -> '<';
      case "gt" -> '>';
      case "amp" -> '&';
      case "quot" -> '"';
      case "apos" -> '\'';
      default ->
          name.matches("#[0-9]{1,7}")
              ? Integer.parseInt(name.substring(1))
              : name.matches("#x[0-9a-fA-F]{1,6}") ? Integer.parseInt(name.substring(2), 16) : -1;
    };
  }

  /// https://www.w3.org/TR/xml/#charsets
  private static boolean isAllowed(int character) {
    return character == '\t'
        || character == '\n'
        || character == '\r'
        || (character >= ' ' && character < Character.MIN_SURROGATE)
        || (character > Character.MAX_SURROGATE && character < 0xfffe)
        || (character >= Character.MIN_SUPPLEMENTARY_CODE_POINT
            && character <= Character.MAX_CODE_POINT);
  }
}
