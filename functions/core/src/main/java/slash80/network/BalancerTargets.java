package slash80.network;

import java.util.ArrayList;
import java.util.List;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.Instance;
import slash80.facts.NetworkInterface;
import slash80.facts.TargetGroup;
import slash80.facts.Trilean;
import slash80.facts.Vpc;
import slash80.ip.Address;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;

/// The interfaces of a cluster behind the targets of load balancers.
final class BalancerTargets {
  private final Cluster cluster;
  private final ClusterVpcs vpcs;
  private final Membership membership;
  private final AddressIndex holdings;

  BalancerTargets(Cluster cluster, ClusterVpcs vpcs, Membership membership, AddressIndex holdings) {
    this.cluster = cluster;
    this.vpcs = vpcs;
    this.membership = membership;
    this.holdings = holdings;
  }

  static IpFamily family(TargetGroup group) {
    return group.ipAddressType().equals("ipv6") ? IpFamily.IPV6 : IpFamily.IPV4;
  }

  /// Whether a target is a node, or an address that a node or a pod holds.
  Fact<Boolean> isOfCluster(TargetGroup group, TargetGroup.Target target) {
    return switch (group.targetType()) {
      case "instance" -> isNode(new Instance.Id(target.id()));
      case "ip" ->
          membership
              .interfaces()
              .flatMap(_ -> isOfNodeOrPod(group, Address.parse(target.id()), target));
      case "lambda", "alb" -> Fact.known(false);
      default ->
          Fact.unread("the TargetType of %s is %s".formatted(group.name(), group.targetType()));
    };
  }

  Fact<Boolean> isNode(Instance.Id instance) {
    return membership.nodes().map(_ -> membership.find(instance).isPresent());
  }

  private Fact<Boolean> isOfNodeOrPod(
      TargetGroup group, Address address, TargetGroup.Target target) {
    var answers = new ArrayList<Fact<Boolean>>();
    for (var holder : holdings.holdersOf(address)) {
      if (isOfNodeOrPod(holder)) {
        answers.add(isIn(holder.vpc(), group, address, target));
      }
    }
    return Trilean.any(answers);
  }

  private boolean isOfNodeOrPod(NetworkInterface holder) {
    return membership
        .kindOf(holder)
        .filter(
            kind ->
                kind.isOfNode() || kind == InterfaceKind.BRANCH || kind == InterfaceKind.FARGATE)
        .isPresent();
  }

  /// Whether an address that a group sends to lies in a VPC. Two VPCs may have the same addresses:
  /// AWS marks a target outside of its group's VPC. A target without that mark is inside, unless
  /// the ranges of the group's VPC say otherwise.
  private Fact<Boolean> isIn(
      Vpc.Id holder, TargetGroup group, Address address, TargetGroup.Target target) {
    var own = group.vpc().orElse(cluster.vpc());
    if (target.isOutsideVpc() || holder.equals(own)) {
      return Fact.known(target.isOutsideVpc() != holder.equals(own));
    }
    if (!target.zone().isEmpty()) {
      return Fact.known(false);
    }
    return switch (vpcs.of(own).layers().vpc()) {
      case Known<Vpc>(var vpc) ->
          Fact.known(vpc.ranges().stream().noneMatch(range -> range.cidr().contains(address)));
      case Unread<Vpc> _ ->
          Fact.unread(
              "it was not read whether %s of %s lies in %s".formatted(address, group.name(), own));
    };
  }

  /// The interfaces of the cluster behind a target. An instance receives packets at a node port, on
  /// its primary interface.
  List<NetworkInterface> interfacesOf(TargetGroup group, TargetGroup.Target target) {
    return switch (group.targetType()) {
      case "instance" -> primaryOf(new Instance.Id(target.id()));
      case "ip" -> {
        var address = Address.parse(target.id());
        yield holdings.holdersOf(address).stream()
            .filter(holder -> membership.kindOf(holder).isPresent())
            .filter(holder -> !isIn(holder.vpc(), group, address, target).equals(Fact.known(false)))
            .toList();
      }
      default -> List.of();
    };
  }

  List<NetworkInterface> primaryOf(Instance.Id instance) {
    return membership
        .find(instance)
        .flatMap(node -> membership.primaryInterfaceOf(node).asKnown())
        .stream()
        .toList();
  }

  /// The address of an interface that an instance's traffic of a family goes to; the id of the
  /// interface where it holds none.
  static String addressOf(NetworkInterface networkInterface, IpFamily family) {
    return networkInterface.held(family).stream()
        .filter(held -> held.length() == family.bits())
        .map(Prefix::first)
        .map(Address::toString)
        .findFirst()
        .orElse(networkInterface.id().value());
  }
}
