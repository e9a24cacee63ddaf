package slash80.check.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import slash80.blame.ClusterSteps;
import slash80.blame.Effect;
import slash80.blame.Step;
import slash80.ip.Prefix;

/// Reads calls and notifications about EKS clusters, their add-ons and node groups.
final class ClusterEffects {
  private static final String VPC_CNI = "vpc-cni";

  private ClusterEffects() {}

  static Optional<List<Step>> of(String call, JsonNode request) {
    return switch (call) {
      case "CreateAddon", "UpdateAddon", "DeleteAddon" -> Optional.of(addon(request, true));
      case "UpdateClusterConfig" -> config(request);
      case "CreateNodegroup" ->
          Optional.of(
              List.of(
                  new ClusterSteps.NodeGroupMade(
                      cluster(request), EffectReader.text(request, "nodegroupName"))));
      case "TagResource", "UntagResource" -> Optional.of(List.of());
      default -> Optional.empty();
    };
  }

  /// The effect of an event about an add-on, which names no caller.
  static Effect ofNotification(JsonNode detail) {
    var steps = addon(detail, false);
    return steps.isEmpty() ? new Effect.None() : new Effect.Steps(steps);
  }

  private static List<Step> addon(JsonNode tree, boolean called) {
    return EffectReader.text(tree, "addonName").equals(VPC_CNI)
        ? List.of(new ClusterSteps.AddonSet(cluster(tree), called))
        : List.of();
  }

  /// A call sets one part of a cluster's configuration at a time.
  private static Optional<List<Step>> config(JsonNode request) {
    var network = CloudTrailFields.field(request, "resourcesVpcConfig");
    boolean setsEndpoint =
        Stream.of("endpointPublicAccess", "endpointPrivateAccess", "publicAccessCidrs")
            .anyMatch(key -> !CloudTrailFields.field(network, key).isMissingNode());
    if (setsEndpoint) {
      return Optional.of(
          List.of(
              new ClusterSteps.EndpointSet(cluster(request), isPublic(network), cidrs(network))));
    }
    boolean setsLogs = !CloudTrailFields.field(request, "logging").isMissingNode();
    return setsLogs ? Optional.of(List.of()) : Optional.empty();
  }

  private static Optional<Boolean> isPublic(JsonNode network) {
    return Optional.of(CloudTrailFields.field(network, "endpointPublicAccess"))
        .filter(flag -> !flag.isMissingNode() && !flag.isNull())
        .map(JsonNode::asBoolean);
  }

  private static Optional<List<Prefix>> cidrs(JsonNode network) {
    return Optional.of(
            CloudTrailFields.elements(CloudTrailFields.field(network, "publicAccessCidrs")).stream()
                .map(element -> Prefix.parse(element.asText()))
                .toList())
        .filter(cidrs -> !cidrs.isEmpty());
  }

  private static String cluster(JsonNode tree) {
    var name = EffectReader.text(tree, "clusterName");
    return name.isEmpty() ? EffectReader.text(tree, "name") : name;
  }
}
