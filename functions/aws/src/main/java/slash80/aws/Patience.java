package slash80.aws;

/// The patience of a reader of an account when AWS throttles it.
public enum Patience {
  /// Stops at the first throttled answer: others wait for the time.
  STOP,
  /// Slows down and tries again, as long as there is time.
  WAIT
}
