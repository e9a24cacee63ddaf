package slash80.aws.live;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import slash80.aws.Actions.Action;
import slash80.aws.convert.ClusterFacts;
import slash80.facts.Fact;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.Addon;
import software.amazon.awssdk.services.eks.model.Nodegroup;

/// The calls to EKS about one cluster.
final class AddonCalls {
  /// The largest page of a list
  /// (https://docs.aws.amazon.com/eks/latest/APIReference/API_ListNodegroups.html).
  private static final int MOST_NODE_GROUPS = 100;

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

  /// The managed node groups. One that was deleted meanwhile is left out
  /// (https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeNodegroup.html).
  Fact<List<Nodegroup>> nodeGroups(String cluster) {
    return CallRunner.of(
            Action.LIST_NODEGROUPS,
            () ->
                eks
                    .listNodegroupsPaginator(
                        list -> list.clusterName(cluster).maxResults(MOST_NODE_GROUPS))
                    .nodegroups()
                    .stream()
                    .toList())
        .flatMap(names -> described(names, cluster));
  }

  private Fact<List<Nodegroup>> described(List<String> names, String cluster) {
    Fact<List<Nodegroup>> described = Fact.known(List.of());
    for (var next : SideBySide.each(names, name -> nodeGroup(name, cluster)).values()) {
      described =
          described.flatMap(
              groups -> next.map(group -> Stream.concat(groups.stream(), group.stream()).toList()));
    }
    return described;
  }

  private Fact<Optional<Nodegroup>> nodeGroup(String name, String cluster) {
    return CallRunner.ofOne(
        Action.DESCRIBE_NODEGROUP,
        () ->
            eks.describeNodegroup(request -> request.clusterName(cluster).nodegroupName(name))
                .nodegroup());
  }
}
