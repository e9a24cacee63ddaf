package slash80.sweep;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import slash80.aws.Account;
import slash80.facts.Cluster;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/// Asks for a check of every cluster: one message each to the queue that `watch` reads. It is what
/// finds changes that no event told of.
final class Sweep {
  /// What SQS takes in one call
  /// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html).
  private static final int BATCH = 10;

  private static final int TRIES = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

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

  /// How many clusters there are; IllegalStateException names those that were not asked for. All
  /// others have been by then.
  int run() {
    var clusters = account.clusters();
    var refused = new ArrayList<String>();
    for (int first = 0; first < clusters.size(); first += BATCH) {
      var batch = clusters.subList(first, Math.min(first + BATCH, clusters.size()));
      refused.addAll(send(batch));
    }
    if (!refused.isEmpty()) {
      throw new IllegalStateException(
          "%d of %d clusters are not asked for: %s"
              .formatted(refused.size(), clusters.size(), String.join("; ", refused)));
    }
    return clusters.size();
  }

  /// Sends a batch; SQS may take a part of it, so what it refuses is sent again. Returns why it
  /// refused what it refused to the end.
  private List<String> send(List<Cluster> batch) {
    Map<String, SendMessageBatchRequestEntry> left = new LinkedHashMap<>();
    for (Cluster cluster : batch) {
      String id = Integer.toString(left.size());
      left.put(
          id, SendMessageBatchRequestEntry.builder().id(id).messageBody(body(cluster)).build());
    }
    List<BatchResultErrorEntry> refused = List.of();
    for (int tries = 0; tries < TRIES && !left.isEmpty(); tries++) {
      refused =
          sqs.sendMessageBatch(request -> request.queueUrl(queue).entries(left.values())).failed();
      left.keySet().retainAll(refused.stream().map(BatchResultErrorEntry::id).toList());
    }
    return refused.stream().map(error -> sentence(batch, error)).collect(Collectors.toList());
  }

  private static String sentence(List<Cluster> batch, BatchResultErrorEntry error) {
    return "%s (%s)".formatted(batch.get(Integer.parseInt(error.id())).name(), error.code());
  }

  /// The message has the form of an event, so that `watch` reads nothing else.
  private String body(Cluster cluster) {
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "0");
    event.put("id", UUID.randomUUID().toString());
    event.put("detail-type", "Cluster Check");
    event.put("source", "slash80.sweep");
    event.put("account", cluster.account());
    event.put("time", clock.instant().toString());
    event.put("region", cluster.region());
    event.putArray("resources").add(cluster.arn());
    event
        .putObject("detail")
        .put("cluster", cluster.name())
        .put("account", cluster.account())
        .put("region", cluster.region());
    return event.toString();
  }
}
