package slash80.facts;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A target group of Elastic Load Balancing v2
/// (https://docs.aws.amazon.com/cli/latest/reference/elbv2/describe-target-groups.html).
///
/// @param targetType `instance`, `ip`, `lambda` or `alb`
/// @param ipAddressType `ipv4` or `ipv6`
/// @param protocol `TCP`, `UDP`, `TCP_UDP`, `TLS`, `HTTP`, …; empty for lambda
/// @param vpc the VPC that the targets are registered from; empty for lambda
/// @param loadBalancers the ARNs of the load balancers that use it
/// @param attributes `preserve_client_ip.enabled`, …
public record TargetGroup(
    String arn,
    String name,
    String targetType,
    String ipAddressType,
    String protocol,
    Optional<Vpc.Id> vpc,
    List<String> loadBalancers,
    Fact<List<Target>> targets,
    Fact<Map<String, String>> attributes,
    Fact<Map<String, String>> tags)
    implements Subject {
  public TargetGroup {
    loadBalancers = List.copyOf(loadBalancers);
  }

  /// One registered target.
  ///
  /// @param id an instance id, an IP address or an ARN, depending on the group's target type
  /// @param port the port of the target; 0 for lambda
  /// @param zone its `AvailabilityZone`: `all` for an address outside of the group's VPC
  ///   (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetDescription.html);
  ///   empty where AWS gives none
  public record Target(String id, int port, String zone) {
    public Target(String id, int port) {
      this(id, port, "");
    }

    /// Whether the address lies outside of the group's VPC: behind a peering connection, a transit
    /// gateway or a private line.
    public boolean isOutsideVpc() {
      return zone.equals("all");
    }
  }

  /// The transport to the targets.
  public Transport transport() {
    return Transport.of(protocol);
  }

  /// Whether a Gateway Load Balancer sends to it, which leads traffic through appliances and lets
  /// no client in
  /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/gateway/introduction.html).
  private boolean isOfGateway() {
    return protocol.equals("GENEVE");
  }

  /// Whether the targets are nodes or pods, and not functions or other load balancers. An
  /// undocumented target type counts as nodes or pods.
  public boolean sendsToHosts() {
    return !targetType.equals("lambda") && !targetType.equals("alb") && !isOfGateway();
  }

  /// Whether targets see the load balancer's address in place of the client's: never over UDP,
  /// otherwise as the attribute says, which by default preserves the client's address except for IP
  /// targets
  /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html).
  /// An IPv6 target never sees an IPv4 client's address; as that depends on no setting, it does not
  /// count here.
  public Fact<Boolean> hidesClientAddress() {
    var byDefault = Boolean.toString(!targetType.equals("ip"));
    return transport().udp()
        ? Fact.known(false)
        : attributes.map(
            attribute ->
                !attribute.getOrDefault("preserve_client_ip.enabled", byDefault).equals("true"));
  }

  @Override
  public String subjectType() {
    return "target-group";
  }

  @Override
  public String subjectId() {
    return name;
  }
}
