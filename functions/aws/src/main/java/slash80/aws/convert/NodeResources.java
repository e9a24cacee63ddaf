package slash80.aws.convert;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/// The instance types and subnets of a cluster's nodes, as far as the instances are known. Calls
/// about types and subnets name these only.
public final class NodeResources {
  private final List<Instance> nodes;

  public NodeResources(Cluster cluster, Fact<List<Instance>> instances) {
    this.nodes =
        instances.asKnown().orElse(List.of()).stream()
            .filter(instance -> cluster.vpc().value().equals(instance.vpcId()))
            .filter(instance -> isNode(instance, cluster.name()))
            .toList();
  }

  /// An instance without a launch time makes the instances unread, so it may pass for a node here.
  private static boolean isNode(Instance instance, String cluster) {
    return instance.launchTime() == null || InstanceFacts.convert(instance).isNodeOf(cluster);
  }

  /// The instance types of the nodes.
  public Set<String> types() {
    return nodes.stream()
        .map(node -> Optional.ofNullable(node.instanceTypeAsString()).orElse(""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The subnets of the nodes' interfaces.
  public Set<String> subnets(Optional<Fact<List<NetworkInterface>>> interfaces) {
    var ids = nodes.stream().map(Instance::instanceId).collect(Collectors.toSet());
    var subnets = new TreeSet<String>();
    nodes.forEach(node -> node.networkInterfaces().forEach(own -> subnets.add(own.subnetId())));
    interfaces.flatMap(Fact::asKnown).orElse(List.of()).stream()
        .filter(listed -> listed.attachment() != null)
        .filter(listed -> ids.contains(listed.attachment().instanceId()))
        .forEach(listed -> subnets.add(listed.subnetId()));
    return subnets;
  }
}
