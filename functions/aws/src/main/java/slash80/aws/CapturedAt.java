package slash80.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/// When a snapshot was captured: `{"at":"2026-11-23T08:00:00Z"}`.
final class CapturedAt {
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
    JsonNode tree = new ObjectMapper().readTree(Files.readAllBytes(path));
    return tree.path("at").asText();
  }
}
