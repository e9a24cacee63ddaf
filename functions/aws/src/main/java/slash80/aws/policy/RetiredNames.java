package slash80.aws.policy;

import static slash80.aws.policy.SchemaCheck.word;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import slash80.judge.RetiredRules;

/// Replaces the retired names of rules in a policy by their present ones, and notes each. An entry
/// about a rule without a successor has no effect and is left out.
final class RetiredNames {
  private final String file;
  private final RetiredRules retired;
  private final List<String> notes = new ArrayList<>();

  RetiredNames(String file, RetiredRules retired) {
    this.file = file;
    this.retired = retired;
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  /// Changes the nodes of a policy in place.
  Node replaced(Node root) {
    for (NodeTuple entry : tuples(root)) {
      var value = entry.getValueNode();
      switch (word(entry.getKeyNode())) {
        case PolicySchema.RULES_OFF -> replaceIn(value);
        case PolicySchema.SEVERITIES -> replaceKeys(value);
        case PolicySchema.EXEMPTIONS -> replaceRules(value);
        default -> {}
      }
    }
    return root;
  }

  private static List<NodeTuple> tuples(Node node) {
    return node instanceof MappingNode mapping ? mapping.getValue() : List.of();
  }

  private void replaceIn(Node node) {
    if (node instanceof SequenceNode list) {
      var present = list.getValue().stream().flatMap(item -> present(item).stream()).toList();
      list.getValue().clear();
      list.getValue().addAll(present);
    }
  }

  private void replaceKeys(Node node) {
    if (node instanceof MappingNode mapping) {
      mapping.setValue(
          new ArrayList<>(
              mapping.getValue().stream()
                  .flatMap(
                      entry ->
                          present(entry.getKeyNode())
                              .map(key -> new NodeTuple(key, entry.getValueNode()))
                              .stream())
                  .toList()));
    }
  }

  private void replaceRules(Node node) {
    if (node instanceof SequenceNode list) {
      list.getValue().removeIf(item -> !isKept(item));
    }
  }

  private boolean isKept(Node item) {
    for (NodeTuple entry : tuples(item)) {
      if (word(entry.getKeyNode()).equals(PolicySchema.RULE)) {
        var present = present(entry.getValueNode());
        present.ifPresent(
            rule -> {
              var tuples = ((MappingNode) item).getValue();
              tuples.set(tuples.indexOf(entry), new NodeTuple(entry.getKeyNode(), rule));
            });
        return present.isPresent();
      }
    }
    return true;
  }

  /// The node with the present name; empty if the rule has no successor.
  private Optional<Node> present(Node node) {
    String name = word(node);
    if (!(node instanceof ScalarNode scalar) || !retired.contains(name)) {
      return Optional.of(node);
    }
    var successor = retired.successor(name);
    String place = "%s:%d".formatted(file, Problems.line(node));
    notes.add(
        successor
            .map(rule -> "%s: the rule %s is called %s now".formatted(place, name, rule))
            .orElseGet(
                () ->
                    "%s: the rule %s no longer exists, so this entry has no effect"
                        .formatted(place, name)));
    return successor.map(
        rule ->
            new ScalarNode(
                scalar.getTag(),
                rule,
                scalar.getStartMark(),
                scalar.getEndMark(),
                scalar.getScalarStyle()));
  }
}
