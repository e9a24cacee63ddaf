package slash80.audit.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.audit.page.PageRun.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.audit.command.CommandRun;
import slash80.fixtures.Unseen;

/// Tests that no output for people holds a character that cannot be seen, whatever the names in the
/// account are.
class UnseenOutputTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void no_format_of_a_report_holds_one() throws IOException {
    String words =
        String.join("", Unseen.characters()).replaceAll("[\ud800-\udfff]", "") + "\udb40\udd00";
    var account = named(words);
    for (String command : List.of("audit", "reach")) {
      for (String format : List.of("text", "json", "html")) {
        var run = CommandRun.of(command, account.toString(), "--format", format);
        assertEquals("", Unseen.in(run.out(), "\n"), command + " --format " + format);
        assertEquals("", Unseen.in(run.err(), "\n"), command + " --format " + format);
      }
    }
    var replay = CommandRun.of("replay", "--account", account.toString());
    assertEquals("", Unseen.in(replay.out(), "\n"), "replay");
  }

  @Test
  void json_keeps_the_value() throws IOException {
    String words = "\u00a0\u2800\u034f\ufe0f\udb40\udd00é🙂";
    var run = CommandRun.of("audit", named(words).toString(), "--format", "json");
    assertTrue(
        JSON.readTree(run.out()).toString().contains("sg-0f000000000000001" + words), run.out());
  }

  /// The example account with these words appended to the id of a group and to the cluster's name.
  private Path named(String words) throws IOException {
    var quoted = JSON.writeValueAsString(words);
    var bare = quoted.substring(1, quoted.length() - 1);
    return account(
        Files.createTempDirectory(folder, "account"),
        text ->
            text.replace("sg-0f000000000000001", "sg-0f000000000000001" + bare)
                .replace(
                    "\"issues\": []",
                    "\"issues\": [{\"code\": \"AccessDenied\", \"message\": \"%s\"}]"
                        .formatted(bare))
                .replace("i-0f000000000000001", "i-0f000000000000001" + bare)
                .replace("\"name\": \"kodekloud\"", "\"name\": \"kodekloud" + bare + "\"")
                .replace("\"Value\": \"kodekloud\"", "\"Value\": \"kodekloud" + bare + "\""));
  }
}
