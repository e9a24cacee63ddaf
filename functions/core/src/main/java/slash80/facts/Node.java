package slash80.facts;

import java.time.Instant;

/// A node of the cluster that is judged: its instance, and until when it is too early to judge what
/// a node gets some time after it starts.
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
