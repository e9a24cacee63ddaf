package slash80.sweep;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.aws.Account;
import slash80.aws.LedgerStore;
import slash80.aws.LedgerStore.Place;
import slash80.facts.Cluster;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/// Asks for a check of every cluster: one message each to the queue that `watch` reads. It is what
/// finds changes that no event told of. A ledger whose cluster is gone is asked for too, so that it
/// is closed.
final class Sweep {
  /// What SQS takes in one call
  /// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html).
  private static final int BATCH = 10;

  private static final int TRIES = 3;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Account account;
  private final LedgerStore store;
  private final String region;
  private final SqsClient sqs;
  private final String queue;
  private final InstantSource clock;

  /// @param region where the clusters are
  Sweep(
      Account account,
      LedgerStore store,
      String region,
      SqsClient sqs,
      String queue,
      InstantSource clock) {
    this.account = account;
    this.store = store;
    this.region = region;
    this.sqs = sqs;
    this.queue = queue;
    this.clock = clock;
  }

  /// How many clusters were asked for; IllegalStateException names those that were not. All others
  /// have been by then.
  int run() {
    var clusters = places();
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

  /// The clusters that are there, then those that only a ledger knows. The ledgers of another
  /// account are another sweep's; where no cluster is left, there is none to tell the account by.
  private List<Place> places() {
    var listing = account.listing();
    var described = listing.clusters().stream().map(Sweep::place).toList();
    var accounts = described.stream().map(Place::account).collect(Collectors.toSet());
    var there = Stream.concat(described.stream(), undescribed(listing, accounts)).toList();
    var gone =
        store.places(region).stream()
            .filter(place -> accounts.isEmpty() || accounts.contains(place.account()))
            .filter(place -> !there.contains(place))
            .toList();
    return Stream.concat(there.stream(), gone.stream()).toList();
  }

  /// Those that EKS lists and does not describe are asked for too, since `watch` says what it could
  /// not read. Only a description tells the account; a region that is read is of one.
  private Stream<Place> undescribed(Account.Listing listing, Set<String> accounts) {
    if (!listing.unread().isEmpty() && accounts.isEmpty()) {
      throw new IllegalStateException(
          "no cluster can be described: " + String.join("; ", listing.unread().values()));
    }
    return listing.unread().keySet().stream()
        .map(name -> new Place(accounts.iterator().next(), region, name));
  }

  private static Place place(Cluster cluster) {
    return new Place(cluster.account(), cluster.region(), cluster.name());
  }

  /// Sends a batch; SQS may take a part of it, so what it refuses is sent again. Returns why it
  /// refused what it refused to the end.
  private List<String> send(List<Place> batch) {
    Map<String, SendMessageBatchRequestEntry> left = new LinkedHashMap<>();
    for (Place place : batch) {
      String id = Integer.toString(left.size());
      left.put(id, SendMessageBatchRequestEntry.builder().id(id).messageBody(body(place)).build());
    }
    List<BatchResultErrorEntry> refused = List.of();
    for (int tries = 0; tries < TRIES && !left.isEmpty(); tries++) {
      refused =
          sqs.sendMessageBatch(request -> request.queueUrl(queue).entries(left.values())).failed();
      left.keySet().retainAll(refused.stream().map(BatchResultErrorEntry::id).toList());
    }
    return refused.stream().map(error -> sentence(batch, error)).collect(Collectors.toList());
  }

  private static String sentence(List<Place> batch, BatchResultErrorEntry error) {
    return "%s (%s)".formatted(batch.get(Integer.parseInt(error.id())).cluster(), error.code());
  }

  /// The message has the form of an event, so that `watch` reads nothing else.
  private String body(Place place) {
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "0");
    event.put("id", UUID.randomUUID().toString());
    event.put("detail-type", "Cluster Check");
    event.put("source", "slash80.sweep");
    event.put("account", place.account());
    event.put("time", clock.instant().toString());
    event.put("region", place.region());
    event.putArray("resources").add(place.arn());
    event
        .putObject("detail")
        .put("cluster", place.cluster())
        .put("account", place.account())
        .put("region", place.region());
    return event.toString();
  }
}
