package slash80.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slash80.facts.Cluster;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/// Sends messages to the queue, ten in a call. Each message is delivered a second after the one
/// before it: `watch` could not judge 500 at once before its time is up, and AWS refills the quotas
/// of its calls by the second.
public final class Outbox {
  /// The limit of SQS for one call
  /// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html).
  private static final int BATCH = 10;

  /// The longest delay of SQS: 15 minutes
  /// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatchRequestEntry.html).
  private static final int LONGEST_DELAY = 900;

  private static final int TRIES = 3;

  private record Letter(Cluster.Id about, String body, int delay) {}

  private final SqsClient sqs;
  private final String queue;
  private final List<Letter> waiting = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private int added;

  public Outbox(SqsClient sqs, String queue) {
    this.sqs = sqs;
    this.queue = queue;
  }

  public void add(Cluster.Id about, String body) {
    waiting.add(new Letter(about, body, added++ % (LONGEST_DELAY + 1)));
    if (waiting.size() == BATCH) {
      send();
    }
  }

  public int added() {
    return added;
  }

  /// Sends the remaining messages; returns a sentence for each message that SQS did not accept.
  public List<String> close() {
    if (!waiting.isEmpty()) {
      send();
    }
    return List.copyOf(refused);
  }

  /// Sends a batch. SQS may accept a part of it, so refused messages are sent again. A call that
  /// fails as a whole was already repeated by the SDK, and does not hold up other batches.
  private void send() {
    var letters = List.copyOf(waiting);
    waiting.clear();
    try {
      for (BatchResultErrorEntry error : failed(letters)) {
        refused.add(sentence(letters.get(Integer.parseInt(error.id())), error.code()));
      }
    } catch (SdkException failure) {
      letters.forEach(letter -> refused.add(sentence(letter, code(failure))));
    }
  }

  private List<BatchResultErrorEntry> failed(List<Letter> letters) {
    Map<String, SendMessageBatchRequestEntry> left = new LinkedHashMap<>();
    for (Letter letter : letters) {
      String id = Integer.toString(left.size());
      left.put(
          id,
          SendMessageBatchRequestEntry.builder()
              .id(id)
              .messageBody(letter.body())
              .delaySeconds(letter.delay())
              .build());
    }
    List<BatchResultErrorEntry> failed = List.of();
    for (int tries = 0; tries < TRIES && !left.isEmpty(); tries++) {
      failed =
          sqs.sendMessageBatch(request -> request.queueUrl(queue).entries(left.values())).failed();
      left.keySet().retainAll(failed.stream().map(BatchResultErrorEntry::id).toList());
    }
    return failed;
  }

  private static String code(SdkException failure) {
    return failure instanceof AwsServiceException answered && answered.awsErrorDetails() != null
        ? answered.awsErrorDetails().errorCode()
        : String.valueOf(failure.getMessage());
  }

  private static String sentence(Letter letter, String code) {
    return "%s (%s)".formatted(AccountRegion.arnOf(letter.about()), code);
  }
}
