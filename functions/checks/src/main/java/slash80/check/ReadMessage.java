package slash80.check;

import java.time.Instant;
import slash80.check.event.Change;
import slash80.check.event.EventReader;

/// A message, and the change that it reports or why it could not be read. A message is parsed here
/// and nowhere else.
record ReadMessage(Message message, Result<Change> change) {
  static ReadMessage of(Message message) {
    return new ReadMessage(
        message, Result.to(() -> EventReader.read(message.body(), Change.UNTIMED)));
  }

  /// The same message; an event that does not say its time happened when it was received.
  ReadMessage receivedAt(Instant received) {
    return new ReadMessage(message, change.then(read -> read.receivedAt(received)));
  }
}
