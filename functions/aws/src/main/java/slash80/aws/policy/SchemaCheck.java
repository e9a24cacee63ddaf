package slash80.aws.policy;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import slash80.alerts.TextFormat;
import slash80.aws.Suggestions;

/// Compares a file with the shape that a policy has, and remembers the values with mistakes. It
/// goes no deeper than the shape does, so a file that contains itself does not keep it busy.
final class SchemaCheck {
  private static final int SHOWN = 60;

  private final Problems mistakes;
  private final Set<Node> unsound = Collections.newSetFromMap(new IdentityHashMap<>());

  SchemaCheck(Problems mistakes) {
    this.mistakes = mistakes;
  }

  /// Whether a value that was checked is without mistakes, as far down as its shape goes.
  boolean isSound(Node node) {
    return !unsound.contains(node);
  }

  void check(SchemaType shape, Node node, String place) {
    int before = mistakes.count();
    checkShape(shape, node, place);
    if (mistakes.count() > before) {
      unsound.add(node);
    }
  }

  private void checkShape(SchemaType shape, Node node, String place) {
    switch (shape) {
      case SchemaType.Text _, SchemaType.Count _, SchemaType.Name _ ->
          checkPlain(shape, node, place);
      case SchemaType.Listing listing -> checkList(listing, node, place);
      case SchemaType.Either either -> checkEither(either, node, place);
      case SchemaType.Index index -> checkIndex(index, node, place);
      case SchemaType.Table table -> checkTable(table, node, place);
    }
  }

  private void checkPlain(SchemaType shape, Node node, String place) {
    if (!isOne(shape, node)) {
      mistakes.add(
          node,
          place,
          "expected %s, found %s%s",
          shape.expected(),
          found(node),
          meant(shape, node));
    }
  }

  private void checkList(SchemaType.Listing listing, Node node, String place) {
    if (!(node instanceof SequenceNode sequence)) {
      mistakes.add(node, place, "expected %s, found %s", listing.expected(), found(node));
      return;
    }
    int number = 0;
    for (var item : sequence.getValue()) {
      check(listing.item(), item, "%s[%d]".formatted(place, number++));
    }
  }

  /// A list is compared with the list among the shapes.
  private void checkEither(SchemaType.Either either, Node node, String place) {
    var listings =
        either.shapes().stream().filter(shape -> shape instanceof SchemaType.Listing).toList();
    if (node instanceof SequenceNode && !listings.isEmpty()) {
      check(listings.getFirst(), node, place);
    } else if (either.shapes().stream().noneMatch(shape -> isOne(shape, node))) {
      mistakes.add(
          node,
          place,
          "expected %s, found %s%s",
          either.expected(),
          found(node),
          meant(either, node));
    }
  }

  private void checkIndex(SchemaType.Index index, Node node, String place) {
    for (var entry : entries(index, node, place)) {
      var name = word(entry.getKeyNode());
      if (isOne(index.names(), entry.getKeyNode())) {
        check(index.value(), entry.getValueNode(), place + "." + name);
      } else {
        checkPlain(index.names(), entry.getKeyNode(), place);
      }
    }
  }

  private void checkTable(SchemaType.Table table, Node node, String place) {
    var entries = entries(table, node, place);
    for (var entry : entries) {
      var name = word(entry.getKeyNode());
      var key = table.keys().stream().filter(known -> known.name().equals(name)).findFirst();
      key.ifPresentOrElse(
          known -> check(known.shape(), entry.getValueNode(), path(place, name)),
          () -> unknown(table, entry.getKeyNode(), place));
    }
    if (node instanceof MappingNode) {
      table.keys().forEach(key -> checkNeed(key, node, entries, place));
    }
  }

  private void unknown(SchemaType.Table table, Node key, String place) {
    var names = table.names().stream().filter(name -> !name.startsWith("$")).toList();
    mistakes.add(
        key,
        place,
        "expected one of the keys %s, found %s; the nearest is %s",
        String.join(", ", names),
        found(key),
        Suggestions.of(word(key), names, 1).getFirst());
  }

