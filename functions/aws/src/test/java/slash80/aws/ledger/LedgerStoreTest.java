package slash80.aws.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slash80.aws.AccountRegion;
import slash80.aws.BadInput;
import slash80.facts.Cluster;
import slash80.fixtures.Fixtures;
import slash80.ledger.History;
import slash80.ledger.Ledger;
import slash80.ledger.Sighting;
import slash80.rule.Severity;

/// Tests the contract of every store, and the messages of the store in a file.
class LedgerStoreTest {
  private static final Cluster.Id DEMO = Fixtures.cluster("demo").network().cluster().id();
  private static final Cluster.Id SECOND = Fixtures.cluster("second").network().cluster().id();

  @TempDir static Path folder;

  private static final AtomicInteger NUMBER = new AtomicInteger();

  static Stream<LedgerStore> stores() {
    return Stream.of(new MemoryLedgerStore(), new FileLedgerStore(file()));
  }

  private static Path file() {
    return folder.resolve(NUMBER.incrementAndGet() + ".json");
  }

  @ParameterizedTest
  @MethodSource("stores")
  void a_cluster_begins_with_an_empty_ledger(LedgerStore store) {
    assertEquals(Ledger.empty("demo"), store.read(DEMO).ledger());
  }

  @ParameterizedTest
  @MethodSource("stores")
  void a_written_ledger_reads_back(LedgerStore store) throws Exception {
    store.replace(DEMO, store.read(DEMO), ledger("demo", "a/1"));
    store.replace(SECOND, store.read(SECOND), ledger("second", "a/2"));
    store.replace(DEMO, store.read(DEMO), ledger("demo", "a/3"));

    assertEquals(ledger("demo", "a/3"), store.read(DEMO).ledger());
    assertEquals(ledger("second", "a/2"), store.read(SECOND).ledger());
  }

  @ParameterizedTest
  @MethodSource("stores")
  void of_two_writers_that_read_the_same_one_loses(LedgerStore store) throws Exception {
    var first = store.read(DEMO);
    store.replace(DEMO, first, ledger("demo", "a/1"));

    assertThrows(
        LedgerStore.Conflict.class, () -> store.replace(DEMO, first, ledger("demo", "a/2")));

    var second = store.read(DEMO);
    store.replace(DEMO, second, ledger("demo", "a/3"));
    assertThrows(
        LedgerStore.Conflict.class, () -> store.replace(DEMO, second, ledger("demo", "a/4")));
    assertEquals(ledger("demo", "a/3"), store.read(DEMO).ledger());
  }

  @ParameterizedTest
  @MethodSource("stores")
  void many_writers_at_once_lose_nothing(LedgerStore store) {
    try (var writers = Executors.newFixedThreadPool(4)) {
      for (int number = 0; number < 40; number++) {
        String id = "a/" + number;
        writers.submit(() -> add(store, id));
      }
    }
    assertEquals(40, store.read(DEMO).ledger().open().size());
  }

  static void add(LedgerStore store, String id) {
    while (true) {
      try {
        var kept = store.read(DEMO);
        var open = new TreeMap<>(kept.ledger().open());
        open.put(id, entry());
        store.replace(DEMO, kept, Ledger.empty("demo").open(open));
        return;
      } catch (LedgerStore.Conflict _) {
        // another thread was faster: try again
      }
    }
  }

  @ParameterizedTest
  @MethodSource("stores")
  void a_removed_ledger_starts_empty_and_a_changed_document_stays(LedgerStore store)
      throws Exception {
    store.replace(DEMO, store.read(DEMO), ledger("demo", "a/1"));
    var read = store.read(DEMO);
    store.replace(DEMO, read, ledger("demo", "a/2"));

    assertThrows(LedgerStore.Conflict.class, () -> store.remove(DEMO, read));
    assertEquals(ledger("demo", "a/2"), store.read(DEMO).ledger());

    store.remove(DEMO, store.read(DEMO));
    assertEquals(Ledger.empty("demo"), store.read(DEMO).ledger());
    assertEquals("", store.read(DEMO).version());
  }

  @ParameterizedTest
  @MethodSource("stores")
  void the_clusters_of_a_region_that_have_a_document_are_listed(LedgerStore store)
      throws Exception {
    var odd = named("a/b c");
    store.replace(DEMO, store.read(DEMO), ledger("demo", "a/1"));
    store.replace(odd, store.read(odd), ledger("a/b c", "a/1"));

    assertEquals(
        Set.of(
            new Cluster.Id("111122223333", "us-east-2", "demo"),
            new Cluster.Id("111122223333", "us-east-2", "a/b c")),
        Set.copyOf(store.clusters()));
    assertEquals(List.of(), store.clusters(new AccountRegion("111122223333", "eu-west-1")));
  }

  @Test
  void a_file_that_is_no_ledger_is_refused_with_its_place() throws Exception {
    refused("{\"", "line 1, column 3: expected the JSON object of a ledger");
    refused("[]", "line 1, column 1: expected the JSON object of a ledger");
    refused(
        "{\"name\":\"demo\"}",
        "expected ledgers by ACCOUNT/REGION/CLUSTER, found the key \"name\"");
    refused(
        "{\"111122223333/us-east-2/demo\":[]}",
        "expected ledgers by ACCOUNT/REGION/CLUSTER, found the key"
            + " \"111122223333/us-east-2/demo\"");
    refused(
        "{\"111122223333/us-east-2/demo\":{\"schema\":\"new\"}}",
        "the ledger: schema is not a whole number");
    refused(
        "{\"111122223333/us-east-2/demo\":{\"schema\":1,\"cluster\":\"x\",\"readingBegan\":"
            + "\"2026-11-23T08:00:00Z\",\"open\":{},\"packetSets\":[]}}",
        "expected the ledger of demo, found that of x");
  }

  private static void refused(String text, String sentence) throws Exception {
    var file = folder.resolve(NUMBER.incrementAndGet() + ".json");
    Files.writeString(file, text);

    var refusal = assertThrows(BadInput.class, () -> new FileLedgerStore(file).read(DEMO));

    assertEquals(file.toAbsolutePath() + ": " + sentence, refusal.getMessage());
  }

  @Test
  void a_missing_folder_is_named_and_not_created() {
    var file = folder.resolve("mistyped").resolve("ledger.json");

    var refusal = assertThrows(BadInput.class, () -> new FileLedgerStore(file));

    assertEquals(
        "%s: expected an existing folder %s, found none".formatted(file, file.getParent()),
        refusal.getMessage());
    assertFalse(Files.exists(file.getParent()));
  }

  @Test
  void a_name_climbs_out_of_no_folder() {
    for (String name : new String[] {"../../etc/x", "..", ".", "a/b", "a b"}) {
      String place = LedgerText.place(named(name));
      assertEquals(3, place.split("/").length, place);
      assertTrue(Path.of("root").resolve(place).normalize().startsWith("root/111122223333"), place);
    }
  }

  private static Cluster.Id named(String name) {
    return Fixtures.cluster(name).network().cluster().id();
  }

  static Ledger ledger(String cluster, String id) {
    var open = new TreeMap<String, Ledger.Entry>();
    open.put(id, entry());
    return Ledger.empty(cluster).open(open);
  }

  private static Ledger.Entry entry() {
    return new Ledger.Entry(
        new History(Instant.EPOCH, Instant.EPOCH, Optional.empty(), Optional.empty()),
        new Ledger.Wording("It is so", "a is not so"),
        new Sighting(
            Severity.HIGH, "instance", Optional.empty(), "", Optional.empty(), Optional.empty()),
        Map.of());
  }
}
