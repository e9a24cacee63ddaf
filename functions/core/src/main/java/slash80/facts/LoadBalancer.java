package slash80.facts;

import java.util.List;
import java.util.Map;

/// An Elastic Load Balancing v2 load balancer.
///
/// @param type `application`, `network` or `gateway`
/// @param internetFacing its `Scheme`
/// @param ipAddressType `ipv4`, `dualstack` or `dualstack-without-public-ipv4`
public record LoadBalancer(
    String arn,
    String name,
    String type,
    boolean internetFacing,
    String ipAddressType,
    Vpc.Id vpc,
    List<Subnet.Id> subnets,
    List<SecurityGroup.Id> groups,
    Fact<Map<String, String>> tags)
    implements Subject {
  public LoadBalancer {
    subnets = List.copyOf(subnets);
    groups = List.copyOf(groups);
  }

  @Override
  public String subjectType() {
    return "load-balancer";
  }

  @Override
  public String subjectId() {
    return name;
  }
}
