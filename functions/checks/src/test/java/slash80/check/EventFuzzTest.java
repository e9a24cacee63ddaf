package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import slash80.aws.BadInput;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.snapshot.Snapshot;
import slash80.check.BatchOutcome.Disposition;
import slash80.check.event.Change;
import slash80.check.event.Change.Impact;
import slash80.check.event.EventReader;
import slash80.facts.Vpc;
import slash80.judge.Policy;
import slash80.ledger.Timings;
import slash80.network.Parameters;

/// Tests with every file of events/, broken at random in its text and in its JSON tree: a message
/// is read, or fails alone with one sentence.
final class EventFuzzTest {
  private static final Path EVENTS = Path.of(System.getProperty("project.root"), "events");
  private static final Instant RECEIVED = Instant.parse("2026-11-23T08:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /// The largest message that EventBridge can send to SQS, and the longest sentence, with its
  /// ellipsis.
  private static final int LONGEST_MESSAGE = 256 * 1024;

  private static final int LONGEST_SENTENCE = 6 * 1000 + 1;
  private static final Pattern ID =
      Pattern.compile("\"((?:i|eni|sg|subnet|rtb|acl|pl|vpc)-[0-9a-f]{17})\"");

  private final long seed = 80;
  private final Random dice = new Random(seed);

  @Test
  void a_broken_event_is_read_or_refused_in_one_sentence() {
    int read = 0;
    int refused = 0;
    for (var file : files()) {
      for (int round = 0; round < 500; round++) {
        var body = broken(text(file));
        try {
          EventReader.read(body, RECEIVED);
          read++;
        } catch (BadInput sentence) {
          assertIsASentence(LogText.of(sentence));
          refused++;
        } catch (RuntimeException | StackOverflowError other) {
          throw new AssertionError("seed %d, %s: %s".formatted(seed, file, start(body)), other);
        }
      }
    }
    System.out.printf("seed %d: %,d broken events read, %,d refused%n", seed, read, refused);
    assertTrue(read > 5_000 && refused > 2_000, read + " read, " + refused + " refused");
  }

  @Test
  void a_broken_event_fails_alone_in_its_batch() {
    var messages = new ArrayList<QueueMessage>();
    for (var file : files()) {
      messages.add(new QueueMessage("whole " + file.getFileName(), text(file)));
      for (int round = 0; round < 20; round++) {
        messages.add(new QueueMessage("broken " + messages.size(), broken(text(file))));
      }
    }

    var outcome = watch().handle(messages);

    var fates = new TreeMap<Disposition, Integer>();
    for (int i = 0; i < messages.size(); i++) {
      var handled = outcome.handled().get(i);
      assertEquals(messages.get(i).id(), handled.message());
      assertIsASentence(handled.sentence());
      assertFalse(
          handled.message().startsWith("whole") && handled.disposition() == Disposition.FAILED,
          handled.sentence());
      assertFalse(handled.sentence().contains("Exception"), handled.sentence());
      fates.merge(handled.disposition(), 1, Integer::sum);
    }
    System.out.printf("seed %d: a batch of %,d: %s%n", seed, messages.size(), fates);
    assertEquals(
        Set.of(Disposition.ALERTED, Disposition.SILENT, Disposition.FAILED), fates.keySet());
    assertEquals(1, outcome.alerts().size());
  }

  /// A call of any name, with ids anywhere in its request and response.
  @Test
  void an_unknown_call_is_read_for_the_ids_in_it() {
    int ids = 0;
    for (var file : files()) {
      var event = (ObjectNode) tree(text(file));
      if (!event.path("detail").path("requestParameters").isObject()) {
        continue;
      }
      var detail = event.withObject("/detail");
      var call = event.deepCopy().put("source", "aws.unheard");
      call.putObject("detail")
          .put("eventName", "NobodyHasHeardOfIt")
          .set("requestParameters", shuffled(detail.path("requestParameters")));
      call.withObject("/detail").set("responseElements", shuffled(detail.path("responseElements")));

      var found = named(EventReader.read(call.toString(), RECEIVED));

      var expected = new HashSet<String>();
      var matcher =
          ID.matcher(detail.path("requestParameters").toString() + detail.path("responseElements"));
      while (matcher.find()) {
        expected.add(matcher.group(1));
      }
      assertTrue(found.containsAll(expected), file + ": " + expected + " in " + found);
      ids += expected.size();
    }
    assertTrue(ids > 20, ids + " ids");
  }

  private static Set<String> named(Change change) {
    var named = new HashSet<>(change.origin().names());
    switch (change.impact()) {
      case Impact.Resources(_, var vpcs, _) -> vpcs.stream().map(Vpc.Id::value).forEach(named::add);
      case Impact.WholeRegion _, Impact.None _ -> {}
    }
    return named;
  }

  private static void assertIsASentence(String sentence) {
    assertFalse(sentence.isBlank());
    assertTrue(sentence.length() <= LONGEST_SENTENCE, sentence);
    assertTrue(sentence.lines().count() == 1, sentence);
    assertTrue(sentence.chars().noneMatch(Character::isISOControl), sentence);
  }

  private BatchHandler watch() {
    var account = Snapshot.open(EVENTS.resolve("account"));
    var store = new MemoryLedgerStore();
    return new BatchHandler(
        InstantSource.fixed(RECEIVED),
        () ->
            new Services(
                account,
                store,
                (_, _) -> {},
                Policy.with(Parameters.DEFAULTS),
                Timings.DEFAULTS,
                InstantSource.fixed(RECEIVED),
                _ -> {}));
  }

  // Breaking

  private String broken(String text) {
    return switch (dice.nextInt(4)) {
      case 0 -> brokenText(text);
      default -> {
        var root = NODES.arrayNode().add(tree(text));
        for (int changes = dice.nextInt(1, 4); changes > 0; changes--) {
          change(root);
        }
        var body = root.path(0).toString();
        yield body.substring(0, Math.min(body.length(), LONGEST_MESSAGE));
      }
    };
  }

  private String brokenText(String text) {
    int at = dice.nextInt(text.length());
    return switch (dice.nextInt(6)) {
      case 0 -> text.substring(0, at);
      case 4 -> text.substring(0, at) + "[".repeat(dice.nextInt(2_000)) + text.substring(at);
      case 1 -> text.substring(at);
      case 2 -> text.substring(0, at) + text.substring(Math.min(at + 1, text.length()));
      case 3 -> text.substring(0, at) + (char) dice.nextInt(0x10000) + text.substring(at);
      default -> text.substring(0, at) + text + text.substring(at);
    };
  }

  /// Changes a value, its place or its name, or removes it.
  private void change(JsonNode root) {
    var parents = new ArrayList<JsonNode>();
    collect(root, parents);
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
    return List.of(
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
            "2026-02-30T25:61:61Z")
        .get(dice.nextInt(16));
  }

  /// Text that makes a careless pattern backtrack without end.
  private String endless() {
    var part = List.of("a", "-", "/", "arn:aws", "i-0", "eni-attach-", "targetgroup/", "\n");
    var text = part.get(dice.nextInt(part.size()));
    return text.repeat(dice.nextInt(1, LONGEST_MESSAGE / text.length() / 4));
  }

  private JsonNode many() {
    var many = NODES.arrayNode();
    for (int number = dice.nextInt(2_000); number > 0; number--) {
      many.add("i-%017x".formatted(number));
    }
    return many;
  }

  /// The same resources in another form.
  private JsonNode shuffled(JsonNode tree) {
    JsonNode shuffled = tree.deepCopy();
    for (int levels = dice.nextInt(5); levels > 0; levels--) {
      shuffled =
          dice.nextBoolean()
              ? NODES.arrayNode().add(shuffled)
              : NODES.objectNode().set("x" + levels, shuffled);
    }
    return shuffled;
  }

  private static String start(String body) {
    return body.substring(0, Math.min(body.length(), 2_000));
  }

  private static List<Path> files() {
    try (var files = Files.list(EVENTS)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream()
          .filter(file -> tree(text(file)).has("source"))
          .toList();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
