package slash80.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/// The time until which clients may wait for AWS. No call begins after it, and a call that is
/// waiting for its answer ends with it, so that a service which never answers fails the messages
/// that need it, and not the whole function.
public final class CallDeadline implements ExecutionInterceptor {
  /// The longest wait for one answer. AWS answers a page of a thousand resources within seconds, so
  /// an answer that takes longer was lost, and the next try may get one.
  private static final Duration ATTEMPT = Duration.ofSeconds(20);

  /// The longest time-out of a call: no function runs longer.
  private static final Duration CALL = Duration.ofMinutes(15);

  private static final ExecutionAttribute<Instant> BEGAN = new ExecutionAttribute<>("Slash80Began");

  private final InstantSource clock;
  private final Duration attempt;
  private volatile Instant end = Instant.MAX;

  public CallDeadline(InstantSource clock) {
    this(clock, ATTEMPT);
  }

  /// @param attempt the longest wait for one answer
  CallDeadline(InstantSource clock, Duration attempt) {
    this.clock = clock;
    this.attempt = attempt;
  }

  public void set(Instant end) {
    this.end = end;
  }

  /// The time that is left; nothing if it is over.
  public Duration left() {
    var left = Duration.between(clock.instant(), end);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /// The longest wait for one answer from now on.
  Duration attempt() {
    return shorter(attempt, left());
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    attributes.putAttribute(BEGAN, clock.instant());
  }

  /// Limits the call and each of its attempts to the time that is left. A request that waits for
  /// less keeps its own limits.
  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    var left = shorter(CALL, left());
    if (!(context.request() instanceof AwsRequest request) || left.isZero()) {
      return context.request(); // nothing will be sent
    }
    var own = request.overrideConfiguration();
    var settings =
        own.map(AwsRequestOverrideConfiguration::toBuilder)
            .orElseGet(AwsRequestOverrideConfiguration::builder)
            .apiCallTimeout(
                shorter(
                    own.flatMap(AwsRequestOverrideConfiguration::apiCallTimeout).orElse(left),
                    left))
            .apiCallAttemptTimeout(
                shorter(
                    own.flatMap(AwsRequestOverrideConfiguration::apiCallAttemptTimeout)
                        .orElse(attempt),
                    left))
            .build();
    return request.toBuilder().overrideConfiguration(settings).build();
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    if (clock.instant().isAfter(end)) {
      throw SdkClientException.create("time budget used up");
    }
  }

  /// Says in plain words that no answer came, whichever time-out noticed it.
  @Override
  public Throwable modifyException(
      Context.FailedExecution context, ExecutionAttributes attributes) {
    var began = attributes.getAttribute(BEGAN);
    return began == null
        ? context.exception()
        : NoAnswer.named(
            Actions.named(attributes),
            Duration.between(began, clock.instant()),
            context.exception());
  }
}
