package slash80.facts;

import java.util.List;
import java.util.Map;

/// A target group of Elastic Load Balancing v2.
///
/// @param targetType `instance`, `ip`, `lambda` or `alb`
/// @param ipAddressType `ipv4` or `ipv6`
/// @param protocol `TCP`, `UDP`, `TCP_UDP`, `TLS`, `HTTP`, …, or empty for lambda
/// @param loadBalancers the ARNs of the load balancers that use it
/// @param attributes `preserve_client_ip.enabled`, …
public record TargetGroup(
    String arn,
    String name,
    String targetType,
    String ipAddressType,
    String protocol,
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
  /// @param id an instance id, an IP address, or an ARN, by the group's target type
  /// @param port the port it is asked at; 0 for lambda
  public record Target(String id, int port) {}

  /// What it asks its targets over.
  public Transport transport() {
    return Transport.of(protocol);
  }

  /// Whether it sends to nodes or pods themselves, and not to a function or another balancer. A
  /// type that AWS does not document may be of those that do.
  public boolean sendsToHosts() {
    return !targetType.equals("lambda") && !targetType.equals("alb");
  }

  /// Whether its targets see its balancer's address in place of the client's: never over UDP, else
  /// as the attribute says, and without it only IP addresses do
  /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html).
  /// An IPv4 client of an IPv6 target is hidden whatever the attribute says; that is no setting of
  /// anybody's, so it is not counted here.
  public Fact<Boolean> hidesClientAddress() {
    var byDefault = Boolean.toString(!targetType.equals("ip"));
    return transport().udp()
        ? Fact.known(false)
        : attributes.map(
            all -> !all.getOrDefault("preserve_client_ip.enabled", byDefault).equals("true"));
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
