package slash80.check.settle;

/// The state of a resource, as an API call left it or as a later read shows it.
public sealed interface ObservedState {
  ObservedState GONE = new Gone();
  ObservedState THERE = new There();

  record Gone() implements ObservedState {}

  /// The resource exists; its properties are not compared.
  record There() implements ObservedState {}

  /// The resource exists with these properties.
  ///
  /// @param how the properties in the types of facts, for comparison only
  record As(Object how) implements ObservedState {}
}
