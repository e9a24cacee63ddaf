package slash80.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import slash80.aws.alert.AlertTopic;
import slash80.aws.alert.Publisher;
import slash80.aws.alert.WebBody;
import slash80.aws.ledger.LedgerStore;
import slash80.aws.ledger.S3LedgerStore;
import slash80.facts.Cluster;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// The stack's resources around `watch`, on the emulator, with unique names: a topic with a
/// subscribed queue, a bucket for ledgers, and a queue of changes with its dead-letter queue.
public final class Surroundings {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int RECEIVES = 5;

  private final String name = "t" + UUID.randomUUID();
  private final SnsClient sns;
  private final S3Client s3;
  private final SqsClient sqs = built(SqsClient.builder());
  private final String topic;
  private final String received;
  private final String changes;
  private final String deadLetters;

  public Surroundings() {
    this(new Wire());
  }

  /// @param wire the connection to SNS and S3
  public Surroundings(Wire wire) {
    sns = built(SnsClient.builder().httpClient(wire.to("SNS")));
    s3 = built(S3Client.builder().httpClient(wire.to("S3")).forcePathStyle(true));
    s3.createBucket(
        builder ->
            builder
                .bucket(name)
                .createBucketConfiguration(config -> config.locationConstraint("us-east-2")));
    received = queue("received", Map.of());
    deadLetters = queue("dead", Map.of());
    changes =
        queue(
            "changes",
            Map.of(
                QueueAttributeName.VISIBILITY_TIMEOUT,
                "725",
                QueueAttributeName.REDRIVE_POLICY,
                "{\"deadLetterTargetArn\":\"%s\",\"maxReceiveCount\":%d}"
                    .formatted(arn(deadLetters), RECEIVES)));
    topic = openTopic();
  }

  /// A client of the emulator that retries without waiting.
  private static <B extends AwsClientBuilder<B, C>, C> C built(B builder) {
    var credentials = AwsBasicCredentials.create("test", "test");
    var patience =
        AwsRetryStrategy.standardRetryStrategy().toBuilder()
            .backoffStrategy(BackoffStrategy.retryImmediately())
            .throttlingBackoffStrategy(BackoffStrategy.retryImmediately())
            .circuitBreakerEnabled(false)
            .build();
    return builder
        .endpointOverride(URI.create(System.getenv("SLASH80_EMULATOR")))
        .region(Region.US_EAST_2)
        .credentialsProvider(StaticCredentialsProvider.create(credentials))
        .overrideConfiguration(config -> config.retryStrategy(patience))
        .build();
  }

  private String queue(String purpose, Map<QueueAttributeName, String> attributes) {
    return sqs.createQueue(
            builder -> builder.queueName(name + "-" + purpose).attributes(attributes))
        .queueUrl();
  }

  private String arn(String queue) {
    return sqs.getQueueAttributes(
            builder -> builder.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
        .attributes()
        .get(QueueAttributeName.QUEUE_ARN);
  }

  /// Creates the topic again after it was deleted.
  public String openTopic() {
    String arn = sns.createTopic(builder -> builder.name(name)).topicArn();
    sns.subscribe(builder -> builder.topicArn(arn).protocol("sqs").endpoint(arn(received)));
    return arn;
  }

  public void closeTopic() {
    sns.deleteTopic(builder -> builder.topicArn(topic));
  }

  public LedgerStore store() {
    return new S3LedgerStore(s3, name);
  }

  public Publisher publisher() {
    return new AlertTopic(sns, topic, WebBody.DOCUMENT, store()::storeDigest);
  }

  public Poller changes() {
    return new Poller(sqs, changes);
  }

  /// Removes the ledger and all alerts.
  public void forget(Cluster.Id cluster) {
    var kept = store().read(cluster);
    try {
      if (!kept.version().isEmpty()) {
        store().remove(cluster, kept);
      }
    } catch (LedgerStore.Conflict impossible) {
      throw new AssertionError(impossible);
    }
    received();
    new Poller(sqs, changes).takeAll();
  }

  /// The messages of the dead-letter queue, which failed at each delivery.
  public List<String> deadLetters() {
    return new Poller(sqs, deadLetters).takeAll();
  }

  /// Moves each dead letter back to the queue that it came from; returns how many moved.
  public long redrive() {
    String source = arn(deadLetters);
    sqs.startMessageMoveTask(task -> task.sourceArn(source));
    var task = sqs.listMessageMoveTasks(request -> request.sourceArn(source)).results().getFirst();
    if (!task.status().equals("COMPLETED")) {
      throw new AssertionError(task.toString());
    }
    return task.approximateNumberOfMessagesMoved();
  }

  /// The environment variables of the function, with these resources.
  public Map<String, String> environment() {
    return Map.of(
        "AWS_REGION",
        "us-east-2",
        "AWS_ENDPOINT_URL",
        System.getenv("SLASH80_EMULATOR"),
        "SLASH80_TOPIC_ARN",
        topic,
        "SLASH80_LEDGER_BUCKET",
        name,
        "SLASH80_SETTLING_MINUTES",
        "0");
  }

  /// The documents of the alerts that arrived since the last call.
  public List<JsonNode> received() {
    var alerts = new ArrayList<JsonNode>();
    for (String body : new Poller(sqs, received).takeAll()) {
      alerts.add(json(json(body).path("Message").asText()));
    }
    return alerts;
  }

  /// The same, piece by piece: `opened <id>`, `resolved <id>`, `reminded <id>`, `cluster-gone
  /// <name>`.
  public List<String> news() {
    return received().stream().flatMap(alert -> newsOf(alert).stream()).toList();
  }

  private static List<String> newsOf(JsonNode alert) {
    var news = new ArrayList<String>();
    for (String kind : List.of("opened", "resolved", "reminded")) {
      alert.path(kind).forEach(node -> news.add(kind + " " + node.path("id").asText()));
    }
    if (alert.path("occasion").asText().equals("cluster-gone")) {
      news.add("cluster-gone " + alert.path("cluster").asText());
    }
    return news;
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException broken) {
      throw new AssertionError(text, broken);
    }
  }
}
