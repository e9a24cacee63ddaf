package slash80.aws;

/// Ids that AWS gives to resources, such as `subnet-0a1b`, whose first part says what they are, and
/// ARNs of load balancing.
public final class ResourceIds {
  private ResourceIds() {}

  /// The kind of resource that an id names: `subnet` of `subnet-0a1b`, and `subnet-cidr-assoc` of
  /// `subnet-cidr-assoc-0a1b`; `loadbalancer`, `targetgroup`, `listener`, … of an ARN.
  public static String kind(String id) {
    if (id.startsWith("arn:")) {
      return LoadBalancingArn.parse(id).map(LoadBalancingArn::kind).orElse("");
    }
    return id.contains("-") ? id.substring(0, id.lastIndexOf('-')) : "";
  }

  /// The load balancer of a listener or of a listener's rule; any other id unchanged.
  public static String parent(String id) {
    return LoadBalancingArn.parse(id).flatMap(LoadBalancingArn::loadBalancer).orElse(id);
  }

  /// The name in the ARN of a load balancer or a target group; any other id unchanged.
  public static String name(String id) {
    return LoadBalancingArn.parse(id).flatMap(LoadBalancingArn::name).orElse(id);
  }

  /// The id at the end of an ARN.
  public static String last(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }
}
