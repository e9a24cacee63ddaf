package slash80.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// Seeded damage to text: characters that are cut, doubled or strange, and, where the text is JSON,
/// values that are of another kind, in another place, deep, long or many.
public final class Damage {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /// Texts that were read wrongly somewhere once, or that mean something to what comes after.
  private static final List<String> HOSTILE =
      List.of(
          "",
          "\0",
          "\r\nERROR all is well",
          "\u001b[2K\u202ei-0123456789abcdef0",
          "\ud800",
          "${jndi:ldap://x}",
          "%s%n%d",
          "'; DROP TABLE x; --",
          "i-0123456789abcdef0",
          "vpc-",
          "vpc-0123456789abcdef0123456789",
          "arn:aws:eks:us-east-2:111122223333:cluster/" + "x".repeat(300),
          "arn:aws:eks:::cluster/../..",
          "../../../etc/passwd",
          "+1000000000-12-31T23:59:59Z",
          "2026-02-30T25:61:61Z",
          "::/0",
          "1e999",
          "-1",
          "\ufeff",
          "&a [*a, *a]",
          "<<: *a",
          "!!java.net.URL [x]");

  /// Parts that make a careless pattern backtrack without end.
  private static final List<String> ENDLESS =
      List.of("a", "-", "/", "arn:aws", "i-0", "eni-attach-", "targetgroup/", "\n", " ", ":", "9");

  private final Random dice;
  private final int longest;

  /// @param longest how many characters an input may have; a longer one is cut
  public Damage(long seed, int longest) {
    this.dice = new Random(seed);
    this.longest = longest;
  }

  /// The text with one to three changes.
  public String of(String text) {
    var damaged = dice.nextInt(4) == 0 ? ofCharacters(text) : ofValues(text);
    return damaged.substring(0, Math.min(damaged.length(), longest));
  }

  private String ofCharacters(String text) {
    int at = dice.nextInt(text.length() + 1);
    return switch (dice.nextInt(7)) {
      case 0 -> text.substring(0, at);
      case 1 -> text.substring(at);
      case 2 -> text.substring(0, at) + text.substring(Math.min(at + 1, text.length()));
      case 3 -> text.substring(0, at) + character() + text.substring(at);
      case 4 -> text.substring(0, at) + "[".repeat(dice.nextInt(2_000)) + text.substring(at);
      case 5 -> text.substring(0, at) + hostile() + text.substring(at);
      default -> text.substring(0, at) + text + text.substring(at);
    };
  }

  private char character() {
    return (char) dice.nextInt(dice.nextBoolean() ? 0x100 : 0x10000);
  }

  /// The text as the bytes of a file. Where no character needs more than a byte, each is one, so
  /// that those beyond ASCII are no UTF-8.
  public static byte[] bytes(String text) {
    boolean isNarrow = text.chars().allMatch(character -> character < 0x100);
    return text.getBytes(isNarrow ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }

  private String ofValues(String text) {
    try {
      var root = NODES.arrayNode().add(JSON.readTree(text));
      for (int changes = dice.nextInt(1, 4); changes > 0; changes--) {
        change(root);
      }
      return root.path(0).toString();
    } catch (JsonProcessingException noJson) {
      return ofLines(text);
    }
  }

  /// The text with a line that is gone, moved or doubled, or with another value after a colon.
  private String ofLines(String text) {
    var lines = new ArrayList<>(text.lines().toList());
    if (lines.isEmpty()) {
      return text;
    }
    int at = dice.nextInt(lines.size());
    var line = lines.get(at);
    switch (dice.nextInt(5)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(dice.nextInt(lines.size()), line);
      case 2 -> lines.set(at, "  " + line);
      case 3 -> lines.set(at, line.strip());
      default ->
          lines.set(at, line.substring(0, line.lastIndexOf(':') + 1) + " " + anything().toString());
    }
    return String.join("\n", lines);
  }

  /// Changes a value, its place or its name, or removes it.
  private void change(JsonNode root) {
    var parents = new ArrayList<JsonNode>();
    collect(root, parents);
    if (parents.isEmpty()) {
      return;
    }
    var parent = parents.get(dice.nextInt(parents.size()));
    int child = dice.nextInt(parent.size());
    if (parent instanceof ArrayNode list) {
      switch (dice.nextInt(3)) {
        case 0 -> list.add(list.get(child).deepCopy());
        case 1 -> list.set(child, wrapped(list.get(child)));
        default -> list.set(child, anything());
      }
      return;
    }
    var object = (ObjectNode) parent;
    var names = new ArrayList<String>();
    object.fieldNames().forEachRemaining(names::add);
    var name = names.get(child);
    switch (dice.nextInt(5)) {
      case 0 -> object.remove(name);
      case 1 -> object.set(hostile(), object.remove(name));
      case 2 -> object.set(name, wrapped(object.get(name)));
      default -> object.set(name, anything());
    }
  }

  private static void collect(JsonNode tree, List<JsonNode> parents) {
    if (!tree.isEmpty()) {
      parents.add(tree);
    }
    tree.forEach(child -> collect(child, parents));
  }

  private JsonNode wrapped(JsonNode node) {
    return switch (dice.nextInt(4)) {
      case 0 -> NODES.arrayNode().add(node);
      case 1 -> NODES.objectNode().set("content", node);
      case 2 -> NODES.objectNode().set("items", node);
      default -> NODES.textNode(node.toString());
    };
  }

  private JsonNode anything() {
    List<Supplier<JsonNode>> kinds =
        List.of(
            NODES::nullNode,
            () -> NODES.booleanNode(dice.nextBoolean()),
            () -> NODES.numberNode(dice.nextLong()),
            () -> NODES.numberNode(dice.nextDouble() * 1e308),
            () -> NODES.numberNode(BigInteger.TEN.pow(dice.nextInt(1, 2_000))),
            NODES::arrayNode,
            NODES::objectNode,
            () -> NODES.arrayNode().add(NODES.nullNode()).add(NODES.objectNode().putNull("items")),
            this::deep,
            () -> NODES.textNode(hostile()),
            () -> NODES.textNode(endless()),
            this::many);
    return kinds.get(dice.nextInt(kinds.size())).get();
  }

  private JsonNode deep() {
    JsonNode deep = NODES.nullNode();
    for (int levels = dice.nextInt(1, 200); levels > 0; levels--) {
      deep =
          dice.nextBoolean() ? NODES.arrayNode().add(deep) : NODES.objectNode().set("items", deep);
    }
    return deep;
  }

  private String hostile() {
    return HOSTILE.get(dice.nextInt(HOSTILE.size()));
  }

  private String endless() {
    var part = ENDLESS.get(dice.nextInt(ENDLESS.size()));
    return part.repeat(dice.nextInt(1, Math.max(2, longest / part.length() / 4)));
  }

  private JsonNode many() {
    var many = NODES.arrayNode();
    for (int number = dice.nextInt(2_000); number > 0; number--) {
      many.add("i-%017x".formatted(number));
    }
    return many;
  }
}
