package slash80.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import slash80.facts.Balancing;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.Instance;
import slash80.facts.LoadBalancer;
import slash80.facts.TargetGroup;
import slash80.facts.Trilean;
import slash80.facts.Vpc;
import slash80.ip.Address;
import slash80.ip.IpFamily;
import slash80.ip.ServiceSet;

/// The load balancers in front of the cluster, their target groups, and the services they forward.
final class ClusterBalancers {
  private final String cluster;
  private final Vpc.Id vpc;
  private final Balancing balancing;
  private final Membership membership;
  private final AddressIndex holdings;
  private final Set<String> tagsOfCluster;

  ClusterBalancers(
      Cluster cluster, Balancing balancing, Membership membership, AddressIndex holdings) {
    this.cluster = cluster.name();
    this.vpc = cluster.vpc();
    this.balancing = balancing;
    this.membership = membership;
    this.holdings = holdings;
    this.tagsOfCluster =
        Set.of("elbv2.k8s.aws/cluster=" + this.cluster, "eks:eks-cluster-name=" + this.cluster);
  }

  /// The load balancers that front the cluster or may do so.
  Fact<List<LoadBalancer>> loadBalancers() {
    return balancing
        .loadBalancers()
        .map(
            balancers ->
                balancers.stream()
                    .filter(balancer -> !fronts(balancer).equals(Fact.known(false)))
                    .toList());
  }

  /// The target groups that are the cluster's or may be.
  Fact<List<TargetGroup>> targetGroups() {
    return balancing
        .targetGroups()
        .map(
            groups ->
                groups.stream()
                    .filter(group -> !isOfCluster(group).equals(Fact.known(false)))
                    .toList());
  }

  /// Whether a load balancer fronts the cluster: it or any of its target groups is tagged with the
  /// cluster's name or sends to a node or a pod. One known tie is enough for true; false needs all
  /// ties to be known.
  Fact<Boolean> fronts(LoadBalancer balancer) {
    var ties = new ArrayList<Fact<Boolean>>();
    ties.add(balancer.tags().map(this::nameCluster));
    switch (targetGroupsOf(balancer)) {
      case Unread<List<TargetGroup>>(var why) -> ties.add(Fact.unread(why));
      case Known<List<TargetGroup>>(var groups) ->
          groups.forEach(group -> ties.addAll(ties(group)));
    }
    return Trilean.any(ties);
  }

  /// Whether a target group belongs to the cluster: it is tagged with the cluster's name, sends to
  /// a node or a pod, or stands behind a load balancer that fronts the cluster.
  Fact<Boolean> isOfCluster(TargetGroup group) {
    var ties = ties(group);
    switch (balancing.loadBalancers()) {
      case Unread<List<LoadBalancer>>(var why) when !group.loadBalancers().isEmpty() ->
          ties.add(Fact.unread(why));
      case Unread<List<LoadBalancer>> _ -> {}
      case Known<List<LoadBalancer>>(var balancers) ->
          balancers.stream()
              .filter(balancer -> group.loadBalancers().contains(balancer.arn()))
              .forEach(balancer -> ties.add(fronts(balancer)));
    }
    return Trilean.any(ties);
  }

  private List<Fact<Boolean>> ties(TargetGroup group) {
    var ties = new ArrayList<Fact<Boolean>>();
    ties.add(group.tags().map(this::nameCluster));
    ties.add(group.targets().flatMap(targets -> leadToCluster(group, targets)));
    return ties;
  }

  Fact<List<TargetGroup>> targetGroupsOf(LoadBalancer balancer) {
    return balancing
        .targetGroups()
        .map(
            targetGroups ->
                targetGroups.stream()
                    .filter(group -> group.loadBalancers().contains(balancer.arn()))
                    .toList());
  }

  /// The services that a load balancer forwards to a target group: those of its listeners for the
  /// group, or all services when its listeners were not read or none is known to forward to the
  /// group.
  static ServiceSet sentOn(LoadBalancer balancer, TargetGroup group, IpFamily family) {
    return listenersTo(balancer, group)
        .map(listeners -> listeners.stream().map(listener -> listener.services(family)))
        .asKnown()
        .flatMap(services -> services.reduce(ServiceSet::union))
        .orElse(ServiceSet.all(family));
  }

  static Fact<List<LoadBalancer.Listener>> listenersTo(LoadBalancer balancer, TargetGroup group) {
    return balancer
        .listeners()
        .map(
            listeners ->
                listeners.stream()
                    .filter(listener -> listener.targetGroups().contains(group.arn()))
                    .toList());
  }

  private boolean nameCluster(Map<String, String> tags) {
    return tags.containsKey("kubernetes.io/cluster/" + cluster)
        || tags.entrySet().stream()
            .anyMatch(tag -> tagsOfCluster.contains(tag.getKey() + "=" + tag.getValue()));
  }

  private Fact<Boolean> leadToCluster(TargetGroup group, List<TargetGroup.Target> targets) {
    return switch (group.targetType()) {
      case "instance" ->
          membership.nodes().map(_ -> targets.stream().anyMatch(target -> isNode(target.id())));
      case "ip" ->
          membership
              .interfaces()
              .map(
                  _ ->
                      targets.stream()
                          .filter(target -> isInVpc(group, target))
                          .anyMatch(target -> isOfNodeOrPod(target.id())));
      case "lambda", "alb" -> Fact.known(false);
      default ->
          Fact.unread("the TargetType of %s is %s".formatted(group.name(), group.targetType()));
    };
  }

  /// Whether a target lies in the cluster's VPC. Another VPC may have the same addresses: AWS marks
  /// a target outside of its group's VPC.
  private boolean isInVpc(TargetGroup group, TargetGroup.Target target) {
    return group.vpc().equals(Optional.of(vpc)) || target.isOutsideVpc();
  }

  private boolean isNode(String instance) {
    return membership.find(new Instance.Id(instance)).isPresent();
  }

  private boolean isOfNodeOrPod(String address) {
    return holdings.holdersOf(Address.parse(address)).stream()
        .flatMap(holder -> membership.kindOf(holder).stream())
        .anyMatch(kind -> kind.isOfNode() || kind == InterfaceKind.BRANCH);
  }
}
