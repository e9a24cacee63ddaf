package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.facts.Fact;

/// Tests texts that `eks:DescribeAddon` returns as configuration values.
final class ConfigurationValuesTest {
  private record Case(String text, Map<String, String> environment) {}

  static Stream<Case> texts() {
    var delegating = Map.of("ENABLE_PREFIX_DELEGATION", "true");
    return Stream.of(
        new Case("", Map.of()),
        new Case(" \n", Map.of()),
        new Case("# nothing is set\n", Map.of()),
        new Case("null", Map.of()),
        new Case("{}", Map.of()),
        new Case("{\"env\": {}}", Map.of()),
        new Case("{\"env\": null}", Map.of()),
        new Case("env:\n", Map.of()),
        new Case("{\"enableNetworkPolicy\": \"true\"}", Map.of()),
        new Case("{\"tolerations\": [{}, null, -1.5e3], \"env\": {\"A\": \"\"}}", Map.of("A", "")),
        new Case("{\"a\": 1, \"a\": 2, \"env\": {\"A\": \"null\"}}", Map.of("A", "null")),
        new Case(
            "{\"env\": {\"A\": \"yes\", \"B\": \" 010 # \"}}", Map.of("A", "yes", "B", " 010 # ")),
        new Case("{\"env\":{\"ENABLE_PREFIX_DELEGATION\":\"true\"}}", delegating),
        new Case("{\"env\":{\"ENABLE_PREFIX_DELEGATION\":true}}", delegating),
        new Case("{\n\t\"env\": {\n\t\t\"ENABLE_PREFIX_DELEGATION\": \"true\"\n\t}\n}", delegating),
        new Case("env:\n  ENABLE_PREFIX_DELEGATION: \"true\"\n", delegating),
        new Case("env:\r\n  ENABLE_PREFIX_DELEGATION: true\r\n", delegating),
        new Case("---\nenv: {ENABLE_PREFIX_DELEGATION: 'true'}\n", delegating),
        new Case("env: {ENABLE_PREFIX_DELEGATION: True} # on\n", delegating),
        new Case("env: {ENABLE_PREFIX_DELEGATION: yes}", delegating),
        new Case("tolerations: &none []\nenv: {A: \"1\"}\nmore: *none", Map.of("A", "1")),
        new Case("base: &base {A: x}\nenv: *base\n", Map.of("A", "x")),
        new Case(
            "resources: {limits: {cpu: 1}}\nenv:\n  A: off\n  B: 5\n  C: 1.10\n  D: \"\"\n  E: 010",
            Map.of("A", "false", "B", "5", "C", "1.10", "D", "", "E", "010")),
        new Case(
            "{\"env\": {\"A\": \"a\\/b\", \"B\": -5, \"C\": 1.5, \"D\": false, \"E\":"
                + " \"\\u00fc\"}}",
            Map.of("A", "a/b", "B", "-5", "C", "1.5", "D", "false", "E", "ü")));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void the_environment_is_read_from_json_and_from_yaml(Case otherCase) {
    assertEquals(
        Fact.known(otherCase.environment()), ConfigurationValues.environment(otherCase.text()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"env\": {\"A\": \"true\"",
        "{\"env\": {\"A\": {}}}",
        "{\"env\": {\"A\": [\"true\"]}}",
        "{\"env\": {\"A\": null}}",
        "{\"env\": {\"A\": \"1\", \"A\": \"2\"}}",
        "{\"env\": {}, \"env\": {\"A\": \"1\"}}",
        "{\"env\": {\"A\": \"\u007f\"}}",
        "{\"env\": {\"A\": \"1\"}} {}",
        "{\"env\": []}",
        "{\"env\": \"A=1\"}",
        "[]",
        "\"env\"",
        "env",
        "env: [",
        "env:\n- A: 1",
        "env:\n  A:\n",
        "env:\n  A: 1\n  A: 2\n",
        "env:\n\tA: 1\n",
        "env: {<<: {A: 1}}",
        "env: *nothing",
        "env: &self {A: *self}",
        "env: {A: 1}\n---\nenv: {A: 2}",
        "env: {? [A] : 1}",
        "\u0000",
        "%"
      })
  void a_text_that_cannot_be_understood_leaves_the_environment_unread(String text) {
    assertInstanceOf(Fact.Unread.class, ConfigurationValues.environment(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "a: &a [*a, ", "- "})
  void even_the_deepest_nesting_gets_a_sentence(String opening) {
    assertInstanceOf(Fact.Unread.class, ConfigurationValues.environment(opening.repeat(100_000)));
  }
}
