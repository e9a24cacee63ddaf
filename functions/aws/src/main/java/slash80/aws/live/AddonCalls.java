package slash80.aws.live;

import java.util.Optional;
import slash80.aws.Actions.Action;
import slash80.aws.convert.ClusterFacts;
import slash80.facts.Fact;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Addon;

/// The calls to EKS about one cluster.
final class AddonCalls {
  private final EksClient eks;

  AddonCalls(EksClient eks) {
    this.eks = eks;
  }

  /// Lists all add-ons that EKS manages. Only a capture makes this call: the watch function has no
  /// permission for it.
  void addons(String cluster) {
    CallRunner.of(
        Action.LIST_ADDONS,
        () ->
            eks.listAddonsPaginator(list -> list.clusterName(cluster)).addons().stream().toList());
  }

  /// The vpc-cni add-on; empty when EKS does not manage it
  /// (https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeAddon.html).
  Fact<Optional<Addon>> vpcCni(String cluster) {
    return CallRunner.ofOne(
        Action.DESCRIBE_ADDON,
        () ->
            eks.describeAddon(
                    request -> request.clusterName(cluster).addonName(ClusterFacts.VPC_CNI))
                .addon());
  }
}
