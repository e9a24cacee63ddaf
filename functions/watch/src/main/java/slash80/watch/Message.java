package slash80.watch;

/// One event as it arrived.
///
/// @param id what a failure is reported by
/// @param body the event as JSON text
public record Message(String id, String body) {}
