package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import slash80.aws.BadInput;
import slash80.aws.Damage;
import slash80.aws.Door;
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
  private final Damage damage = new Damage(seed, LONGEST_MESSAGE);

  @Test
  void a_broken_event_is_read_or_refused_in_one_sentence() {
    var fates =
        new Door("event", LONGEST_MESSAGE, EventFuzzTest::read)
            .damaged(files().stream().map(EventFuzzTest::text).toList());
    assertTrue(fates.read() > 0 && fates.refused() > 0, fates.toString());
  }

  private static void read(String body) {
    try {
      EventReader.read(body, RECEIVED);
    } catch (BadInput sentence) {
      assertIsASentence(LogText.of(sentence));
      throw sentence;
    }
  }

  @Test
  void a_broken_event_fails_alone_in_its_batch() {
    var messages = new ArrayList<QueueMessage>();
    for (var file : files()) {
      messages.add(new QueueMessage("whole " + file.getFileName(), text(file)));
      for (int round = 0; round < 20; round++) {
        messages.add(new QueueMessage("broken " + messages.size(), damage.of(text(file))));
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
