package slash80.aws.snapshot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import slash80.aws.BadInput;

/// The time of a capture, `{"at":"2026-11-23T08:00:00Z"}`. If `./slash80 capture` wrote the
/// snapshot, the names of its files are there too.
public final class CapturedAt {
  public static final String NAME = "captured-at.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private CapturedAt() {}

  static Instant read(String name, Path path) {
    try {
      return OffsetDateTime.parse(text(path)).toInstant();
    } catch (JsonProcessingException | DateTimeException _) {
      throw new BadInput(name + ": at: expected a date and time such as 2026-11-23T08:00:00Z");
    } catch (IOException broken) {
      throw new BadInput("%s: cannot be read".formatted(name), broken);
    }
  }

  private static String text(Path path) throws IOException {
    JsonNode tree = JSON.readTree(Files.readAllBytes(path));
    return tree.path("at").asText();
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
