package slash80.aws.live;

import java.util.Optional;
import slash80.aws.Actions;
import slash80.aws.CallDeadline;
import slash80.aws.Patience;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.NonRetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RecordSuccessResponse;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/// The patience with an account and region whose request quota is used up. After a call that was
/// throttled to its end, a batch makes no other call: each would be throttled too, and take the
/// time of other accounts.
final class SitePatience implements ExecutionInterceptor {
  private static final int TRIES = 8;

  private final CallDeadline deadline;
  private volatile Patience patience = Patience.WAIT;
  private volatile boolean isOfBatch;
  private volatile Optional<String> throttled = Optional.empty();
  private volatile boolean isCutShort;

  SitePatience(CallDeadline deadline) {
    this.deadline = deadline;
  }

  /// Begins a batch.
  void begin(Patience next) {
    isOfBatch = true;
    patience = next;
    throttled = Optional.empty();
    isCutShort = false;
  }

  /// Whether a call failed for lack of time or of quota since [#begin], so that it may succeed with
  /// more time.
  boolean isCutShort() {
    return isCutShort;
  }

  /// Retries for about half a minute, and slows down where the quota is used up
  /// (https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html), but no longer
  /// than there is time and patience.
  RetryStrategy retries() {
    return new Limited(
        AwsRetryStrategy.adaptiveRetryStrategy().toBuilder().maxAttempts(TRIES).build());
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    if (isOfBatch && throttled.isPresent()) {
      throw SdkClientException.create("not asked, because " + throttled.get() + " was throttled");
    }
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    switch (context.exception()) {
      case AwsServiceException refused when refused.isThrottlingException() -> {
        throttled = Optional.of(Actions.named(attributes));
        isCutShort = true;
      }
      case NonRetryableException _ -> {}
      case SdkClientException _ -> isCutShort = true;
      default -> {}
    }
  }

  private boolean isWorthWaiting(Throwable failure, RefreshRetryTokenResponse next) {
    boolean isThrottled =
        failure instanceof AwsServiceException refused && refused.isThrottlingException();
    return switch (patience) {
      case STOP -> !isThrottled && isInTime(next);
      case WAIT -> isInTime(next);
    };
  }

  private boolean isInTime(RefreshRetryTokenResponse next) {
    return next.delay().compareTo(deadline.left()) < 0;
  }

  private final class Limited implements RetryStrategy {
    private final RetryStrategy strategy;

    Limited(RetryStrategy strategy) {
      this.strategy = strategy;
    }

    @Override
    public AcquireInitialTokenResponse acquireInitialToken(AcquireInitialTokenRequest request) {
      return strategy.acquireInitialToken(request);
    }

    /// A retry that comes too late would hide the answer of AWS behind a time-out.
    @Override
    public RefreshRetryTokenResponse refreshRetryToken(RefreshRetryTokenRequest request) {
      var next = strategy.refreshRetryToken(request);
      if (!isWorthWaiting(request.failure(), next)) {
        throw new TokenAcquisitionFailedException(
            "no time to try again", next.token(), request.failure());
      }
      return next;
    }

    @Override
    public RecordSuccessResponse recordSuccess(RecordSuccessRequest request) {
      return strategy.recordSuccess(request);
    }

    @Override
    public int maxAttempts() {
      return strategy.maxAttempts();
    }

    @Override
    public boolean useClientDefaults() {
      return strategy.useClientDefaults();
    }

    @Override
    public Builder<?, ?> toBuilder() {
      return strategy.toBuilder();
    }
  }
}
