package slash80.facts;

import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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
  private static final String OF_CLUSTER = "kubernetes.io/cluster/";

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

  /// Whether it is a node of the cluster: pending or running, and tagged so.
  public boolean isNodeOf(String cluster) {
    return (state.equals("pending") || state.equals("running")) && clusters(tags).contains(cluster);
  }

  /// The names of the clusters that an instance with these tags is a node of while it runs; none
  /// where they name none. The tags are asked in this order because only the first is set by EKS on
  /// every node, and it comes after the node has joined
  /// (https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html).
  public static Set<String> clusters(Map<String, String> tags) {
    for (String key :
        new String[] {"aws:eks:cluster-name", "eks:eks-cluster-name", "eks:cluster-name"}) {
      if (tags.containsKey(key)) {
        return Set.of(tags.get(key));
      }
    }
    return tags.keySet().stream()
        .filter(key -> key.startsWith(OF_CLUSTER))
        .map(key -> key.substring(OF_CLUSTER.length()))
        .collect(Collectors.toUnmodifiableSet());
  }
}
