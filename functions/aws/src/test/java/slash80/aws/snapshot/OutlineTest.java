package slash80.aws.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tests that the keys of an answer are the same for both readers of JSON.
final class OutlineTest {
  private static Outline outline(String text) throws IOException {
    return Outline.of(() -> new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void the_keys_of_the_answer_and_of_first_elements_are_kept() throws IOException {
    assertEquals(
        new Outline(Map.of("Tags", Set.of("Key", "Value"), "NextToken", Set.of())),
        outline("{\"Tags\": [{\"Key\": [1], \"Value\": {}}, {\"Other\": 1}], \"NextToken\": 1.5}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"a\": null}",
        "{\"a\": []}",
        "{\"a\": [[{\"b\": 1}], {\"c\": 1}]}",
        "{\"a\": [null, {\"c\": 1}]}",
        "{\"a\": [{}, {\"c\": 1}]}",
        "{\"a\": {\"0\": {\"b\": 1}}}",
        "{\"a\": [{\"b\": 1}], \"a\": [{\"c\": 1}]}",
        "{\"a\": [{\"b\": 1, \"b\": 2}]}",
        "{\"\\u0061\": [{\"\\u0062\\n\": \"ü\", \"ä\": 1e9}]} {",
        "[{\"a\": [{\"b\": 1}]}]",
        "\"a\"",
        "",
        " \n"
      })
  void both_readers_agree(String text) throws IOException {
    assertEquals(Outline.of(CliJsonConverter.trees().readTree(text)), outline(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "{\"a\": [1, }", "{\"a\": [{\"b\" 1}]}", "nothing"})
  void both_readers_refuse_the_same(String text) {
    assertThrows(JsonProcessingException.class, () -> CliJsonConverter.trees().readTree(text));
    assertThrows(JsonProcessingException.class, () -> outline(text));
  }
}
