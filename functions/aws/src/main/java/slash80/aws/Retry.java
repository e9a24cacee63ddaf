package slash80.aws;

import java.util.function.BooleanSupplier;

/// Repeats an attempt whose failure another attempt may overcome.
public final class Retry {
  private Retry() {}

  /// One attempt.
  @FunctionalInterface
  public interface Attempt<T, E extends Exception> {
    /// @param number 1 for the first attempt
    T run(int number) throws E;
  }

  /// The result of the first attempt that succeeds; throws the failure of the last one.
  ///
  /// @param attempts how many are made at most
  /// @param passing the failure that may pass; any other is thrown at once
  public static <T, E extends Exception> T retrying(
      int attempts, Class<E> passing, Attempt<T, E> attempt) throws E {
    return retrying(attempts, passing, () -> true, attempt);
  }

  /// The same, as long as repeating the attempt does no harm.
  ///
  /// @param isSafe asked after each failure
  public static <T, E extends Exception> T retrying(
      int attempts, Class<E> passing, BooleanSupplier isSafe, Attempt<T, E> attempt) throws E {
    for (int number = 1; ; number++) {
      try {
        return attempt.run(number);
      } catch (Exception failure) {
        if (number == attempts || !passing.isInstance(failure) || !isSafe.getAsBoolean()) {
          throw failure;
        }
      }
    }
  }
}
