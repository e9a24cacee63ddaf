package slash80.aws.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import slash80.aws.BadInput;
import slash80.aws.JsonBytes;
import slash80.aws.JsonBytes.Unusual;

/// The time of a capture, `{"at":"2026-11-23T08:00:00Z"}`. If `./slash80 capture` wrote the
/// snapshot, the names of its files are there too.
public final class CapturedAt {
  public static final String NAME = "captured-at.json";

  private CapturedAt() {}

  static DateText.Moment read(String name, Path path) {
    try {
      return moment(Files.readAllBytes(path)).orElseThrow(() -> expected(name));
    } catch (JsonProcessingException _) {
      throw expected(name);
    } catch (IOException broken) {
      throw new BadInput("%s: cannot be read".formatted(name), broken);
    }
  }

  private static Optional<DateText.Moment> moment(byte[] content) throws IOException {
    try {
      return DateText.read(text(new JsonBytes(new ByteArrayInputStream(content))));
    } catch (Unusual _) {
      var at =
          CliJsonConverter.trees()
              .reader()
              .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
              .readTree(content)
              .path("at");
      return at.isNumber() ? DateText.seconds(at.decimalValue()) : DateText.read(at.asText());
    }
  }

  /// The time as `capture` and most people write it: one text.
  private static String text(JsonBytes in) throws IOException, Unusual {
    Optional<String> at = Optional.empty();
    in.expect('{');
    boolean isMore = !in.passes('}');
    while (isMore) {
      in.passText();
      var name = in.text();
      in.expect(':');
      if (name.equals("at") && at.isEmpty()) {
        in.passText();
        at = Optional.of(in.text());
      } else if (name.equals("at")) {
        throw new Unusual();
      } else {
        in.passValue(0);
      }
      isMore = in.continues('}');
    }
    in.expectEnd();
    return at.orElseThrow(Unusual::new);
  }

  private static BadInput expected(String name) {
    return new BadInput(name + ": at: expected a date and time such as 2026-11-23T08:00:00Z");
  }

  /// The files of the capture; empty if a person wrote the snapshot, or if there is no time.
  public static Optional<List<String>> files(Path folder) {
    try {
      var files =
          CliJsonConverter.trees().readTree(Files.readAllBytes(folder.resolve(NAME))).path("files");
      return files.isArray()
          ? Optional.of(files.valueStream().map(JsonNode::asText).toList())
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  public static void write(Path folder, Instant at, Collection<String> files) throws IOException {
    var tree = CliJsonConverter.trees().createObjectNode().put("at", at.toString());
    files.forEach(tree.putArray("files")::add);
    var text = CliJsonConverter.trees().writerWithDefaultPrettyPrinter().writeValueAsString(tree);
    Files.writeString(folder.resolve(NAME), text + "\n");
  }
}
