package slash80.facts;

import java.util.List;
import java.util.Map;

/// An Elastic Load Balancing v2 load balancer.
///
/// @param type `application`, `network` or `gateway`
/// @param internetFacing its `Scheme`
/// @param ipAddressType `ipv4`, `dualstack` or `dualstack-without-public-ipv4`
/// @param attributes `ipv6.deny_all_igw_traffic`, …
public record LoadBalancer(
    String arn,
    String name,
    String type,
    boolean internetFacing,
    String ipAddressType,
    Vpc.Id vpc,
    List<Subnet.Id> subnets,
    List<SecurityGroup.Id> groups,
    Fact<List<Listener>> listeners,
    Fact<Map<String, String>> attributes,
    Fact<Map<String, String>> tags)
    implements Subject {
  public LoadBalancer {
    subnets = List.copyOf(subnets);
    groups = List.copyOf(groups);
  }

  /// What it listens for.
  ///
  /// @param protocol `TCP`, `UDP`, `TCP_UDP`, `TLS`, `HTTP`, `HTTPS`, …; empty for a gateway's
  /// @param port 0 for a gateway's
  /// @param targetGroups the ARNs of those that its default actions forward to
  public record Listener(String arn, String protocol, int port, List<String> targetGroups) {
    public Listener {
      targetGroups = List.copyOf(targetGroups);
    }
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
