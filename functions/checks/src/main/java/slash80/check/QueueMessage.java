package slash80.check;

/// An event as the queue delivered it.
///
/// @param id of the message in the queue
/// @param body the event, as JSON
public record QueueMessage(String id, String body) {}
