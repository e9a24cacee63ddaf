package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What is written from the cards equals what the cards say. To write it anew:
///
/// ```
/// ./mvnw -pl functions/core test -Dtest=GeneratedTextTest -Dgenerate
/// ```
final class GeneratedTextTest {
  private static final String HOW =
      "run: ./mvnw -pl functions/core test -Dtest=GeneratedTextTest -Dgenerate";
  private static final String START = "<!-- rules -->\n";
  private static final String END = "<!-- /rules -->";
  private static final Path ROOT = Path.of(System.getProperty("project.root"));

  @Test
  void rules_md_says_what_the_cards_say() throws IOException {
    assertIsWritten(ROOT.resolve("functions/core/RULES.md"), RulesPage.page());
  }

  @Test
  void the_table_of_the_readme_says_what_the_cards_say() throws IOException {
    var file = ROOT.resolve("README.md");
    var text = Files.readString(file);
    int start = text.indexOf(START);
    int end = text.indexOf(END);
    assertTrue(
        start >= 0 && end > start,
        "README.md has no lines %s and %s".formatted(START.strip(), END));
    assertIsWritten(
        file, text.substring(0, start + START.length()) + RulesPage.table() + text.substring(end));
  }

  private static void assertIsWritten(Path file, String expected) throws IOException {
    if (System.getProperty("generate") != null) {
      Files.writeString(file, expected);
    }
    assertEquals(expected, Files.exists(file) ? Files.readString(file) : "", HOW);
  }
}
