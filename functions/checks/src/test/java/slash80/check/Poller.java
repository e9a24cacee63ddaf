package slash80.check;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/// Lambda's part between a queue and a function, as template.yaml sets it up: it receives up to ten
/// messages at a time until a batch is full, passes the batch on, and deletes the messages that did
/// not fail (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html). When
/// the function dies, it deletes nothing.
public final class Poller {
  private static final int TEN = 10;

  /// Messages that are hidden from others until they are deleted or the visibility timeout has
  /// passed.
  ///
  /// @param receipts by the id of the message
  public record Batch(List<QueueMessage> messages, Map<String, String> receipts) {}

  private final SqsClient sqs;
  private final String queue;

  public Poller(SqsClient sqs, String queue) {
    this.sqs = sqs;
    this.queue = queue;
  }

  public void send(List<String> bodies) {
    for (var ten : tens(bodies)) {
      var entries =
          IntStream.range(0, ten.size())
              .mapToObj(
                  i ->
                      SendMessageBatchRequestEntry.builder()
                          .id("m" + i)
                          .messageBody(ten.get(i))
                          .build())
              .toList();
      var refused =
          sqs.sendMessageBatch(builder -> builder.queueUrl(queue).entries(entries)).failed();
      if (!refused.isEmpty()) {
        throw new AssertionError(refused.toString());
      }
    }
  }

  /// Receives messages, up to a number.
  public Batch receive(int size) {
    var messages = new ArrayList<QueueMessage>();
    var receipts = new LinkedHashMap<String, String>();
    while (messages.size() < size) {
      int room = Math.min(TEN, size - messages.size());
      var received =
          sqs.receiveMessage(builder -> builder.queueUrl(queue).maxNumberOfMessages(room))
              .messages();
      if (received.isEmpty()) {
        break;
      }
      for (var message : received) {
        messages.add(new QueueMessage(message.messageId(), message.body()));
        receipts.put(message.messageId(), message.receiptHandle());
      }
    }
    return new Batch(List.copyOf(messages), receipts);
  }

  /// @param function handles messages, and returns the ids of the failed messages
  public void hand(Batch batch, Function<List<QueueMessage>, Collection<String>> function) {
    var handled = new LinkedHashMap<>(batch.receipts());
    handled.keySet().removeAll(new HashSet<>(function.apply(batch.messages())));
    delete(handled);
  }

  private void delete(Map<String, String> receipts) {
    for (var ten : tens(List.copyOf(receipts.entrySet()))) {
      var entries =
          ten.stream()
              .map(
                  entry ->
                      DeleteMessageBatchRequestEntry.builder()
                          .id(entry.getKey())
                          .receiptHandle(entry.getValue())
                          .build())
              .toList();
      sqs.deleteMessageBatch(builder -> builder.queueUrl(queue).entries(entries));
    }
  }

  /// The visibility timeout has passed: messages that are left may be received again.
  public void reappear(Batch batch) {
    for (var ten : tens(List.copyOf(batch.receipts().entrySet()))) {
      var entries =
          ten.stream()
              .map(
                  entry ->
                      ChangeMessageVisibilityBatchRequestEntry.builder()
                          .id(entry.getKey())
                          .receiptHandle(entry.getValue())
                          .visibilityTimeout(0)
                          .build())
              .toList();
      sqs.changeMessageVisibilityBatch(builder -> builder.queueUrl(queue).entries(entries));
    }
  }

  /// Receives and deletes all messages; returns their bodies.
  public List<String> takeAll() {
    var batch = receive(Integer.MAX_VALUE);
    delete(batch.receipts());
    return batch.messages().stream().map(QueueMessage::body).toList();
  }

  private static <T> List<List<T>> tens(List<T> objects) {
    return IntStream.range(0, (objects.size() + TEN - 1) / TEN)
        .mapToObj(i -> objects.subList(i * TEN, Math.min((i + 1) * TEN, objects.size())))
        .toList();
  }
}
