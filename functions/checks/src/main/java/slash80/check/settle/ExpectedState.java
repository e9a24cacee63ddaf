package slash80.check.settle;

import java.util.LinkedHashMap;
import java.util.List;
import slash80.facts.Facts;

/// The state that a call left a resource in. EC2 may go on answering with the old state for a while
/// (https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html), so facts that were
/// read after the call are compared with it.
public record ExpectedState(ChangedResource resource, ResourceState state) {

  /// Keeps the last expectation for each resource: a rule that was added and then revoked is
  /// expected to be gone.
  ///
  /// @param inOrder the oldest first
  public static List<ExpectedState> last(List<ExpectedState> inOrder) {
    var last = new LinkedHashMap<ChangedResource, ExpectedState>();
    inOrder.forEach(expectation -> last.put(expectation.resource().identity(), expectation));
    return List.copyOf(last.values());
  }

  /// Whether these facts contradict the expectation. Facts that do not cover the resource never do.
  public boolean isContradictedBy(Facts facts) {
    return resource.in(facts).filter(seen -> !agrees(seen)).isPresent();
  }

  private boolean agrees(ResourceState seen) {
    return switch (state) {
      case ResourceState.Present _ -> !seen.equals(ResourceState.ABSENT);
      case ResourceState.Absent _, ResourceState.With _ -> seen.equals(state);
    };
  }

  /// `sgr-1 of sg-1`, for the log.
  @Override
  public String toString() {
    return resource.toString();
  }
}
