package slash80.aws;

import java.util.Set;
import slash80.facts.Cluster;
import slash80.facts.Instance;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.facts.Vpc;
import slash80.network.Scope;

/// The VPCs and the clusters of a resource.
///
/// @param vpcs the VPCs of the resource; empty for a resource outside any VPC, such as a terminated
///   instance
/// @param scope the part of a cluster to judge when the resource changes
/// @param clusters cluster names from its tags; empty if untagged
public record Placement(Set<Vpc.Id> vpcs, Scope scope, Set<String> clusters) {
  public Placement {
    vpcs = Set.copyOf(vpcs);
    clusters = Set.copyOf(clusters);
  }

  /// The part of a cluster to judge when a resource of this id changes: a node, an interface or a
  /// security group; the whole cluster for any other resource.
  public static Scope scopeOf(String id) {
    return switch (ResourceIds.kind(id)) {
      case "i" -> Scope.of(new Instance.Id(id));
      case "eni" -> Scope.of(new NetworkInterface.Id(id));
      case "sg" -> Scope.of(new SecurityGroup.Id(id));
      default -> Scope.whole();
    };
  }

  /// Whether the resource may belong to a cluster.
  public boolean mayBeOf(Cluster cluster) {
    return vpcs.contains(cluster.vpc())
        && (clusters.isEmpty() || clusters.contains(cluster.name()));
  }
}
