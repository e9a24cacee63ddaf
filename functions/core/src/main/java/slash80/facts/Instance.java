package slash80.facts;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;

/// An EC2 instance (`ec2:DescribeInstances`). Its interfaces stand in [Network].
///
/// @param state `pending`, `running`, … as AWS says it
/// @param instanceType `c5.large`, …
/// @param operator the service that manages it (`Operator.Principal`), or empty
public record Instance(
    Id id,
    String state,
    Instant launched,
    String instanceType,
    Map<String, String> tags,
    String operator) {
  public Instance {
    tags = Map.copyOf(tags);
  }

  public record Id(String value) {
    public static final Comparator<Id> BY_VALUE = Comparator.comparing(Id::value);

    @Override
    public String toString() {
      return value;
    }
  }

  /// Whether it is a node of the cluster: pending or running, and tagged so. The tags are asked in
  /// this order because only the first is set by EKS on every node, and it comes after the node has
  /// joined (https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html).
  public boolean isNodeOf(String cluster) {
    if (!state.equals("pending") && !state.equals("running")) {
      return false;
    }
    for (String key :
        new String[] {"aws:eks:cluster-name", "eks:eks-cluster-name", "eks:cluster-name"}) {
      if (tags.containsKey(key)) {
        return tags.get(key).equals(cluster);
      }
    }
    return tags.containsKey("kubernetes.io/cluster/" + cluster);
  }
}