  private void checkNeed(SchemaType.Key key, Node node, List<NodeTuple> entries, String place) {
    var names = entries.stream().map(entry -> word(entry.getKeyNode())).collect(Collectors.toSet());
    switch (key.need()) {
      case OPTIONAL -> {}
      case REQUIRED -> {
        if (!names.contains(key.name())) {
          mistakes.add(
              node, path(place, key.name()), "expected %s, found nothing", key.shape().expected());
        }
      }
      case WITH_PROTOCOL -> {
        if (names.contains(key.name()) && !names.contains(PolicySchema.PROTOCOL)) {
          mistakes.add(
              node,
              path(place, PolicySchema.PROTOCOL),
              "expected the protocol of the %s, found nothing",
              key.name());
        }
      }
    }
  }

  /// The entries of a mapping, each key once.
  private List<NodeTuple> entries(SchemaType shape, Node node, String place) {
    if (!(node instanceof MappingNode mapping)) {
      mistakes.add(node, place, "expected %s, found %s", shape.expected(), found(node));
      return List.of();
    }
    Map<String, Integer> lines = new HashMap<>();
    for (var entry : mapping.getValue()) {
      var key = entry.getKeyNode();
      var line = Problems.line(key);
      var before = lines.putIfAbsent(word(key), line);
      if (before != null) {
        mistakes.add(key, place, "expected %s once, found it on line %d too", found(key), before);
      }
    }
    return mapping.getValue();
  }

  private static boolean isOne(SchemaType shape, Node node) {
    return switch (shape) {
      case SchemaType.Text text ->
          hasTag(node, Tag.STR)
              && java.util.regex.Pattern.compile(text.pattern()).matcher(word(node)).find()
              && text.admits().test(word(node));
      case SchemaType.Count count ->
          hasTag(node, Tag.INT)
              && word(node).matches("[0-9]{1,15}")
              && Long.parseLong(word(node)) >= count.least()
              && Long.parseLong(word(node)) <= count.most();
      case SchemaType.Name name -> hasTag(node, Tag.STR) && name.names().contains(word(node));
      case SchemaType.Either either ->
          either.shapes().stream().anyMatch(schemaType -> isOne(schemaType, node));
      case SchemaType.Listing _, SchemaType.Index _, SchemaType.Table _ -> false;
    };
  }

  private static boolean hasTag(Node node, Tag tag) {
    return node instanceof ScalarNode && node.getTag().equals(tag);
  }

  /// A mistyped name brings the nearest one; where something else will do too, only when it is
  /// near.
  private static String meant(SchemaType shape, Node node) {
    return (node instanceof ScalarNode ? nearest(shape, word(node)) : Optional.<String>empty())
        .map(name -> "; the nearest is " + name)
        .orElse("");
  }

  private static Optional<String> nearest(SchemaType shape, String word) {
    return switch (shape) {
      case SchemaType.Name name when !word.isEmpty() ->
          Suggestions.of(word, name.names(), 1).stream().findFirst();
      case SchemaType.Either either -> Suggestions.mistyped(word, names(either));
      case SchemaType.Name _,
          SchemaType.Text _,
          SchemaType.Count _,
          SchemaType.Listing _,
          SchemaType.Index _,
          SchemaType.Table _ ->
          Optional.empty();
    };
  }

  private static List<String> names(SchemaType.Either either) {
    return either.shapes().stream()
        .filter(shape -> shape instanceof SchemaType.Name)
        .flatMap(shape -> ((SchemaType.Name) shape).names().stream())
        .toList();
  }

  static String word(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  static String path(String place, String key) {
    return place.isEmpty() ? key : place + "." + key;
  }

  private static String found(Node node) {
    return switch (node) {
      case ScalarNode _ when hasTag(node, Tag.NULL) -> "nothing";
      case ScalarNode scalar when hasTag(node, Tag.STR) ->
          "\"%s\"".formatted(TextFormat.text(scalar.getValue(), SHOWN));
      case ScalarNode scalar -> TextFormat.text(scalar.getValue(), SHOWN);
      case SequenceNode _ -> "a list";
      default -> "a mapping";
    };
  }
}
