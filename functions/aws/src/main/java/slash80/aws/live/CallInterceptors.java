package slash80.aws.live;

import java.time.InstantSource;
import java.util.List;
import slash80.aws.CallDeadline;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/// The listeners to all clients of one account.
record CallInterceptors(CallDeadline deadline, CallMeter meter, PermissionLog permissions) {
  static CallInterceptors create(InstantSource clock) {
    return new CallInterceptors(new CallDeadline(clock), new CallMeter(), new PermissionLog());
  }

  /// The deadline comes first: a call that it stops is not counted.
  List<ExecutionInterceptor> all() {
    return List.of(deadline, meter, permissions, new RawContent.Keeper());
  }

  /// The listeners for clients that have the deadline already.
  List<ExecutionInterceptor> withoutDeadline() {
    return List.of(meter, permissions, new RawContent.Keeper());
  }
}
