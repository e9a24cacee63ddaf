package slash80.facts;

import java.util.List;

/// The load balancers that may front a cluster and the target groups that they send to: those of
/// the cluster's VPC, and those of other VPCs, whose targets may lie behind a peering connection or
/// a transit gateway. A list is unread as a whole when its call failed.
///
/// @param classic the Classic Load Balancers; they have their own call
public record Balancing(
    Fact<List<LoadBalancer>> loadBalancers,
    Fact<List<LoadBalancer>> classic,
    Fact<List<TargetGroup>> targetGroups) {}
