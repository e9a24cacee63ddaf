package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import slash80.check.BatchOutcome.Disposition;
import slash80.check.BatchOutcome.HandledMessage;

/// Tests log lines with ids and sentences of characters that end a line, move the cursor, change
/// the reading direction, or do not show.
final class LogFuzzTest {
  private static final int ROUNDS = 2_000;

  /// Default-ignorable characters and blanks that are letters, marks or symbols to Unicode.
  private static final Set<Integer> UNSEEN =
      Set.of(0x034F, 0x115F, 0x1160, 0x17B4, 0x180B, 0x2800, 0x3164, 0xFE0F, 0xFFA0, 0xE0100);

  private static final List<Integer> HOSTILE =
      IntStream.concat(
              UNSEEN.stream().mapToInt(Integer::intValue),
              IntStream.of(
                  0, 7, 8, '\t', '\n', '\r', 0x0B, 0x1B, 0x7F, 0x85, 0x9B, 0xA0, 0xAD, 0x061C,
                  0x200B, 0x200E, 0x2028, 0x2029, 0x202E, 0x2060, 0x2066, 0x3000, 0xD800, 0xDFFF,
                  0xFEFF, 0xE0001, 0xE0041, 'a', '-', '1', '%', ':', ' '))
          .boxed()
          .toList();

  private final Random random = new Random(80);

  @Test
  void every_message_has_one_line_that_shows_every_character() {
    for (int round = 0; round < ROUNDS; round++) {
      var id = text();
      var said = text();
      for (var disposition : Disposition.values()) {
        var handled = new HandledMessage(id, disposition, LogText.of(said));
        var lines = BatchLog.of(List.of(handled));
        assertEquals(1, lines.size());
        assertShows(lines.getFirst().words());
      }
      assertShows(LogText.of(new IllegalStateException(said)));
    }
  }

  @Test
  void each_of_them_is_written_as_its_number_beside_what_stays() {
    for (int character : HOSTILE) {
      var written = LogText.of("a" + Character.toString(character) + "b");
      assertTrue(written.startsWith("a") && written.endsWith("b"), written);
      assertFalse(written.equals("ab"), Integer.toHexString(character));
      assertShows(written);
    }
  }

  private String text() {
    return random
        .ints(1 + random.nextInt(40), 0, HOSTILE.size())
        .mapToObj(HOSTILE::get)
        .map(Character::toString)
        .collect(Collectors.joining());
  }

  private static void assertShows(String line) {
    line.codePoints()
        .forEach(
            character -> assertTrue(shows(character), "U+%04X in %s".formatted(character, line)));
  }

  private static boolean shows(int character) {
    return character == ' '
        || switch (Character.getType(character)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.UNASSIGNED,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SPACE_SEPARATOR ->
              false;
          default -> !UNSEEN.contains(character);
        };
  }
}
