package slash80.aws.snapshot;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import slash80.aws.BadInput;
import software.amazon.awssdk.core.SdkPojo;

/// AWS CLI JSON and the SDK's own response classes, one as the other. Both are made of the same
/// service model, so every class says itself what its members are called and how they are filled
/// (`SdkPojo.sdkFields()`); nothing here knows a service, and nothing reflects.
public final class CliJson {
  static final ObjectMapper TREES = new ObjectMapper();
  private static final JsonFactory JSON = TREES.getFactory();

  private CliJson() {}

  /// What one file says.
  ///
  /// @param unknown what this SDK has no member for, by the place of the object it stands in: a CLI
  ///   may be newer than the SDK, and what is read is written again whole
  public record Answer<T extends SdkPojo>(T response, Map<String, Map<String, JsonNode>> unknown) {}

  /// Reads a response from what the CLI printed. [BadInput] names the file, the place in it and
  /// what was expected. A key that is null is absent, as for the CLI.
  static <T extends SdkPojo> Answer<T> read(String file, InputStream text, SdkPojo builder) {
    try (var in = JSON.createParser(text)) {
      return new CliJsonReader(file, in).<T>whole(builder);
    } catch (IOException broken) {
      throw new BadInput("%s: cannot be read: %s".formatted(file, broken.getMessage()), broken);
    }
  }

  /// Writes a response as the CLI prints it.
  public static void write(Answer<? extends SdkPojo> answer, OutputStream to) {
    try (var out = JSON.createGenerator(to).useDefaultPrettyPrinter()) {
      new CliJsonWriter(out, answer.unknown()).object(answer.response());
      out.writeRaw('\n');
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// Whether a response holds something under a key. An empty text says nothing: it ends the pages
  /// of some services.
  public static boolean says(SdkPojo response, String key) {
    return response.sdkFields().stream()
        .filter(field -> field.memberName().equals(key))
        .map(field -> field.getValueOrDefault(response))
        .anyMatch(value -> CliJsonWriter.isSet(value) && !value.equals(""));
  }

  /// Where a parser or generator is, as people write it: `Subnets[3].Ipv6CidrBlockAssociationSet`.
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
