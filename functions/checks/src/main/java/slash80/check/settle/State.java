package slash80.check.settle;

/// How something is that a call and a reading speak of.
public sealed interface State {
  State GONE = new Gone();
  State THERE = new There();

  record Gone() implements State {}

  /// It is there, in whatever way.
  record There() implements State {}

  /// It is there, and so.
  ///
  /// @param how in the words of facts, to be compared and nothing else
  record As(Object how) implements State {}
}
