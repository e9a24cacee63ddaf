package slash80.check;

import java.time.Instant;
import slash80.check.event.Change;
import slash80.check.event.EventReader;

/// A message, and the change that it reports or why it could not be read. A message is parsed here
/// and nowhere else.
record ParsedMessage(QueueMessage message, Result<Change> change) {
  static ParsedMessage of(QueueMessage message) {
    return new ParsedMessage(
        message, Result.to(() -> EventReader.read(message.body(), Change.UNTIMED)));
  }

  /// The same message; an event that does not say its time happened when it was received.
  ParsedMessage receivedAt(Instant received) {
    return new ParsedMessage(message, change.then(read -> read.receivedAt(received)));
  }
}
