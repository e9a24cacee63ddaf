package slash80.blame;

/// The state that is assumed before a change, where the change does not say it. A call that
/// replaces a route says the new one only.
public enum Leaning {
  /// As closed as the change allows: it may have opened whatever passes now.
  CLOSED,
  /// As open as the change allows: it may have closed whatever is stopped now.
  OPEN
}
