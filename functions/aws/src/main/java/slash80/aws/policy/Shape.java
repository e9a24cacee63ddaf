package slash80.aws.policy;

import java.util.List;
import java.util.function.Predicate;

/// What a value of a policy can be: the one model that a file is checked against and that its JSON
/// Schema is made from.
sealed interface Shape {

  /// In a sentence: `expected …`.
  String expected();

  /// Text; not blank.
  ///
  /// @param pattern what an editor checks of it
  /// @param admits what is checked of it beyond that
  record Text(String expected, String pattern, Predicate<String> admits) implements Shape {}

  /// A whole number.
  record Count(String expected, long least, long most) implements Shape {}

  /// One of some names.
  record Name(String expected, List<String> names) implements Shape {}

  /// Any number of the same.
  record Listing(String expected, Shape item) implements Shape {}

  /// One of several kinds of value; they differ in what they are made of, or any of them will do.
  record Either(String expected, List<Shape> shapes) implements Shape {}

  /// A value for each of some names.
  record Index(Name names, Shape value) implements Shape {
    @Override
    public String expected() {
      return "a mapping from %s to %s".formatted(names.expected(), value.expected());
    }
  }

  /// Keys with values of their own.
  record Table(String expected, List<Key> keys) implements Shape {
    List<String> names() {
      return keys.stream().map(Key::name).toList();
    }
  }

  /// A key of a table.
  ///
  /// @param meaning a sentence for whoever writes it
  record Key(String name, Need need, Shape shape, String meaning) {}

  /// Whether a key has to be there.
  enum Need {
    REQUIRED,
    OPTIONAL,
    /// Together with `protocol` only.
    WITH_PROTOCOL
  }
}
