package slash80.facts;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// An EC2 instance (https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-instances.html).
/// [NetworkInterface] holds its interfaces.
///
/// @param state `pending`, `running`, … as AWS writes it
/// @param instanceType `c5.large`, …
/// @param zone its availability zone, such as `us-east-2a`; empty where AWS gave none
/// @param operator the service that manages it (`Operator.Principal`); empty when none does
public record Instance(
    Id id,
    String state,
    Instant launched,
    String instanceType,
    String zone,
    Map<String, String> tags,
    String operator) {
  private static final String OF_CLUSTER = "kubernetes.io/cluster/";

  /// The tags that name the group of nodes which an instance is of: a managed node group
  /// (https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html), a node pool of EKS
  /// Auto Mode or Karpenter, or a group of `eksctl`.
  private static final List<String> GROUPS =
      List.of("eks:nodegroup-name", "karpenter.sh/nodepool", "alpha.eksctl.io/nodegroup-name");

  public Instance {
    tags = Map.copyOf(tags);
  }

  public record Id(String value) {
    public static final Comparator<Id> BY_VALUE =
        (id, other) -> id.value().compareTo(other.value());

    @Override
    public String toString() {
      return value;
    }
  }

  /// The value of its `Name` tag.
  public Optional<String> name() {
    return tag("Name");
  }

  /// The group of nodes that it is of: a managed node group or a node pool.
  public Optional<String> nodeGroup() {
    return GROUPS.stream().flatMap(key -> tag(key).stream()).findFirst();
  }

  private Optional<String> tag(String key) {
    return Optional.ofNullable(tags.get(key)).filter(value -> !value.isBlank());
  }

  /// Whether the instance is a node of a cluster: pending or running, and tagged with the cluster's
  /// name.
  public boolean isNodeOf(String cluster) {
    return (state.equals("pending") || state.equals("running")) && clusters(tags).contains(cluster);
  }

  /// The names of the clusters whose node an instance with these tags is while it runs; empty when
  /// no tag names one. Only the first key is set by EKS on every node, and EKS sets it after the
  /// node has joined (https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html); so the
  /// keys are tried in this order.
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
