package slash80.audit.report;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.jspecify.annotations.Nullable;
import slash80.ip.SafeText;

/// Trees of maps, lists, strings and numbers as JSON text. The text can end on a terminal, so what
/// does not show as itself is written as its escape; the value stays the same.
public final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(new JsonFactoryBuilder().characterEscapes(new InvisibleEscapes()).build());
  private static final ObjectReader WHOLE =
      MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final ObjectWriter PRETTY =
      MAPPER.writer(
          new DefaultPrettyPrinter().withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE));

  private Json() {}

  /// Reads a text that is one JSON value and nothing after it.
  public static JsonNode whole(String text) throws JsonProcessingException {
    return WHOLE.readTree(text);
  }

  /// Reads bytes that are one JSON value and nothing after it, in UTF-8, UTF-16 or UTF-32.
  public static JsonNode whole(byte[] text) throws IOException {
    return WHOLE.readTree(text);
  }

  /// Indented, for a report.
  public static String pretty(Object tree) {
    return write(PRETTY, tree);
  }

  /// On one line.
  public static String line(Object tree) {
    return write(MAPPER.writer(), tree);
  }

  /// Writes an indented report piece by piece; the caller closes the writer.
  static JsonGenerator streaming(Writer out) throws IOException {
    return PRETTY.createGenerator(out).disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
  }

  /// Escapes what [SafeText] escapes. Jackson asks for each half of a character beyond U+FFFF by
  /// itself, so all of these are escaped.
  private static final class InvisibleEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1;

    @Override
    public int[] getEscapeCodesForAscii() {
      int[] codes = standardAsciiEscapesForJSON();
      codes[0x7f] = ESCAPE_STANDARD;
      return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
      return SafeText.isVisible(character)
          ? null
          : new SerializedString("\\u%04x".formatted(character));
    }
  }

  private static String write(ObjectWriter writer, Object tree) {
    try {
      return writer.writeValueAsString(tree);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
