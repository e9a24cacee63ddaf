package slash80.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.network.Address;

/// Which load balancers stand in front of the cluster.
final class Balancers {
  private final Network network;
  private final Holdings holdings;
  private final Set<String> tagsOfCluster;

  Balancers(Network network, Holdings holdings) {
    this.network = network;
    this.holdings = holdings;
    var cluster = network.cluster().name();
    this.tagsOfCluster =
        Set.of("elbv2.k8s.aws/cluster=" + cluster, "eks:eks-cluster-name=" + cluster);
  }

  /// Whether a load balancer fronts the cluster: it or a target group of it is tagged so, or sends
  /// to a node or a pod. One tie that was read is enough; none is, until all were read.
  Fact<Boolean> fronts(LoadBalancer balancer) {
    var ties = new ArrayList<Fact<Boolean>>();
    ties.add(balancer.tags().map(this::nameCluster));
    switch (network.facts().targetGroups()) {
      case Unread<List<TargetGroup>>(var why) -> ties.add(Fact.unread(why));
      case Known<List<TargetGroup>>(var groups) -> {
        for (var group : groups) {
          if (group.loadBalancers().contains(balancer.arn())) {
            ties.add(group.tags().map(this::nameCluster));
            ties.add(group.targets().flatMap(targets -> leadToCluster(group, targets)));
          }
        }
      }
    }
    return ThreeValued.any(ties);
  }

  private boolean nameCluster(Map<String, String> tags) {
    return tags.containsKey("kubernetes.io/cluster/" + network.cluster().name())
        || tags.entrySet().stream()
            .anyMatch(tag -> tagsOfCluster.contains(tag.getKey() + "=" + tag.getValue()));
  }

  private Fact<Boolean> leadToCluster(TargetGroup group, List<TargetGroup.Target> targets) {
    return switch (group.targetType()) {
      case "instance" ->
          network.nodes().map(_ -> targets.stream().anyMatch(target -> isNode(target.id())));
      case "ip" ->
          network
              .interfaces()
              .map(_ -> targets.stream().anyMatch(target -> isOfNodeOrPod(target.id())));
      default -> Fact.known(false);
    };
  }

  private boolean isNode(String instance) {
    return network.node(new Instance.Id(instance)).isPresent();
  }

  private boolean isOfNodeOrPod(String address) {
    return holdings.holdersOf(Address.parse(address)).stream()
        .flatMap(holder -> network.kindOf(holder).stream())
        .anyMatch(kind -> kind.isOfNode() || kind == InterfaceKind.BRANCH);
  }
}
