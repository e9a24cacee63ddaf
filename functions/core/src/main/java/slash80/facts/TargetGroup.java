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

  /// `TCP`, `TLS`, `TCP_UDP` or `TCP_QUIC`.
  boolean asksOverTcp() {
    return protocol.startsWith("T");
  }

  /// `UDP`, `TCP_UDP`, `QUIC` or `TCP_QUIC`.
  boolean asksOverUdp() {
    return protocol.endsWith("UDP") || protocol.endsWith("QUIC");
  }

  /// Whether its targets see the client's own address: always over UDP, else as the attribute says,
  /// and without it instances do and IP addresses do not
  /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html).
  boolean keepsClientAddress(Map<String, String> attributes) {
    var byDefault = Boolean.toString(targetType.equals("instance"));
    return asksOverUdp()
        || attributes.getOrDefault("preserve_client_ip.enabled", byDefault).equals("true");
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
