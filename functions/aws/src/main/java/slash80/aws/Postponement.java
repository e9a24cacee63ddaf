package slash80.aws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;

/// Has messages delivered again sooner than their queue would: it changes how long they stay
/// hidden. Each delivery counts as a receive
/// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html).
public final class Postponement {
  /// The limit of SQS for one call
  /// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibilityBatch.html).
  private static final int BATCH = 10;

  /// A message as Lambda received it.
  ///
  /// @param receipt the handle of this receive
  /// @param queue the ARN of its queue
  /// @param delay until it is delivered again
  public record Postponed(String receipt, String queue, Duration delay) {}

  private final SqsClient sqs;

  public Postponement(SqsClient sqs) {
    this.sqs = sqs;
  }

  /// Returns a sentence for each call that failed; those messages come when their queue's time is
  /// over.
  public List<String> postpone(List<Postponed> messages) {
    var refused = new ArrayList<String>();
    messages.stream()
        .collect(Collectors.groupingBy(Postponed::queue, LinkedHashMap::new, Collectors.toList()))
        .forEach(
            (queue, there) -> {
              for (int from = 0; from < there.size(); from += BATCH) {
                var some = there.subList(from, Math.min(from + BATCH, there.size()));
                send(queue, some, refused);
              }
            });
    return refused;
  }

  private void send(String queue, List<Postponed> messages, List<String> refused) {
    var entries = new ArrayList<ChangeMessageVisibilityBatchRequestEntry>();
    for (Postponed message : messages) {
      entries.add(
          ChangeMessageVisibilityBatchRequestEntry.builder()
              .id(Integer.toString(entries.size()))
              .receiptHandle(message.receipt())
              .visibilityTimeout((int) message.delay().toSeconds())
              .build());
    }
    try {
      sqs.changeMessageVisibilityBatch(change -> change.queueUrl(url(queue)).entries(entries))
          .failed()
          .forEach(error -> refused.add("%s: %s".formatted(queue, error.code())));
    } catch (SdkException | IllegalArgumentException failure) {
      refused.add("%s: %s".formatted(queue, failure.getMessage()));
    }
  }

  /// The URL of a queue, which its ARN names
  /// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html).
  private static String url(String queue) {
    var arn = Arn.fromString(queue);
    var region = arn.region().orElseThrow(() -> new IllegalArgumentException("no region"));
    return "https://sqs.%s.%s/%s/%s"
        .formatted(
            region,
            PartitionMetadata.of(Region.of(region)).dnsSuffix(),
            arn.accountId().orElseThrow(() -> new IllegalArgumentException("no account")),
            arn.resourceAsString());
  }
}
