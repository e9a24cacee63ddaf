package slash80.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import slash80.facts.Balancing;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.LoadBalancer;
import slash80.facts.NetworkInterface;
import slash80.facts.TargetGroup;
import slash80.facts.Trilean;

/// The load balancers in front of the cluster, classic ones and those of other VPCs among them, and
/// their target groups.
final class ClusterBalancers {
  private final String cluster;
  private final Balancing balancing;
  private final BalancerTargets targets;
  private final Set<String> tagsOfCluster;
  private final Map<String, LoadBalancer> byArn = new HashMap<>();
  private final Map<String, TargetGroup> groupByArn = new HashMap<>();
  private final Map<String, LinkedHashSet<TargetGroup>> groupsOf = new HashMap<>();
  private final IdentityHashMap<LoadBalancer, Fact<Boolean>> fronts = new IdentityHashMap<>();

  ClusterBalancers(Cluster cluster, Balancing balancing, BalancerTargets targets) {
    this.cluster = cluster.name();
    this.balancing = balancing;
    this.targets = targets;
    this.tagsOfCluster =
        Set.of("elbv2.k8s.aws/cluster=" + this.cluster, "eks:eks-cluster-name=" + this.cluster);
    for (var balancer : every().asKnown().orElse(List.of())) {
      byArn.putIfAbsent(balancer.arn(), balancer);
    }
    for (var group : balancing.targetGroups().asKnown().orElse(List.of())) {
      groupByArn.putIfAbsent(group.arn(), group);
      group.loadBalancers().forEach(arn -> putGroup(arn, group));
    }
    for (var balancer : byArn.values()) {
      for (var listener : balancer.listeners().asKnown().orElse(List.of())) {
        Stream.concat(
                listener.targetGroups().stream(),
                listener.ruleTargetGroups().asKnown().orElse(List.of()).stream())
            .flatMap(arn -> Stream.ofNullable(groupByArn.get(arn)))
            .forEach(group -> putGroup(balancer.arn(), group));
      }
    }
  }

  private void putGroup(String balancer, TargetGroup group) {
    groupsOf.computeIfAbsent(balancer, _ -> new LinkedHashSet<>()).add(group);
  }

  /// Every load balancer that was read.
  private Fact<List<LoadBalancer>> every() {
    return balancing
        .loadBalancers()
        .map(
            balancers ->
                Stream.concat(
                        balancers.stream(),
                        balancing.classic().asKnown().orElse(List.of()).stream())
                    .toList());
  }

  /// The load balancers that front the cluster or may do so.
  Fact<List<LoadBalancer>> loadBalancers() {
    return every()
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

  Optional<LoadBalancer> loadBalancer(String arn) {
    return Optional.ofNullable(byArn.get(arn));
  }

  Optional<TargetGroup> targetGroup(String arn) {
    return Optional.ofNullable(groupByArn.get(arn));
  }

  /// The interfaces of Classic Load Balancers in the cluster's VPC where the load balancers
  /// themselves were not read, and the reason.
  Map<NetworkInterface, String> unreadClassic(List<NetworkInterface> interfaces) {
    var unread = new HashMap<NetworkInterface, String>();
    if (balancing.classic() instanceof Unread<List<LoadBalancer>>(var why)) {
      interfaces.stream()
          .filter(NetworkInterface::isOfClassicLoadBalancer)
          .forEach(networkInterface -> unread.put(networkInterface, why));
    }
    return unread;
  }

  /// Whether a load balancer fronts the cluster: it or any of its target groups is tagged with the
  /// cluster's name, sends to a node or a pod, or to an application load balancer that fronts the
  /// cluster. One known tie is enough for true; false needs all ties to be known.
  Fact<Boolean> fronts(LoadBalancer balancer) {
    var known = fronts.get(balancer);
    if (known == null) {
      known = tie(balancer);
      fronts.put(balancer, known);
    }
    return known;
  }

  private Fact<Boolean> tie(LoadBalancer balancer) {
    var ties = new ArrayList<Fact<Boolean>>();
    ties.add(balancer.tags().map(this::nameCluster));
    balancer.instances().forEach(instance -> ties.add(targets.isNode(instance)));
    if (!balancer.isClassic()) {
      switch (targetGroupsOf(balancer)) {
        case Unread<List<TargetGroup>>(var why) -> ties.add(Fact.unread(why));
        case Known<List<TargetGroup>>(var groups) ->
            groups.forEach(group -> ties.addAll(ties(group)));
      }
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
    ties.add(
        group
            .targets()
            .flatMap(
                registered ->
                    Trilean.any(registered.stream().map(target -> tie(group, target)).toList())));
    return ties;
  }

  private Fact<Boolean> tie(TargetGroup group, TargetGroup.Target target) {
    return group.targetType().equals("alb")
        ? loadBalancer(target.id())
            .filter(behind -> behind.type().equals("application"))
            .map(this::fronts)
            .orElse(Fact.known(false))
        : targets.isOfCluster(group, target);
  }

  Fact<List<TargetGroup>> targetGroupsOf(LoadBalancer balancer) {
    return balancing
        .targetGroups()
        .map(_ -> List.copyOf(groupsOf.getOrDefault(balancer.arn(), new LinkedHashSet<>())));
  }

  private boolean nameCluster(Map<String, String> tags) {
    return tags.containsKey("kubernetes.io/cluster/" + cluster)
        || tags.entrySet().stream()
            .anyMatch(tag -> tagsOfCluster.contains(tag.getKey() + "=" + tag.getValue()));
  }
}
