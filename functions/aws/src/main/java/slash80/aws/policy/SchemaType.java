package slash80.aws.policy;

import java.util.List;
import java.util.function.Predicate;

/// The values that a policy can have in one place. Files are checked against this model, and the
/// JSON Schema is made from it.
sealed interface SchemaType {

  /// The words that follow `expected` in a sentence.
  String expected();

  /// Text; not blank.
  ///
  /// @param pattern the pattern that an editor checks
  /// @param admits the check beyond the pattern
  record Text(String expected, String pattern, Predicate<String> admits) implements SchemaType {}

  /// A whole number.
  record Count(String expected, long least, long most) implements SchemaType {}

  /// One name of a list.
  record Name(String expected, List<String> names) implements SchemaType {}

  /// A list of values of the same shape.
  record Listing(String expected, SchemaType item) implements SchemaType {}

  /// A value of any of several shapes.
  record Either(String expected, List<SchemaType> shapes) implements SchemaType {}

  /// A mapping from names to values.
  record Index(Name names, SchemaType value) implements SchemaType {
    @Override
    public String expected() {
      return "a mapping from %s to %s".formatted(names.expected(), value.expected());
    }
  }

  /// Keys with values of their own.
  record Table(String expected, List<Key> keys) implements SchemaType {
    List<String> names() {
      return keys.stream().map(Key::name).toList();
    }
  }

  /// A key of a table.
  ///
  /// @param meaning a sentence for the person who writes the policy
  record Key(String name, Need need, SchemaType shape, String meaning) {}

  /// Whether a key has to be there.
  enum Need {
    REQUIRED,
    OPTIONAL,
    /// Together with `protocol` only.
    WITH_PROTOCOL
  }
}
