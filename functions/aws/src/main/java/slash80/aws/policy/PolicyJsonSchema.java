package slash80.aws.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The JSON Schema of a policy, so that editors complete and check it while it is written
/// (https://json-schema.org/draft-07). It holds the keys and values of [PolicySchema]; mistakes
/// between values, such as ports for a rule that is not about packets, are found when the policy is
/// read.
public final class PolicyJsonSchema {
  private PolicyJsonSchema() {}

  public static Map<String, Object> tree() {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("$schema", "http://json-schema.org/draft-07/schema#");
    tree.put("title", "A policy of Slash80");
    tree.putAll(of(PolicySchema.POLICY));
    return tree;
  }

  private static Map<String, Object> of(SchemaType shape) {
    var tree = new LinkedHashMap<String, Object>();
    switch (shape) {
      case SchemaType.Text text -> {
        tree.put("type", "string");
        tree.put("pattern", text.pattern());
      }
      case SchemaType.Count count -> {
        tree.put("type", "integer");
        tree.put("minimum", count.least());
        tree.put("maximum", count.most());
      }
      case SchemaType.Name name -> tree.put("enum", name.names());
      case SchemaType.Listing listing -> {
        tree.put("type", "array");
        tree.put("items", of(listing.item()));
      }
      case SchemaType.Either either ->
          tree.put("anyOf", either.shapes().stream().map(PolicyJsonSchema::of).toList());
      case SchemaType.Index index -> {
        tree.put("type", "object");
        tree.put("propertyNames", of(index.names()));
        var values = new LinkedHashMap<String, Object>();
        index.names().names().forEach(name -> values.put(name, of(index.value())));
        tree.put("properties", values);
        tree.put("additionalProperties", false);
      }
      case SchemaType.Table table -> table(table, tree);
    }
    return tree;
  }

  private static void table(SchemaType.Table table, Map<String, Object> tree) {
    tree.put("type", "object");
    var properties = new LinkedHashMap<String, Object>();
    var required = new ArrayList<String>();
    var dependencies = new LinkedHashMap<String, Object>();
    for (var key : table.keys()) {
      var value = new LinkedHashMap<String, Object>();
      value.put("description", key.meaning());
      value.putAll(of(key.shape()));
      properties.put(key.name(), value);
      switch (key.need()) {
        case OPTIONAL -> {}
        case REQUIRED -> required.add(key.name());
        case WITH_PROTOCOL -> dependencies.put(key.name(), List.of(PolicySchema.PROTOCOL));
      }
    }
    tree.put("properties", properties);
    tree.put("required", required);
    tree.put("dependencies", dependencies);
    tree.put("additionalProperties", false);
  }
}
