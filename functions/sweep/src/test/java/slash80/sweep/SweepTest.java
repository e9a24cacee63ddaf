package slash80.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import slash80.aws.Account;
import slash80.aws.AccountRegion;
import slash80.aws.Outbox;
import slash80.aws.ReadInterrupted;
import slash80.aws.ledger.LedgerStore;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.Vpc;
import slash80.fixtures.Fixtures;
import slash80.ledger.Ledger;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SqsException;

class SweepTest {
  private static final AccountRegion HOME = new AccountRegion("111122223333", "us-east-2");
  private static final Map<String, Account> REGIONS =
      Map.of(
          "us-east-1", new FakeAccount(names(245)),
          "us-east-2", new FakeAccount(names(3)),
          "eu-west-1", new FakeAccount(names(252)));

  private final FakeQueue queue = new FakeQueue();
  private LedgerStore store = new MemoryLedgerStore();

  @Test
  void every_cluster_is_asked_for_once() throws Exception {
    assertEquals(23, sweep(23));

    assertEquals(names(23), queue.clusters());
    assertTrue(queue.sizes.stream().allMatch(size -> size <= 10), queue.sizes.toString());
  }

  @Test
  void a_message_is_an_event_that_names_its_cluster() throws Exception {
    sweep(1);

    var event = new ObjectMapper().readTree(queue.taken.getFirst());
    assertEquals("slash80.sweep", event.path("source").asText());
    assertEquals("Cluster Check", event.path("detail-type").asText());
    assertEquals(Fixtures.NOW.toString(), event.path("time").asText());
    assertEquals(
        "{\"cluster\":\"c0\",\"account\":\"111122223333\",\"region\":\"us-east-2\"}",
        event.path("detail").toString());
  }

  @Test
  void an_account_without_clusters_sends_nothing() {
    assertEquals(0, sweep(0));
    assertTrue(queue.sizes.isEmpty());
  }

  @Test
  void a_ledger_whose_cluster_is_gone_is_asked_for_too() throws Exception {
    keep("c1");
    keep("c9");

    assertEquals(3, sweep(2));

    assertEquals(List.of("c0", "c1", "c9"), queue.clusters());
    var event = new ObjectMapper().readTree(queue.taken.getLast());
    assertEquals(
        "[\"arn:aws:eks:us-east-2:111122223333:cluster/c9\"]", event.path("resources").toString());
  }

  private void keep(String name) throws Exception {
    var cluster = Fixtures.cluster(name).network().cluster().id();
    store.replace(cluster, store.read(cluster), Ledger.empty(name).began(Fixtures.NOW));
  }

  @Test
  void a_message_that_is_refused_once_is_sent_again() throws Exception {
    var refused = new ArrayList<String>();
    queue.refuses = body -> body.contains("\"c3\"") && refused.isEmpty() && refused.add(body);

    assertEquals(12, sweep(12));

    assertEquals(names(12).size(), queue.clusters().size());
    assertEquals(Set.copyOf(names(12)), Set.copyOf(queue.clusters()));
  }

  @Test
  void a_message_that_is_refused_three_times_is_named_after_all_others_are_sent() throws Exception {
    queue.refuses = body -> body.contains("\"c3\"");

    var failure = assertThrows(IllegalStateException.class, () -> sweep(12));

    assertEquals(
        "no check is requested for 1 of 12 clusters:"
            + " arn:aws:eks:us-east-2:111122223333:cluster/c3 (ServiceUnavailable)",
        failure.getMessage());
    assertEquals(11, queue.clusters().size());
  }

  @Test
  void five_hundred_clusters_in_three_regions_are_fifty_calls_and_come_second_by_second()
      throws Exception {
    sweep(sites("us-east-1", "us-east-2", "eu-west-1"), site -> REGIONS.get(site.region()));

    assertEquals(500, queue.taken.size());
    assertEquals(Collections.nCopies(50, 10), queue.sizes);
    assertEquals(IntStream.range(0, 500).boxed().toList(), queue.delays);
    assertEquals(500, Set.copyOf(queue.resources()).size());
  }

  @Test
  void no_message_is_delayed_longer_than_sqs_allows() {
    sweep(List.of(HOME), _ -> new FakeAccount(names(1_000)));

    assertEquals(1_000, queue.delays.size());
    assertEquals(900, queue.delays.stream().mapToInt(Integer::intValue).max().orElseThrow());
  }

