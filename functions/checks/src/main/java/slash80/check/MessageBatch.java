package slash80.check;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import slash80.check.event.Change;

/// Messages that are handled together, each parsed once.
public final class MessageBatch {
  private final List<ParsedMessage> messages;

  MessageBatch(List<ParsedMessage> messages) {
    this.messages = List.copyOf(messages);
  }

  /// Parses the messages. A message that cannot be parsed fails later, alone.
  public static MessageBatch of(List<QueueMessage> messages) {
    return new MessageBatch(messages.stream().map(ParsedMessage::of).toList());
  }

  /// The time of the last event: the moment to judge a snapshot at. Messages that are not events,
  /// and events without a time, do not count.
  public Instant lastEvent(Instant otherwise) {
    return messages.stream()
        .flatMap(message -> message.change().asDone().stream())
        .map(change -> change.origin().at())
        .filter(at -> at.isAfter(Change.UNTIMED))
        .max(Comparator.naturalOrder())
        .orElse(otherwise);
  }

  List<ParsedMessage> messages() {
    return messages;
  }

  List<ParsedMessage> receivedAt(Instant received) {
    return messages.stream().map(message -> message.receivedAt(received)).toList();
  }
}
