package slash80.facts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.ip.IpFamily;
import slash80.ip.ServiceSet;

/// A load balancer of Elastic Load Balancing
/// (https://docs.aws.amazon.com/cli/latest/reference/elbv2/describe-load-balancers.html), or a
/// Classic Load Balancer
/// (https://docs.aws.amazon.com/cli/latest/reference/elb/describe-load-balancers.html).
///
/// @param type `application`, `network`, `gateway` or `classic`
/// @param internetFacing its `Scheme`
/// @param ipAddressType `ipv4`, `dualstack` or `dualstack-without-public-ipv4`; a classic one
///   speaks IPv4 only
/// @param enforcesGroupsOnPrivateLink `EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic`; true
///   where AWS gives none
/// @param instances the registered instances of a classic one; any other names its targets in
///   target groups
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
    boolean enforcesGroupsOnPrivateLink,
    List<Instance.Id> instances,
    Fact<List<Listener>> listeners,
    Fact<Map<String, String>> attributes,
    Fact<Map<String, String>> tags)
    implements Subject {

  /// The part of an ARN before the type, name and number of a load balancer.
  private static final String OF_ARN = "loadbalancer/";

  public LoadBalancer {
    subnets = List.copyOf(subnets);
    groups = List.copyOf(groups);
    instances = List.copyOf(instances);
  }

  /// A listener of a load balancer
  /// (https://docs.aws.amazon.com/cli/latest/reference/elbv2/describe-listeners.html).
  ///
  /// @param protocol `TCP`, `UDP`, `TCP_UDP`, `TLS`, `HTTP`, `HTTPS`, …; empty for a gateway load
  ///   balancer
  /// @param port 0 for a gateway load balancer
  /// @param targetGroups the ARNs of the target groups that its default actions forward to
  /// @param ruleTargetGroups the ARNs of the target groups that its rules forward to
  ///   (https://docs.aws.amazon.com/cli/latest/reference/elbv2/describe-rules.html)
  /// @param instancePort the port of the instances behind a classic load balancer
  public record Listener(
      String arn,
      String protocol,
      int port,
      List<String> targetGroups,
      Fact<List<String>> ruleTargetGroups,
      Optional<InstancePort> instancePort) {
    public Listener {
      targetGroups = List.copyOf(targetGroups);
    }

    /// A listener without rules.
    public Listener(String arn, String protocol, int port, List<String> targetGroups) {
      this(arn, protocol, port, targetGroups, Fact.known(List.of()), Optional.empty());
    }

    public Transport transport() {
      return Transport.of(protocol);
    }

    public ServiceSet services(IpFamily family) {
      return transport().at(family, port);
    }
  }

  /// The protocol and port of instances behind a classic load balancer.
  public record InstancePort(String protocol, int port) {}

  /// The description of its interfaces: AWS gives the end of its ARN there, and the name of a
  /// Classic Load Balancer.
  public String interfaceDescription() {
    int end = arn.indexOf(OF_ARN);
    return NetworkInterface.OF_LOAD_BALANCER
        + (isClassic() || end < 0 ? name : arn.substring(end + OF_ARN.length()));
  }

  /// Whether an interface is its own.
  public boolean has(NetworkInterface candidate) {
    return vpc.equals(candidate.vpc()) && interfaceDescription().equals(candidate.description());
  }

  public boolean isClassic() {
    return type.equals("classic");
  }

  /// Whether it leads traffic through appliances, and lets no client in
  /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/gateway/introduction.html).
  public boolean isGateway() {
    return type.equals("gateway");
  }

  public boolean isNetworkLoadBalancer() {
    return type.equals("network");
  }

  /// Whether AWS PrivateLink leads its consumers past the load balancer's security groups
  /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancer.html).
  public boolean letsPrivateLinkPast() {
    return isNetworkLoadBalancer() && !groups.isEmpty() && !enforcesGroupsOnPrivateLink;
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
