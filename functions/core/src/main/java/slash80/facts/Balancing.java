package slash80.facts;

import java.util.List;

/// The load balancers of one VPC and the target groups that they send to. A list is unread as a
/// whole when its call failed.
public record Balancing(
    Fact<List<LoadBalancer>> loadBalancers, Fact<List<TargetGroup>> targetGroups) {}