  @Test
  void a_site_that_refuses_stops_no_other_and_fails_the_sweep_at_its_end() throws Exception {
    var tries = new ArrayList<AccountRegion>();
    var refusing = new AccountRegion("222233334444", "us-east-2");
    var last = new AccountRegion("333344445555", "us-east-2");
    Function<AccountRegion, Account> accounts =
        site -> {
          tries.add(site);
          if (site.equals(refusing)) {
            throw new ReadInterrupted("sts:AssumeRole of a role: AccessDenied");
          }
          return new FakeAccount(names(2));
        };

    var failure =
        assertThrows(
            IllegalStateException.class, () -> sweep(List.of(HOME, refusing, last), accounts));

    assertEquals(
        "1 of 3 accounts and regions are not swept completely: account 222233334444, region"
            + " us-east-2 (sts:AssumeRole of a role: AccessDenied)",
        failure.getMessage());
    assertEquals(List.of(HOME, refusing, refusing, last), tries);
    assertEquals(
        List.of(
            "arn:aws:eks:us-east-2:111122223333:cluster/c0",
            "arn:aws:eks:us-east-2:111122223333:cluster/c1",
            "arn:aws:eks:us-east-2:333344445555:cluster/c0",
            "arn:aws:eks:us-east-2:333344445555:cluster/c1"),
        queue.resources());
  }

  @Test
  void an_account_that_refuses_once_is_read_again() {
    var refusals = new ArrayList<AccountRegion>();
    int asked =
        sweep(
            List.of(HOME),
            site -> {
              if (refusals.isEmpty()) {
                refusals.add(site);
                throw new ReadInterrupted("eks:ListClusters: ThrottlingException");
              }
              return new FakeAccount(names(2));
            });

    assertEquals(2, asked);
  }

  /// Of the ledgers in one bucket, each account closes only its own; an account that does not
  /// answer closes none.
  @Test
  void the_ledgers_of_another_account_are_that_accounts() throws Exception {
    keep("c9");
    var refusing = new AccountRegion("222233334444", "us-east-2");

    assertEquals(0, sweep(List.of(refusing), _ -> new FakeAccount(List.of())));
    assertThrows(
        IllegalStateException.class,
        () ->
            sweep(
                List.of(HOME),
                _ -> {
                  throw new ReadInterrupted("eks:ListClusters: AccessDenied");
                }));

    assertEquals(List.of(), queue.taken);
  }

  @Test
  void a_call_to_the_queue_that_fails_stops_no_other() throws Exception {
    queue.fails = call -> call == 2;

    var failure = assertThrows(IllegalStateException.class, () -> sweep(30));

    assertTrue(
        failure.getMessage().startsWith("no check is requested for 10 of 30 clusters: "),
        failure.getMessage());
    assertEquals(20, queue.clusters().size());
  }

  @Test
  void ledgers_that_cannot_be_listed_hold_up_no_cluster_that_is_there() throws Exception {
    store = new Unlisted(store, new AtomicInteger());

    var failure =
        assertThrows(
            IllegalStateException.class,
            () -> sweep(sites("us-east-2", "us-east-1"), _ -> new FakeAccount(names(2))));

    assertTrue(failure.getMessage().startsWith("2 of 2 accounts"), failure.getMessage());
    assertTrue(failure.getMessage().contains("(s3:ListBucket: AccessDenied)"));
    assertEquals(List.of("c0", "c1", "c0", "c1"), queue.clusters());
  }

  @Test
  void sites_that_do_not_answer_leave_the_others_their_time() throws Exception {
    var now = new AtomicReference<>(Fixtures.NOW);
    var end = Fixtures.NOW.plusSeconds(240);
    var sites = sites("a-1", "b-1", "c-1", "d-1", "e-1", "f-1", "g-1", "us-east-2");
    Sweep.Accounts hanging =
        (site, until) -> {
          if (site.region().equals("us-east-2")) {
            assertTrue(Duration.between(now.get(), until).toSeconds() >= 15, until::toString);
            return new FakeAccount(names(3));
          }
          now.set(until);
          throw new IllegalStateException("no answer");
        };
    var sweep =
        new Sweep(sites, hanging, store, () -> new Outbox(queue, "https://queue"), now::get);

    var failure = assertThrows(IllegalStateException.class, () -> sweep.run(end));

    assertTrue(failure.getMessage().startsWith("7 of 8 accounts"), failure.getMessage());
    assertEquals(names(3), queue.clusters());
    assertFalse(now.get().isAfter(end));
  }

