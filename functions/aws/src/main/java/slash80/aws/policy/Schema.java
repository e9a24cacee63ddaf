package slash80.aws.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The JSON Schema of a policy, so that editors complete and check it while it is written
/// (https://json-schema.org/draft-07). It holds the keys and values of [Form]; mistakes between
/// values, such as ports for a rule that is not about packets, are found when the policy is read.
public final class Schema {
  private Schema() {}

  public static Map<String, Object> tree() {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("$schema", "http://json-schema.org/draft-07/schema#");
    tree.put("title", "A policy of Slash80");
    tree.putAll(of(Form.POLICY));
    return tree;
  }

  private static Map<String, Object> of(Shape shape) {
    var tree = new LinkedHashMap<String, Object>();
    switch (shape) {
      case Shape.Text text -> {
        tree.put("type", "string");
        tree.put("pattern", text.pattern());
      }
      case Shape.Count count -> {
        tree.put("type", "integer");
        tree.put("minimum", count.least());
        tree.put("maximum", count.most());
      }
      case Shape.Name name -> tree.put("enum", name.names());
      case Shape.Listing listing -> {
        tree.put("type", "array");
        tree.put("items", of(listing.item()));
      }
      case Shape.Either either ->
          tree.put("anyOf", either.shapes().stream().map(Schema::of).toList());
      case Shape.Index index -> {
        tree.put("type", "object");
        tree.put("propertyNames", of(index.names()));
        var values = new LinkedHashMap<String, Object>();
        index.names().names().forEach(name -> values.put(name, of(index.value())));
        tree.put("properties", values);
        tree.put("additionalProperties", false);
      }
      case Shape.Table table -> table(table, tree);
    }
    return tree;
  }

  private static void table(Shape.Table table, Map<String, Object> tree) {
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
        case WITH_PROTOCOL -> dependencies.put(key.name(), List.of(Form.PROTOCOL));
      }
    }
    tree.put("properties", properties);
    tree.put("required", required);
    tree.put("dependencies", dependencies);
    tree.put("additionalProperties", false);
  }
}
