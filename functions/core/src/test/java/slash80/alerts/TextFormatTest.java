package slash80.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextFormatTest {

  @Test
  void characters_that_are_not_seen_as_themselves_are_written_as_escapes() {
    assertEquals("a\\u001b[31mb", TextFormat.text("a\u001b[31mb"));
    assertEquals("one\\ntwo\\r\\t", TextFormat.text("one\ntwo\r\t"));
    assertEquals("\\u202egnp.exe", TextFormat.text("\u202egnp.exe"));
    assertEquals("\\ud800", TextFormat.text("\ud800"));
    assertEquals("Köln 節點 🙂", TextFormat.text("Köln 節點 🙂"));
  }

  @Test
  void a_long_text_says_how_much_is_left_out() {
    assertEquals("short", TextFormat.text("short", 40));
    assertEquals("xxxxxxxxxx... (90 more characters)", TextFormat.text("x".repeat(100), 40));
    assertEquals("... (1 more characters)".length(), TextFormat.text("🙂", 1).length());
  }

  @Test
  void lines_are_broken_at_spaces_and_a_long_word_stays_whole() {
    assertEquals(List.of("one two", "three"), TextFormat.wrap("one two three", 9));
    assertEquals(List.of("a", "0123456789", "b"), TextFormat.wrap("a 0123456789 b", 5));
    assertEquals(List.of(""), TextFormat.wrap("", 5));
  }

  @Test
  void numbers_have_their_thousands_apart() {
    assertEquals("1 finding", TextFormat.count(1, "finding"));
    assertEquals("5,000 findings", TextFormat.count(5_000, "finding"));
  }
}
