package slash80.sweep;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import slash80.aws.Account;
import slash80.facts.Cluster;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/// Asks for a whole check of every cluster: one message each to the queue that `watch` reads.
final class Sweep {
  private static final ObjectMapper JSON = new ObjectMapper();

  ///
  /// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html
  private static final int AT_ONCE = 10;

  private static final int TRIES = 3;

  private final Account account;
  private final SqsClient sqs;
  private final String queue;
  private final InstantSource clock;

  Sweep(Account account, SqsClient sqs, String queue, InstantSource clock) {
    this.account = account;
    this.sqs = sqs;
    this.queue = queue;
    this.clock = clock;
  }

  /// How many messages were sent. Throws when one could not be, so that the schedule tries again.
  int run() {
    var waiting = new TreeMap<String, SendMessageBatchRequestEntry>();
    var clusters = account.clusters();
    for (int number = 0; number < clusters.size(); number++) {
      var id = "c" + number;
      waiting.put(id, entry(id, clusters.get(number)));
    }
    for (int attempt = 0; attempt < TRIES && !waiting.isEmpty(); attempt++) {
      send(waiting);
    }
    if (!waiting.isEmpty()) {
      throw new IllegalStateException(
          "%d of %d messages could not be sent".formatted(waiting.size(), clusters.size()));
    }
    return clusters.size();
  }

  /// What was sent waits no more; a batch may succeed in part.
  private void send(TreeMap<String, SendMessageBatchRequestEntry> waiting) {
    var all = new ArrayList<>(waiting.values());
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      var some = all.subList(from, Math.min(from + AT_ONCE, all.size()));
      var sent = sqs.sendMessageBatch(request -> request.queueUrl(queue).entries(some));
      sent.successful().forEach(entry -> waiting.remove(entry.id()));
    }
  }

  private SendMessageBatchRequestEntry entry(String id, Cluster cluster) {
    return SendMessageBatchRequestEntry.builder().id(id).messageBody(event(cluster)).build();
  }

  /// The same envelope as any other event that `watch` reads.
  private String event(Cluster cluster) {
    var detail =
        Map.of("cluster", cluster.name(), "account", cluster.account(), "region", cluster.region());
    var event = JSON.createObjectNode();
    event.put("version", "0");
    event.put("id", UUID.randomUUID().toString());
    event.put("detail-type", "Cluster Check");
    event.put("source", "slash80.sweep");
    event.put("account", cluster.account());
    event.put("time", clock.instant().toString());
    event.put("region", cluster.region());
    event.set("resources", JSON.valueToTree(List.of(cluster.arn())));
    event.set("detail", JSON.valueToTree(detail));
    return event.toString();
  }
}
