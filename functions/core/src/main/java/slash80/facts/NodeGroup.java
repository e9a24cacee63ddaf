package slash80.facts;

import java.util.List;

/// A managed node group of a cluster
/// (https://docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html).
///
/// @param subnets the subnets that it launches nodes in
/// @param hasLaunchTemplate whether it launches them from a template of the user, which may ask for
///   an IPv6 address itself
public record NodeGroup(String name, List<Subnet.Id> subnets, boolean hasLaunchTemplate) {
  public NodeGroup {
    subnets = List.copyOf(subnets);
  }
}
