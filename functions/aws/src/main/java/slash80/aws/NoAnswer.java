package slash80.aws;

import java.net.SocketTimeoutException;
import java.time.Duration;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

/// The failure of a call to which no answer came in time, in plain words. The SDK wants an
/// exception of the class that it threw.
final class NoAnswer {
  private NoAnswer() {}

  static String within(Duration waited) {
    return "no answer within %.1f s".formatted(waited.toMillis() / 1000.0);
  }

  /// The same failure with a message such as `sns:Publish: no answer within 9.5 s`; any other
  /// failure as it is.
  static Throwable named(String action, Duration waited, Throwable failure) {
    var words = "%s: %s".formatted(action, within(waited));
    return switch (failure) {
      case ApiCallTimeoutException timeout ->
          ApiCallTimeoutException.builder().message(words).cause(timeout).build();
      case ApiCallAttemptTimeoutException timeout ->
          ApiCallAttemptTimeoutException.builder().message(words).cause(timeout).build();
      case AbortedException stopped -> AbortedException.create(words, stopped);
      case SdkClientException lost when lost.getCause() instanceof SocketTimeoutException ->
          SdkClientException.create(words, lost);
      case SdkClientException silent when silent.getMessage() == null ->
          SdkClientException.create(words, silent);
      default -> failure;
    };
  }
}
