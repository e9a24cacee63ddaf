package slash80.aws;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/// Sends messages to a queue, ten in a call. They are delivered second by second: `watch` could not
/// judge 500 at once before its time is up, and AWS refills the quotas of its calls by the second.
public final class Outbox {
  /// The limit of SQS for one call
  /// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html).
  private static final int BATCH = 10;

  /// The longest delay of SQS: 15 minutes
  /// (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatchRequestEntry.html).
  private static final int LONGEST_DELAY = 900;

  private static final int TRIES = 3;

  private record Letter(String about, String body, int delay) {}

  private final SqsClient sqs;
  private final String queue;
  private final List<Letter> waiting = new ArrayList<>();
  private final List<String> refused = new ArrayList<>();
  private final int pace;
  private int added;

  /// Delivers one message a second.
  public Outbox(SqsClient sqs, String queue) {
    this(sqs, queue, 1);
  }

  /// @param pace the number of messages that are delivered in a second
  public Outbox(SqsClient sqs, String queue, int pace) {
    this.sqs = sqs;
    this.queue = queue;
    this.pace = pace;
  }

  /// The pace that delivers so many messages in a quarter of an hour.
  public static int paceOf(int messages) {
    return Math.max(1, Math.ceilDiv(messages, LONGEST_DELAY));
  }

  /// @param about the words for the message, should it be refused
  public void add(String about, String body) {
    put(new Letter(about, body, added++ / pace % (LONGEST_DELAY + 1)));
  }

  /// Adds a message that is delivered after the others.
  public void addLast(String about, String body) {
    added++;
    put(new Letter(about, body, LONGEST_DELAY));
  }

  private void put(Letter letter) {
    waiting.add(letter);
    if (waiting.size() == BATCH) {
      send();
    }
  }

  /// Sends the messages that wait for others.
  public void flush() {
    if (!waiting.isEmpty()) {
      send();
    }
  }

  public int added() {
    return added;
  }

  /// Sends the remaining messages; returns a sentence for each message that SQS did not accept.
  public List<String> close() {
    flush();
    return List.copyOf(refused);
  }

  /// The messages of the queue that nobody has received. One with a delay does not count before it
  /// is over.
  public int waiting() {
    var count = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
    var attributes =
        sqs.getQueueAttributes(request -> request.queueUrl(queue).attributeNames(count))
            .attributes();
    return Optional.ofNullable(attributes.get(count))
        .map(Integer::parseInt)
        .orElseThrow(() -> new IllegalStateException("SQS does not say how many messages wait"));
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
    return "%s (%s)".formatted(letter.about(), code);
  }
}
