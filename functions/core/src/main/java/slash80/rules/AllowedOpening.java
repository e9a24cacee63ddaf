package slash80.rules;

/// A way in from the internet that is meant to be there.
///
/// @param on the interfaces that may be open so
public record AllowedOpening(Selector on, Traffic traffic) {}
