package slash80.check.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import slash80.aws.ConfigurationValues;
import slash80.blame.ClusterSteps;
import slash80.blame.Effect;
import slash80.blame.Step;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.ip.Prefix;

/// Reads calls and notifications about EKS clusters, their add-ons and node groups.
final class ClusterEffects {
  private static final String VPC_CNI = "vpc-cni";
  private static final ClusterSteps.Addon NO_ADDON =
      new ClusterSteps.Addon(false, Optional.empty(), Map.of());

  private ClusterEffects() {}

  static Optional<List<Step>> of(String call, JsonNode request) {
    return switch (call) {
      case "CreateAddon", "UpdateAddon" -> Optional.of(addon(request, left(request), true));
      case "DeleteAddon" -> Optional.of(addon(request, NO_ADDON, true));
      case "DeleteCluster" ->
          EffectReader.known(
              Stream.of(cluster(request))
                  .filter(name -> !name.isEmpty())
                  .<Step>map(ClusterSteps.Deleted::new)
                  .toList());
      case "UpdateClusterConfig" -> config(request);
      case "CreateNodegroup" ->
          Optional.of(
              List.of(
                  new ClusterSteps.NodeGroupMade(
                      cluster(request), EffectReader.text(request, "nodegroupName"))));
      case "DeleteNodegroup" -> Optional.of(nodes(request, true));
      case "UpdateNodegroupVersion" -> Optional.of(nodes(request, false));
      case "UpdateNodegroupConfig" ->
          Optional.of(
              CloudTrailFields.field(request, "scalingConfig").isMissingNode()
                  ? List.of()
                  : nodes(request, false));
      case "TagResource", "UntagResource" -> Optional.of(List.of());
      default -> Optional.empty();
    };
  }

  private static List<Step> nodes(JsonNode request, boolean isDeleted) {
    return List.of(
        new ClusterSteps.NodesOf(
            cluster(request), EffectReader.text(request, "nodegroupName"), isDeleted));
  }

  /// The effect of an event about an add-on, which names no caller.
  static Effect ofNotification(String kind, JsonNode detail) {
    var left = kind.equals("EKS Addon Deletion Succeeded") ? NO_ADDON : left(detail);
    var steps = addon(detail, left, false);
    return steps.isEmpty() ? new Effect.None() : new Effect.Steps(steps);
  }

  private static List<Step> addon(JsonNode tree, ClusterSteps.Addon left, boolean called) {
    return EffectReader.text(tree, "addonName").equals(VPC_CNI)
        ? List.of(new ClusterSteps.AddonSet(cluster(tree), left, called))
        : List.of();
  }

  private static ClusterSteps.Addon left(JsonNode tree) {
    return new ClusterSteps.Addon(
        true,
        EffectReader.present(tree, "addonVersion"),
        environment(EffectReader.text(tree, "configurationValues")));
  }

  /// The variables that configuration values set. Where they cannot be read, the version alone
  /// tells whether the facts show them.
  private static Map<String, String> environment(String values) {
    return switch (ConfigurationValues.environment(values)) {
      case Known(var environment) -> environment;
      case Unread(_) -> Map.of();
    };
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
