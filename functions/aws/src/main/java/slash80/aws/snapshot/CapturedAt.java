package slash80.aws.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import slash80.aws.BadInput;

/// The time of a capture, `{"at":"2026-11-23T08:00:00Z"}`. If `./slash80 capture` wrote the
/// snapshot, the names of its files are there too.
public final class CapturedAt {
  public static final String NAME = "captured-at.json";
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private CapturedAt() {}

  static DateText.Moment read(String name, Path path) {
    try {
      var at = JSON.readTree(Files.readAllBytes(path)).path("at");
      var moment = at.isNumber() ? DateText.seconds(at.decimalValue()) : DateText.read(at.asText());
      return moment.orElseThrow(() -> expected(name));
    } catch (JsonProcessingException _) {
      throw expected(name);
    } catch (IOException broken) {
      throw new BadInput("%s: cannot be read".formatted(name), broken);
    }
  }

  private static BadInput expected(String name) {
    return new BadInput(name + ": at: expected a date and time such as 2026-11-23T08:00:00Z");
  }

  /// The files of the capture; empty if a person wrote the snapshot, or if there is no time.
  public static Optional<List<String>> files(Path folder) {
    try {
      var files = JSON.readTree(Files.readAllBytes(folder.resolve(NAME))).path("files");
      return files.isArray()
          ? Optional.of(files.valueStream().map(JsonNode::asText).toList())
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  public static void write(Path folder, Instant at, Collection<String> files) throws IOException {
    var tree = JSON.createObjectNode().put("at", at.toString());
    files.forEach(tree.putArray("files")::add);
    var text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
    Files.writeString(folder.resolve(NAME), text + "\n");
  }
}
