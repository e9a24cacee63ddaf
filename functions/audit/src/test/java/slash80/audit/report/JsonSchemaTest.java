package slash80.audit.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import slash80.fixtures.AlertSchema;

/// The schemas of the JSON that others rely on. [CommandRun] holds every JSON output of the tests
/// against them.
public class JsonSchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchema AUDIT = schema("audit");
  private static final JsonSchema REACH = schema("reach");

  /// A published schema lets newer versions add keys. For the tests it is closed, so that a key
  /// that it does not name is noticed.
  private static JsonSchema schema(String name) {
    var file = Path.of(System.getProperty("project.root"), "schemas", name + ".schema.json");
    try {
      var tree = JSON.readTree(Files.readString(file));
      close(tree);
      return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(tree);
    } catch (IOException broken) {
      throw new AssertionError(file.toString(), broken);
    }
  }

  private static void close(JsonNode tree) {
    tree.forEach(JsonSchemaTest::close);
    if (tree instanceof ObjectNode schema && schema.path("properties").isObject()) {
      schema.put("unevaluatedProperties", false);
    }
  }

  /// Fails with each place that the schema does not allow. The alerts of `replay` hold documents.
  public static void assertFits(JsonNode output) {
    output.path("alerts").forEach(alert -> AlertSchema.assertFits(alert.path("document")));
    var name = output.path("schema").asText();
    if (!name.isEmpty()) {
      var schema = name.startsWith("slash80.reach/") ? REACH : AUDIT;
      assertEquals(List.of(), mistakes(schema, output), output::toPrettyString);
    }
  }

  private static List<String> mistakes(JsonSchema schema, JsonNode output) {
    return schema.validate(output).stream().map(Object::toString).sorted().toList();
  }
}
