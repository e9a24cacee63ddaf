package slash80.facts;

import java.time.Instant;

/// A node of the cluster: an EC2 instance that runs its pods. Its prefix arrives some time after
/// the launch, so a young node is still settling.
///
/// @param settledAt the time from which the node is judged
/// @param isSettling whether that time is still to come
public record Node(Instance instance, Instant settledAt, boolean isSettling) implements Subject {

  public Instance.Id id() {
    return instance.id();
  }

  @Override
  public String subjectType() {
    return "instance";
  }

  @Override
  public String subjectId() {
    return instance.id().value();
  }
}
