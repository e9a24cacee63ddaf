package slash80.check;

/// One event as it came out of a queue.
///
/// @param id what the queue knows it by
/// @param body the event, as JSON
public record Message(String id, String body) {}
