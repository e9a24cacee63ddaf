package slash80.check.settle;

/// The state of a resource, as an API call left it or as a later read shows it.
public sealed interface ResourceState {
  ResourceState ABSENT = new Absent();
  ResourceState PRESENT = new Present();

  record Absent() implements ResourceState {}

  /// The resource exists; its properties are not compared.
  record Present() implements ResourceState {}

  /// The resource exists with these properties.
  ///
  /// @param properties in the types of facts, for comparison only
  record With(Object properties) implements ResourceState {}
}
