package slash80.facts;

import java.util.List;
import java.util.Map;
import slash80.ip.IpFamily;
import slash80.ip.ServiceSet;

/// An Elastic Load Balancing v2 load balancer
/// (https://docs.aws.amazon.com/cli/latest/reference/elbv2/describe-load-balancers.html).
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

  /// A listener of a load balancer
  /// (https://docs.aws.amazon.com/cli/latest/reference/elbv2/describe-listeners.html).
  ///
  /// @param protocol `TCP`, `UDP`, `TCP_UDP`, `TLS`, `HTTP`, `HTTPS`, …; empty for a gateway load
  ///   balancer
  /// @param port 0 for a gateway load balancer
  /// @param targetGroups the ARNs of the target groups that its default actions forward to
  public record Listener(String arn, String protocol, int port, List<String> targetGroups) {
    public Listener {
      targetGroups = List.copyOf(targetGroups);
    }

    public Transport transport() {
      return Transport.of(protocol);
    }

    public ServiceSet services(IpFamily family) {
      return transport().at(family, port);
    }
  }

  public boolean isNetworkLoadBalancer() {
    return type.equals("network");
  }

  /// Whether the internet can reach the load balancer over either family.
  public boolean isOpenToInternet() {
    return isOpenToInternet(IpFamily.IPV4) || isOpenToInternet(IpFamily.IPV6);
  }

  /// Whether the internet can reach the load balancer over a family. Over IPv6 an attribute
  /// decides, whose default AWS derives from the scheme; an attribute that was not read counts as
  /// the default
  /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html#load-balancer-attributes).
  /// AWS does not say that the attribute stops IPv4 too, so over IPv4 the scheme alone counts.
  public boolean isOpenToInternet(IpFamily family) {
    return switch (family) {
      case IPV4 -> internetFacing && !ipAddressType.equals("dualstack-without-public-ipv4");
      case IPV6 -> !ipAddressType.equals("ipv4") && !deniesInternetGateway();
    };
  }

  private boolean deniesInternetGateway() {
    var byDefault = Boolean.toString(!internetFacing);
    return attributes
        .map(attribute -> attribute.getOrDefault("ipv6.deny_all_igw_traffic", byDefault))
        .asKnown()
        .orElse(byDefault)
        .equals("true");
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
