package slash80.facts;

import java.util.Optional;
import java.util.function.Function;

/// A fact that was read, or the reason why it is not known. The reading module makes an [Unread]
/// for a failed call; questions that need a missing fact derive another one from it. A rule that
/// meets an [Unread] reports that it is not checked.
public sealed interface Fact<T> {

  /// A value that was read.
  record Known<T>(T value) implements Fact<T> {}

  /// A value that could not be read.
  ///
  /// @param why a short reason in AWS's words, such as `ec2:DescribeRouteTables:
  ///   UnauthorizedOperation`, the text of a [Refusal]
  record Unread<T>(String why) implements Fact<T> {}

  static <T> Fact<T> known(T value) {
    return new Known<>(value);
  }

  static <T> Fact<T> unread(String why) {
    return new Unread<>(why);
  }

  /// The result of a look-up among facts that were read; a record that they do not contain is
  /// unread.
  ///
  /// @param what the record, as a message names it: `subnet subnet-1`
  static <T> Fact<T> found(Optional<T> value, String what) {
    return value.map(Fact::known).orElseGet(() -> missing(what));
  }

  /// A record that the facts do not contain.
  static <T> Fact<T> missing(String what) {
    return unread(what + " was not read");
  }

  default <R> Fact<R> map(Function<? super T, ? extends R> question) {
    return switch (this) {
      case Known<T>(var value) -> new Known<>(question.apply(value));
      case Unread<T>(var why) -> new Unread<>(why);
    };
  }

  default <R> Fact<R> flatMap(Function<? super T, Fact<R>> question) {
    return switch (this) {
      case Known<T>(var value) -> question.apply(value);
      case Unread<T>(var why) -> new Unread<>(why);
    };
  }

  /// The value where it is known.
  default Optional<T> asKnown() {
    return switch (this) {
      case Known<T>(var value) -> Optional.of(value);
      case Unread<T> _ -> Optional.empty();
    };
  }
}
