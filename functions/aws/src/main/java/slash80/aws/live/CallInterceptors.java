package slash80.aws.live;

import java.time.InstantSource;
import java.util.List;
import slash80.aws.CallDeadline;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/// The listeners to all clients of one account.
record CallInterceptors(
    CallDeadline deadline, SitePatience patience, CallMeter meter, PermissionLog permissions) {
  static CallInterceptors create(InstantSource clock) {
    var deadline = new CallDeadline(clock);
    return new CallInterceptors(
        deadline, new SitePatience(deadline), new CallMeter(), new PermissionLog());
  }

  /// The deadline and the patience come first: a call that they stop is not counted.
  List<ExecutionInterceptor> all() {
    return List.of(deadline, patience, meter, permissions, new RawContent.Keeper());
  }

  /// The listeners for clients that have the deadline already.
  List<ExecutionInterceptor> withoutDeadline() {
    return List.of(patience, meter, permissions, new RawContent.Keeper());
  }
}
