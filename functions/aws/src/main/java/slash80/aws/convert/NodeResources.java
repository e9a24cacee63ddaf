package slash80.aws.convert;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
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

  /// The VPCs of the nodes' interfaces: the cluster's own, and each other one in which a node has
  /// an interface (https://aws.amazon.com/about-aws/whats-new/2023/10/multi-vpc-eni-attachments).
  public Set<String> vpcs(Optional<Fact<List<NetworkInterface>>> interfaces) {
    var vpcs = new TreeSet<String>();
    nodes.forEach(
        node ->
            node.networkInterfaces().stream()
                .map(InstanceNetworkInterface::vpcId)
                .filter(Objects::nonNull)
                .forEach(vpcs::add));
    listed(interfaces).forEach(listed -> vpcs.add(listed.vpcId()));
    return vpcs;
  }

  /// Whether an interface is attached to a node.
  public boolean hold(NetworkInterface candidate) {
    return candidate.attachment() != null
        && nodes.stream()
            .anyMatch(node -> node.instanceId().equals(candidate.attachment().instanceId()));
  }

  /// The subnets of the nodes' interfaces.
  public Set<String> subnets(Optional<Fact<List<NetworkInterface>>> interfaces) {
    var subnets = new TreeSet<String>();
    nodes.forEach(node -> node.networkInterfaces().forEach(own -> subnets.add(own.subnetId())));
    listed(interfaces).forEach(listed -> subnets.add(listed.subnetId()));
    return subnets;
  }

  /// The interfaces of the nodes among those that DescribeNetworkInterfaces lists.
  private Stream<NetworkInterface> listed(Optional<Fact<List<NetworkInterface>>> interfaces) {
    var ids = nodes.stream().map(Instance::instanceId).collect(Collectors.toSet());
    return interfaces.flatMap(Fact::asKnown).orElse(List.of()).stream()
        .filter(listed -> listed.attachment() != null)
        .filter(listed -> ids.contains(listed.attachment().instanceId()));
  }
}
