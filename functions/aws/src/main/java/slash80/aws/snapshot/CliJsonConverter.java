package slash80.aws.snapshot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import slash80.aws.BadInput;
import software.amazon.awssdk.core.SdkPojo;

/// Converts AWS CLI JSON to the SDK's response classes and back. Both come from the same service
/// model, so each class lists its members with their names (`SdkPojo.sdkFields()`). The conversion
/// needs no code for a single service and no reflection.
public final class CliJsonConverter {
  private CliJsonConverter() {}

  /// Jackson's mapper, which is made when it is first needed: it takes long, and most snapshots are
  /// read without it.
  private static final class Trees {
    static final ObjectMapper MAPPER = new ObjectMapper();
  }

  static ObjectMapper trees() {
    return Trees.MAPPER;
  }

  private static JsonFactory json() {
    return Trees.MAPPER.getFactory();
  }

  /// The content of one file.
  ///
  /// @param unknown the keys that this SDK has no member for, by the place of their object. The CLI
  ///   may be newer than the SDK, and a written file has all keys of the one that was read
  /// @param notes what a reader of the report should know about the file
  public record Answer<T extends SdkPojo>(
      T response, Map<String, Map<String, JsonNode>> unknown, List<String> notes) {
    public Answer(T response, Map<String, Map<String, JsonNode>> unknown) {
      this(response, unknown, List.of());
    }
  }

  /// Reads a response from the output of the CLI. [BadInput] names the file, the place in it and
  /// the expected value. A key with the value null counts as absent, as it does for the CLI.
  static <T extends SdkPojo> Answer<T> read(String file, InputStream text, SdkPojo builder) {
    try (var in = json().createParser(text)) {
      return new CliJsonReader(file, in).<T>whole(builder);
    } catch (IOException broken) {
      throw new BadInput("%s: cannot be read: %s".formatted(file, broken.getMessage()), broken);
    }
  }

  /// Writes a response as the CLI prints it.
  public static void write(Answer<? extends SdkPojo> answer, OutputStream to) {
    try (var out = json().createGenerator(to).useDefaultPrettyPrinter()) {
      new CliJsonWriter(out, answer.unknown()).object(answer.response());
      out.writeRaw('\n');
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// Whether a response has a value under a key. An empty text is not a value: some services end
  /// their pages with it.
  public static boolean contains(SdkPojo response, String key) {
    return response.sdkFields().stream()
        .filter(field -> field.memberName().equals(key))
        .map(field -> field.getValueOrDefault(response))
        .anyMatch(value -> CliJsonWriter.isSet(value) && !value.equals(""));
  }

  /// The place of a parser or generator in a form that people read:
  /// `Subnets[3].Ipv6CidrBlockAssociationSet`.
  static String place(JsonStreamContext context) {
    var place = new StringBuilder();
    for (var at = context; at != null && !at.inRoot(); at = at.getParent()) {
      if (at.inArray() && at.hasCurrentIndex()) {
        place.insert(0, "[" + at.getCurrentIndex() + "]");
      } else if (at.inObject() && at.hasCurrentName()) {
        place.insert(0, "." + at.getCurrentName());
      }
    }
    return place.isEmpty() ? "" : place.substring(place.charAt(0) == '.' ? 1 : 0);
  }
}
