package slash80.aws;

import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.arns.Arn;

/// The ARN of a resource of Elastic Load Balancing
/// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html#awselasticloadbalancingv2-resources-for-iam-policies).
///
/// @param path the parts of the resource: its kind, then type, name and id of the load balancer, or
///   name and id of the target group
record LoadBalancingArn(Arn arn, List<String> path) {

  /// An ARN of another service, and text that is not an ARN, are empty.
  static Optional<LoadBalancingArn> parse(String text) {
    try {
      return Arn.tryFromString(text)
          .filter(arn -> arn.service().equals("elasticloadbalancing"))
          .map(arn -> new LoadBalancingArn(arn, List.of(arn.resourceAsString().split("/"))));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /// `loadbalancer`, `targetgroup`, `listener`, `listener-rule`, …
  String kind() {
    return path.isEmpty() ? "" : path.getFirst();
  }

  /// The ARN of the load balancer that a listener or a listener's rule belongs to.
  Optional<String> loadBalancer() {
    return kind().startsWith("listener") && path.size() >= 4
        ? Optional.of(
            arn.toBuilder()
                .resource("loadbalancer/" + String.join("/", path.subList(1, 4)))
                .build()
                .toString())
        : Optional.empty();
  }

  /// The name of a load balancer or a target group.
  Optional<String> name() {
    return switch (kind()) {
      case "loadbalancer" -> path.size() < 4 ? Optional.empty() : Optional.of(path.get(2));
      case "targetgroup" -> path.size() < 3 ? Optional.empty() : Optional.of(path.get(1));
      default -> Optional.empty();
    };
  }
}
