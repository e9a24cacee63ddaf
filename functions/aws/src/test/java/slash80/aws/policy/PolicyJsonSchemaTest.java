package slash80.aws.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.representer.Representer;
import slash80.aws.BadInput;
import slash80.fixtures.GeneratedText;
import slash80.judge.RuleBook;
import slash80.network.Parameters;

/// Compares the published schema with the reader.
class PolicyJsonSchemaTest {
  private static final Path ROOT = Path.of(System.getProperty("project.root"));
  private static final Path FILE = ROOT.resolve("schemas/policy.schema.json");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  @Tag("generated")
  void the_published_schema_is_the_model_of_the_reader() throws IOException {
    var expected =
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(PolicyJsonSchema.tree()) + "\n";
    GeneratedText.assertIsWritten("schemas/policy.schema.json", expected);
  }

  @Test
  void it_is_a_schema_by_the_words_of_json_schema() {
    var metaschema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
            .getSchema(SchemaLocation.of("http://json-schema.org/draft-07/schema#"));
    assertEquals(Set.of(), metaschema.validate(tree()));
  }

  @Test
  void it_completes_the_rules_of_the_book() {
    var ids = new ArrayList<String>();
    tree().at("/properties/rules-off/items/enum").forEach(id -> ids.add(id.asText()));
    assertEquals(
        RuleBook.entries().stream().map(entry -> entry.rule().id()).sorted().toList(), ids);
  }

  @Test
  void the_example_is_valid() throws IOException {
    assertEquals(Set.of(), validate(Files.readString(ROOT.resolve("events/policy.yaml"))));
  }

  /// A mistake that a schema can express is found by the schema and by the reader.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "rules-of: []",
        "rules-off: [no-such-rule]",
        "rules-off: cluster-is-ipv6",
        "severities: {cluster-is-ipv6: low}",
        "severities: {no-such-rule: LOW}",
        "parameters: {settling-minutes: 1441}",
        "parameters: {settling-minutes: '5'}",
        "parameters: {high-share: 1/0}",
        "parameters: {high-share: 0.5}",
        "parameters: {critical-tcp-ports: [22, all]}",
        "parameters: {critical-tcp-ports: 22}",
        "allowed-openings: [{interfaces: eni-1, protocol: tcp, ports: [443]}]",
        "allowed-openings: [{interfaces: '=a', protocol: tcp, ports: all, sources: anywhere}]",
        "allowed-openings: [{interfaces: eni-1, protocol: tpc, ports: all, sources: anywhere}]",
        "allowed-openings: [{interfaces: eni-1, protocol: 256, ports: all, sources: anywhere}]",
        "allowed-openings: [{interfaces: eni-1, protocol: tcp, ports: all, sources: [somewhere]}]",
        "exemptions: [{rule: cluster-is-ipv6, subject: demo, reason: r, owner: o}]",
        "exemptions: [{rule: cluster-is-ipv6, subject: demo, reason: ' ', owner: o, expires:"
            + " 2026-12-31}]",
        "exemptions: [{rule: cluster-is-ipv6, subject: demo, reason: r, owner: 7, expires:"
            + " 2026-12-31}]",
        "exemptions: [{rule: cluster-is-ipv6, subject: demo, reason: r, owner: o, expires: soon}]",
        "exemptions: [{rule: cluster-is-ipv6, subject: demo, reason: r, owner: o, expires:"
            + " 2026-13-01}]",
        "exemptions: [{rule: cluster-is-ipv6, subject: demo, reason: r, owner: o, expires:"
            + " 2026-12-32}]",
        "exemptions: [{rule: interface-closed-to-ipv6-internet, subject: eni-1, ports: [1], reason:"
            + " r, owner: o, expires: 2026-12-31}]",
      })
  void the_reader_refuses_what_the_schema_refuses(String yaml) {
    assertNotEquals(Set.of(), validate(yaml));
    assertThrows(BadInput.class, () -> PolicyText.read("p", yaml, Parameters.DEFAULTS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "rules-off: []",
        "parameters: {settling-minutes: 0, high-share: 1/1, low-share: 1/999999999999}",
        "allowed-openings: [{interfaces: a=, protocol: 47, ports: all, sources: ['::/0',"
            + " 0.0.0.0/0]}]",
        "exemptions: [{rule: interface-closed-to-ipv6-internet, subject: eni-1, protocol: udp,"
            + " ports: [53, 8000-8010], reason: r, owner: o, expires: 2026-12-31}]",
      })
  void the_reader_accepts_what_the_schema_accepts(String yaml) {
    assertEquals(Set.of(), validate(yaml));
    PolicyText.read("p", yaml, Parameters.DEFAULTS);
  }

  private static Set<ValidationMessage> validate(String yaml) {
    JsonNode tree = JSON.valueToTree(yaml().load(yaml));
    return schema().validate(tree);
  }

  private static Yaml yaml() {
    return new Yaml(
        new SafeConstructor(new LoaderOptions()),
        new Representer(new DumperOptions()),
        new DumperOptions(),
        new LoaderOptions(),
        new Scalars());
  }

  private static JsonNode tree() {
    return JSON.valueToTree(PolicyJsonSchema.tree());
  }

  private static JsonSchema schema() {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(tree());
  }

  @Test
  void every_key_of_the_model_has_a_meaning() {
    assertEquals(List.of(), meaningless(PolicySchema.POLICY));
  }

  private static List<String> meaningless(SchemaType shape) {
    return switch (shape) {
      case SchemaType.Table table ->
          table.keys().stream()
              .flatMap(
                  key ->
                      Stream.concat(
                          key.meaning().endsWith(".") ? Stream.empty() : Stream.of(key.name()),
                          meaningless(key.shape()).stream()))
              .toList();
      case SchemaType.Listing listing -> meaningless(listing.item());
      case SchemaType.Text _,
          SchemaType.Count _,
          SchemaType.Name _,
          SchemaType.Either _,
          SchemaType.Index _ ->
          List.of();
    };
  }
}
