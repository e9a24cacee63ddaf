package slash80.aws;

import java.util.Optional;
import slash80.aws.Actions.Action;
import slash80.facts.Fact;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Addon;

/// What is asked of EKS about one cluster.
final class EksCalls {
  private final EksClient eks;

  EksCalls(EksClient eks) {
    this.eks = eks;
  }

  /// The names of all add-ons that EKS manages. It is no part of reading an account: what the
  /// watcher may do does not include it.
  void addons(String cluster) {
    Ask.of(
        Action.LIST_ADDONS,
        () ->
            eks.listAddonsPaginator(list -> list.clusterName(cluster)).addons().stream().toList());
  }

  /// The vpc-cni add-on; nothing when EKS does not manage it
  /// (https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeAddon.html).
  Fact<Optional<Addon>> vpcCni(String cluster) {
    return Ask.ofOne(
        Action.DESCRIBE_ADDON,
        () ->
            eks.describeAddon(one -> one.clusterName(cluster).addonName(ClusterFacts.VPC_CNI))
                .addon());
  }
}
