package slash80.check;

import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import slash80.aws.AccessRefused;

/// The result of handling one message: a value, or why it failed. An exception is caught here, so
/// that it fails one message and not the rest of the batch.
public sealed interface Result<T> {
  record Done<T>(T value) implements Result<T> {}

  record Failed<T>(String why) implements Result<T> {}

  static <T> Result<T> to(Callable<T> attempt) {
    try {
      return new Done<>(attempt.call());
    } catch (Exception failure) {
      return new Failed<>(LogText.of(failure));
    }
  }

  /// The same, but [AccessRefused] is thrown: trying again would not help.
  static <T> Result<T> unlessRefused(Callable<T> attempt) {
    try {
      return new Done<>(attempt.call());
    } catch (AccessRefused refused) {
      throw refused;
    } catch (Exception failure) {
      return new Failed<>(LogText.of(failure));
    }
  }

  default <R> Result<R> then(Function<T, R> next) {
    return thenTry(value -> to(() -> next.apply(value)));
  }

  default <R> Result<R> thenTry(Function<T, Result<R>> next) {
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
