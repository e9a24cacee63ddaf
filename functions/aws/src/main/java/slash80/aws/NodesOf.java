package slash80.aws;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/// What a cluster's nodes stand on, as far as the instances are known: what is asked about them
/// alone.
final class NodesOf {
  private final List<software.amazon.awssdk.services.ec2.model.Instance> nodes;

  NodesOf(Cluster cluster, Fact<List<software.amazon.awssdk.services.ec2.model.Instance>> said) {
    this.nodes =
        said.asKnown().orElse(List.of()).stream()
            .filter(one -> cluster.vpc().value().equals(one.vpcId()))
            .filter(one -> isNode(one, cluster.name()))
            .toList();
  }

  /// One without a launch time makes the instances unread, so it may pass for a node here.
  private static boolean isNode(
      software.amazon.awssdk.services.ec2.model.Instance said, String cluster) {
    return said.launchTime() == null || FactsOf.instance(said).isNodeOf(cluster);
  }

  /// Their instance types.
  Set<String> types() {
    return nodes.stream()
        .map(software.amazon.awssdk.services.ec2.model.Instance::instanceTypeAsString)
        .map(type -> Optional.ofNullable(type).orElse(""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The subnets that their interfaces stand in.
  Set<String> subnets(Optional<Fact<List<NetworkInterface>>> interfaces) {
    var ids = nodes.stream().map(one -> one.instanceId()).collect(Collectors.toSet());
    var subnets = new TreeSet<String>();
    nodes.forEach(node -> node.networkInterfaces().forEach(one -> subnets.add(one.subnetId())));
    for (var one : interfaces.flatMap(Fact::asKnown).orElse(List.of())) {
      if (one.attachment() != null && ids.contains(one.attachment().instanceId())) {
        subnets.add(one.subnetId());
      }
    }
    return subnets;
  }
}
