package slash80.aws.live;

import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slash80.aws.AccessRefused;
import slash80.aws.Actions.Action;
import slash80.aws.ReadInterrupted;
import slash80.facts.Fact;
import slash80.facts.Refusal;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;

/// Makes one call, with all its pages, and distinguishes its failures. A call that AWS refuses
/// would be refused again, so its answer is unread. A failure that passes (throttling, a fault of
/// AWS, bad credentials) ends the read with [ReadInterrupted].
public final class CallRunner {
  /// The codes of 4xx answers about the caller's credentials or clock, not about the call
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html).
  private static final Set<String> CREDENTIALS =
      Set.of(
          "AuthFailure",
          "ExpiredToken",
          "ExpiredTokenException",
          "IncompleteSignature",
          "IncompleteSignatureException",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "InvalidToken",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "RequestExpired",
          "SignatureDoesNotMatch",
          "UnrecognizedClientException");

  /// The codes with which EC2, EKS and Elastic Load Balancing answer that IAM denies the call
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html,
  /// https://docs.aws.amazon.com/eks/latest/APIReference/CommonErrors.html,
  /// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/CommonErrors.html).
  private static final Set<String> DENIED =
      Set.of("AccessDenied", "AccessDeniedException", "NotAuthorized", "UnauthorizedOperation");

  /// The principal that was denied, where the message names it
  /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html).
  private static final Pattern PRINCIPAL = Pattern.compile("User: (arn:\\S+) is not authorized");

  private static final String NO_CREDENTIALS =
      "expected AWS credentials, found none: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and"
          + " AWS_SECRET_ACCESS_KEY";

  /// What the SDK adds to its messages.
  private static final Pattern ATTEMPTS = Pattern.compile(" \\(SDK Attempt Count: \\d+\\)$");

  private CallRunner() {}

  /// The answer, or why AWS refuses to give one.
  public static <T> Fact<T> of(Action action, Supplier<T> call) {
    try {
      return Fact.known(present(call.get()));
    } catch (EmptyAnswer empty) {
      return Fact.unread(action + ": " + empty.getMessage());
    } catch (AwsServiceException failed) {
      return Fact.unread(refusal(action, failed));
    } catch (SdkClientException failed) {
      throw new ReadInterrupted(described(action, failed), failed);
    }
  }

  private static String described(Action action, SdkClientException failed) {
    return lacksCredentials(failed)
        ? NO_CREDENTIALS
        : action + ": " + withoutAction(action, words(failed));
  }

  /// Why a call failed that did not reach AWS, or that AWS refused, in plain words.
  public static String words(SdkException failed) {
    if (lacksCredentials(failed)) {
      return NO_CREDENTIALS;
    }
    var message =
        failed.getMessage() == null
            ? "stopped while it waited (%s)".formatted(failed.getClass().getSimpleName())
            : ATTEMPTS.matcher(failed.getMessage()).replaceFirst("");
    return causes(failed)
        .filter(UnknownHostException.class::isInstance)
        .findFirst()
        .map(
            unknown ->
                "no address is known of %s: check the region, and the network of this machine"
                    .formatted(unknown.getMessage()))
        .orElse(message);
  }

  /// Without credentials the SDK throws the same class as for every call that it could not make,
  /// with a message that lists all places where it looked.
  public static boolean lacksCredentials(SdkException failed) {
    return failed.getMessage() != null
        && failed.getMessage().startsWith("Unable to load credentials from any of the providers");
  }

  private static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause);
  }

  /// The message of a time-out names the action already.
  private static String withoutAction(Action action, String message) {
    var named = action + ": ";
    return message.startsWith(named) ? message.substring(named.length()) : message;
  }

  /// The answer about one resource that is asked for by name; empty when it was deleted.
  static <T> Fact<Optional<T>> ofOne(Action action, Supplier<T> call) {
    return of(
        action,
        () -> {
          try {
            return Optional.of(present(call.get()));
          } catch (AwsServiceException failed) {
            if (code(failed).contains("NotFound")) {
              return Optional.empty();
            }
            throw failed;
          }
        });
  }

  /// The same, but throws [AccessRefused] if IAM denies the call.
  static <T> Fact<Optional<T>> ofOneUnlessDenied(Action action, Supplier<T> call) {
    return ofOne(
        action,
        () -> {
          try {
            return call.get();
          } catch (AwsServiceException failed) {
            if (isDenied(failed)) {
              throw new AccessRefused(refusal(action, failed), failed);
            }
            throw failed;
          }
        });
  }

  /// The answer; a refusal ends the read too, with [AccessRefused] if IAM denies the call.
  public static <T> T orFail(Action action, Supplier<T> call) {
    try {
      return present(call.get());
    } catch (EmptyAnswer empty) {
      throw new ReadInterrupted(action + ": " + empty.getMessage(), empty);
    } catch (AwsServiceException failed) {
      var why = refusal(action, failed);
      throw isDenied(failed) ? new AccessRefused(why, failed) : new ReadInterrupted(why, failed);
    } catch (SdkClientException failed) {
      throw new ReadInterrupted(described(action, failed), failed);
    }
  }

  /// The SDK reads an answer that lacks its only object as null.
  private static <T> T present(@Nullable T answer) {
    if (answer == null) {
      throw new EmptyAnswer();
    }
    return answer;
  }

  /// An answer without the object that was asked for.
  private static final class EmptyAnswer extends RuntimeException {
    EmptyAnswer() {
      super("the answer is empty");
    }
  }

  /// Whether IAM is the reason why a call failed.
  static boolean isDenied(AwsServiceException failed) {
    return DENIED.contains(code(failed));
  }

  private static String refusal(Action action, AwsServiceException failed) {
    var refusal = action + ": " + code(failed);
    boolean passes =
        failed.statusCode() >= 500
            || failed.isThrottlingException()
            || failed.isClockSkewException()
            || CREDENTIALS.contains(code(failed));
    if (passes) {
      throw new ReadInterrupted(refusal, failed);
    }
    return refusal;
  }

  /// The denied permission, if IAM is the reason why a call failed.
  static Optional<Refusal> denial(String action, AwsServiceException failed) {
    return DENIED.contains(code(failed))
        ? Optional.of(new Refusal(action, code(failed), principal(failed)))
        : Optional.empty();
  }

  private static Optional<String> principal(AwsServiceException failed) {
    var message = PRINCIPAL.matcher(String.valueOf(failed.getMessage()));
    return message.find() ? Optional.of(message.group(1)) : Optional.empty();
  }

  /// Whether the response of a call has another form than the SDK's class for it, so that a
  /// [PlainListener] hears it.
  public static boolean isPlain(ExecutionAttributes attributes) {
    return attributes.getAttribute(RawContent.WANTED) != null;
  }

  public static String code(AwsServiceException failed) {
    var details = failed.awsErrorDetails();
    return details == null || details.errorCode() == null
        ? "HTTP " + failed.statusCode()
        : details.errorCode();
  }
}