  @Test
  void a_store_that_refuses_its_list_is_asked_once_for_a_region() {
    var asked = new AtomicInteger();
    store = new Unlisted(store, asked);
    assertThrows(
        IllegalStateException.class,
        () -> sweep(List.of(HOME, HOME, HOME), _ -> new FakeAccount(names(1))));
    assertEquals(1, asked.get());
  }

  private int sweep(int clusters) {
    return sweep(List.of(HOME), _ -> new FakeAccount(names(clusters)));
  }

  private int sweep(List<AccountRegion> sites, Function<AccountRegion, Account> accounts) {
    var clock = InstantSource.fixed(Fixtures.NOW);
    return new Sweep(
            sites,
            (site, _) -> accounts.apply(site),
            store,
            () -> new Outbox(queue, "https://queue"),
            clock)
        .run(Instant.MAX);
  }

  private static List<AccountRegion> sites(String... regions) {
    return Stream.of(regions).map(region -> new AccountRegion(HOME.account(), region)).toList();
  }

  private static List<String> names(int clusters) {
    return IntStream.range(0, clusters).mapToObj(number -> "c" + number).toList();
  }

  private record FakeAccount(List<String> names) implements Account {
    @Override
    public List<Cluster> clusters() {
      throw new AssertionError("a sweep wants their names only");
    }

    @Override
    public Facts read(Cluster cluster, Instant at) {
      throw new AssertionError("a sweep judges nothing");
    }

    @Override
    public Fact<Set<Vpc.Id>> vpcsOf(Collection<String> ids) {
      throw new AssertionError("a sweep judges nothing");
    }
  }

  /// A store that cannot be listed.
  private record Unlisted(LedgerStore store, AtomicInteger asked) implements LedgerStore {
    @Override
    public StoredLedger read(Cluster.Id cluster) {
      return store.read(cluster);
    }

    @Override
    public void replace(Cluster.Id cluster, StoredLedger read, Ledger after) throws Conflict {
      store.replace(cluster, read, after);
    }

    @Override
    public void remove(Cluster.Id cluster, StoredLedger read) throws Conflict {
      store.remove(cluster, read);
    }

    @Override
    public List<Cluster.Id> clusters(String region) {
      asked.incrementAndGet();
      throw new IllegalStateException("s3:ListBucket: AccessDenied");
    }

    @Override
    public String storeDigest(Cluster.Id cluster, Map<String, Object> digest) {
      return store.storeDigest(cluster, digest);
    }
  }

  private static final class FakeQueue implements SqsClient {
    private final List<Integer> sizes = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();
    private final List<Integer> delays = new ArrayList<>();
    private Predicate<String> refuses = _ -> false;
    private IntPredicate fails = _ -> false;

    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
      sizes.add(request.entries().size());
      if (fails.test(sizes.size())) {
        throw SqsException.builder().message("the queue is away").build();
      }
      var failed = new ArrayList<BatchResultErrorEntry>();
      for (SendMessageBatchRequestEntry entry : request.entries()) {
        if (refuses.test(entry.messageBody())) {
          failed.add(
              BatchResultErrorEntry.builder().id(entry.id()).code("ServiceUnavailable").build());
        } else {
          taken.add(entry.messageBody());
          delays.add(entry.delaySeconds());
        }
      }
      return SendMessageBatchResponse.builder().failed(failed).build();
    }

    List<String> clusters() throws Exception {
      var clusters = new ArrayList<String>();
      for (String body : taken) {
        JsonNode event = new ObjectMapper().readTree(body);
        clusters.add(event.path("detail").path("cluster").asText());
      }
      return clusters;
    }

    List<String> resources() throws Exception {
      var resources = new ArrayList<String>();
      for (String body : taken) {
        resources.add(new ObjectMapper().readTree(body).path("resources").path(0).asText());
      }
      return resources;
    }

    @Override
    public String serviceName() {
      return "sqs";
    }

    @Override
    public void close() {}
  }
}
