package slash80.check;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;

/// What came of an attempt on behalf of a message: a value, or the sentence that says why not. An
/// exception ends here, so that it fails one message and not its neighbours.
public sealed interface Tried<T> {
  record Done<T>(T value) implements Tried<T> {}

  record Failed<T>(String why) implements Tried<T> {}

  static <T> Tried<T> to(Callable<T> attempt) {
    try {
      return new Done<>(attempt.call());
    } catch (Exception failure) {
      return new Failed<>(OneLine.of(failure));
    }
  }

  default <R> Tried<R> then(Function<T, R> next) {
    return thenTry(value -> to(() -> next.apply(value)));
  }

  default <R> Tried<R> thenTry(Function<T, Tried<R>> next) {
    return switch (this) {
      case Done<T>(var value) -> next.apply(value);
      case Failed<T>(var why) -> new Failed<>(why);
    };
  }

  default Optional<T> asDone() {
    return switch (this) {
      case Done<T>(var value) -> Optional.of(value);
      case Failed<T> _ -> Optional.empty();
    };
  }

  default Optional<String> asFailure() {
    return switch (this) {
      case Done<T> _ -> Optional.empty();
      case Failed<T>(var why) -> Optional.of(why);
    };
  }
}
