package slash80.aws.live;

import java.time.Instant;
import java.time.InstantSource;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/// Stops all calls to an account at a given time, so that a check that takes too long fails its own
/// messages and no others.
final class CallDeadline implements ExecutionInterceptor {
  private final InstantSource clock;
  private volatile Instant end = Instant.MAX;

  CallDeadline(InstantSource clock) {
    this.clock = clock;
  }

  void set(Instant end) {
    this.end = end;
  }

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    check();
  }

  /// Fails when the time is used up.
  void check() {
    if (clock.instant().isAfter(end)) {
      throw SdkClientException.create("time budget used up");
    }
  }
}
