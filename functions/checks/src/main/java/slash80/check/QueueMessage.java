package slash80.check;

/// An event as the queue delivered it.
///
/// @param id of the message in the queue
/// @param body the event, as JSON
/// @param receives how often the queue delivered it, with this time
public record QueueMessage(String id, String body, int receives) {
  /// A message that the queue delivers for the first time.
  public QueueMessage(String id, String body) {
    this(id, body, 1);
  }
}
