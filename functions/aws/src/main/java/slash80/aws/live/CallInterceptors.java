package slash80.aws.live;

import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import slash80.aws.CallDeadline;
import slash80.aws.wire.AnswerRoots;
import slash80.aws.wire.QuickAnswers;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/// The listeners to all clients of one account.
record CallInterceptors(
    CallDeadline deadline, SitePatience patience, CallMeter meter, PermissionLog permissions) {
  static CallInterceptors create(InstantSource clock) {
    var deadline = new CallDeadline(clock);
    return new CallInterceptors(
        deadline, new SitePatience(deadline), new CallMeter(), new PermissionLog());
  }

  /// The listeners for clients, after those of somebody else. The patience comes first: a call that
  /// it stops is not counted. Somebody who listens gets every answer as the SDK reads it.
  List<ExecutionInterceptor> after(List<ExecutionInterceptor> others) {
    Stream<ExecutionInterceptor> quick =
        others.isEmpty()
            ? Stream.of(new QuickAnswers(attributes -> !CallRunner.isPlain(attributes)))
            : Stream.of();
    Stream<ExecutionInterceptor> own =
        Stream.of(patience, meter, permissions, new RawContent.Keeper());
    Stream<ExecutionInterceptor> roots =
        Stream.of(new AnswerRoots()); // the last gets an answer first
    return Stream.of(others.stream(), own, quick, roots).flatMap(part -> part).toList();
  }
}
