package slash80.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import slash80.alerts.Ledger;
import slash80.aws.Account;
import slash80.aws.LedgerStore;
import slash80.aws.MemoryLedgerStore;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Network;
import slash80.facts.Vpc;
import slash80.fixtures.Fixtures;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

class SweepTest {
  private final FakeQueue queue = new FakeQueue();
  private final LedgerStore store = new MemoryLedgerStore();

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
    var cluster = Fixtures.cluster(name).network().cluster();
    store.replace(cluster, store.read(cluster), Ledger.empty(name).began(Fixtures.NOW));
  }

  @Test
  void what_is_refused_once_is_sent_again() throws Exception {
    var refused = new ArrayList<String>();
    queue.refuses = body -> body.contains("\"c3\"") && refused.isEmpty() && refused.add(body);

    assertEquals(12, sweep(12));

    assertEquals(names(12).size(), queue.clusters().size());
    assertEquals(Set.copyOf(names(12)), Set.copyOf(queue.clusters()));
  }

  @Test
  void what_is_refused_to_the_end_fails_by_name_after_all_others_are_sent() throws Exception {
    queue.refuses = body -> body.contains("\"c3\"");

    var failure = assertThrows(IllegalStateException.class, () -> sweep(12));

    assertEquals(
        "1 of 12 clusters are not asked for: c3 (ServiceUnavailable)", failure.getMessage());
    assertEquals(11, queue.clusters().size());
  }

  private int sweep(int clusters) {
    return sweep(new FakeAccount(names(clusters), Map.of()));
  }

  private int sweep(Account account) {
    var clock = InstantSource.fixed(Fixtures.NOW);
    return new Sweep(account, store, "us-east-2", queue, "https://queue", clock).run();
  }

  private static List<String> names(int clusters) {
    return IntStream.range(0, clusters).mapToObj(number -> "c" + number).toList();
  }

  @Test
  void a_cluster_that_cannot_be_described_is_asked_for_too() throws Exception {
    assertEquals(3, sweep(new FakeAccount(names(2), Map.of("locked", "AccessDenied"))));

    assertEquals(List.of("c0", "c1", "locked"), queue.clusters());
    assertTrue(queue.taken.getLast().contains("\"account\":\"111122223333\""));
  }

  @Test
  void where_no_cluster_can_be_described_it_is_said_why() {
    var account = new FakeAccount(List.of(), Map.of("locked", "locked: AccessDenied"));

    var failure = assertThrows(IllegalStateException.class, () -> sweep(account));

    assertEquals("no cluster can be described: locked: AccessDenied", failure.getMessage());
  }

  private record FakeAccount(List<String> names, Map<String, String> unread) implements Account {
    @Override
    public Listing listing() {
      return new Listing(clusters(), unread);
    }

    @Override
    public List<Cluster> clusters() {
      return names.stream().map(name -> Fixtures.cluster(name).network().cluster()).toList();
    }

    @Override
    public Network.Facts read(Cluster cluster, Instant at) {
      throw new AssertionError("a sweep judges nothing");
    }

    @Override
    public Fact<Set<Vpc.Id>> vpcsOf(Collection<String> ids) {
      throw new AssertionError("a sweep judges nothing");
    }
  }

  private static final class FakeQueue implements SqsClient {
    private final List<Integer> sizes = new ArrayList<>();
    private final List<String> taken = new ArrayList<>();
    private Predicate<String> refuses = _ -> false;

    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
      sizes.add(request.entries().size());
      var failed = new ArrayList<BatchResultErrorEntry>();
      for (SendMessageBatchRequestEntry entry : request.entries()) {
        if (refuses.test(entry.messageBody())) {
          failed.add(
              BatchResultErrorEntry.builder().id(entry.id()).code("ServiceUnavailable").build());
        } else {
          taken.add(entry.messageBody());
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

    @Override
    public String serviceName() {
      return "sqs";
    }

    @Override
    public void close() {}
  }
}
