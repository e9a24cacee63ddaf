package slash80.aws.live;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import slash80.aws.convert.AwsResponses.Balancing;
import slash80.aws.convert.ByResource;
import slash80.facts.Fact;
import slash80.facts.Vpc;
import slash80.ip.IpFamily;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/// Reads the load balancers that pass on their clients' own addresses, so that the security groups
/// of the targets have to admit the clients. Only network load balancers without security groups do
/// so; behind any other load balancer the targets can admit its group. No call returns the load
/// balancers of a target, so every target group is asked.
///
/// @param families the families over which security groups admit the internet
record ScopedLoadBalancers(BalancingCalls calls, Vpc.Id vpc, Set<IpFamily> families) {

  /// Empty when the load balancers take more calls than the budget has left.
  Optional<Balancing> read(CallBudget budget) {
    if (budget.left() < 1) {
      return Optional.empty();
    }
    return switch (calls.loadBalancers(budget.left())) {
      case Fact.Unread<Optional<List<LoadBalancer>>>(var why) -> Optional.of(Balancing.unread(why));
      case Fact.Known<Optional<List<LoadBalancer>>>(var optional) ->
          optional.flatMap(
              balancers -> behind(balancers.stream().filter(this::mayHandOn).toList(), budget));
    };
  }

  private Optional<Balancing> behind(List<LoadBalancer> balancers, CallBudget budget) {
    if (balancers.isEmpty()) {
      return Optional.of(with(balancers, Fact.known(List.of())));
    }
    if (budget.left() < 1) {
      return Optional.empty();
    }
    var arns = balancers.stream().map(LoadBalancer::loadBalancerArn).collect(Collectors.toSet());
    return switch (calls.targetGroups(budget.left())) {
      case Fact.Unread<Optional<List<TargetGroup>>>(var why) ->
          Optional.of(with(balancers, Fact.unread(why)));
      case Fact.Known<Optional<List<TargetGroup>>>(var optional) ->
          optional
              .map(groups -> groups.stream().filter(group -> mayAsk(group, arns)).toList())
              .filter(groups -> cost(groups, arns) <= budget.left())
              .map(groups -> with(balancers, Fact.known(groups)));
    };
  }

  /// Over IPv6 an attribute keeps the internet out. Internal load balancers have it unless it was
  /// removed
  /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html#load-balancer-attributes).
  private boolean mayHandOn(LoadBalancer balancer) {
    boolean overIpv4 =
        families.contains(IpFamily.IPV4)
            && balancer.scheme() == LoadBalancerSchemeEnum.INTERNET_FACING;
    boolean overIpv6 =
        families.contains(IpFamily.IPV6) && !"ipv4".equals(balancer.ipAddressTypeAsString());
    return vpc.value().equals(balancer.vpcId())
        && balancer.type() == LoadBalancerTypeEnum.NETWORK
        && balancer.securityGroups().isEmpty()
        && (overIpv4 || overIpv6);
  }

  private boolean mayAsk(TargetGroup group, Set<String> balancers) {
    var family = isOverIpv6(group) ? IpFamily.IPV6 : IpFamily.IPV4;
    return families.contains(family)
        && Set.of("instance", "ip").contains(String.valueOf(group.targetTypeAsString()))
        && group.loadBalancerArns().stream().anyMatch(balancers::contains);
  }

  private static boolean isOverIpv6(TargetGroup group) {
    return "ipv6".equals(group.ipAddressTypeAsString());
  }

  private static int cost(List<TargetGroup> groups, Set<String> balancers) {
    return groups.size()
        + withAttributes(groups).size()
        + balancersOf(overIpv6(groups), balancers).size()
        + balancersOf(ofBothTransports(groups), balancers).size();
  }

  /// Over UDP the client's address is preserved regardless of the attribute
  /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html).
  private static List<TargetGroup> withAttributes(List<TargetGroup> groups) {
    return groups.stream()
        .filter(group -> !String.valueOf(group.protocolAsString()).matches(".*(UDP|QUIC)"))
        .toList();
  }

  private static List<TargetGroup> overIpv6(List<TargetGroup> groups) {
    return groups.stream().filter(ScopedLoadBalancers::isOverIpv6).toList();
  }

  /// The listener decides which of the two transports clients can use.
  private static List<TargetGroup> ofBothTransports(List<TargetGroup> groups) {
    return groups.stream()
        .filter(group -> String.valueOf(group.protocolAsString()).matches("TCP_.*"))
        .toList();
  }

  private static Set<String> balancersOf(List<TargetGroup> groups, Set<String> balancers) {
    var arns = new TreeSet<String>();
    groups.forEach(group -> arns.addAll(group.loadBalancerArns()));
    arns.retainAll(balancers);
    return arns;
  }

  private Balancing with(List<LoadBalancer> balancers, Fact<List<TargetGroup>> known) {
    var groups = known.asKnown().orElse(List.of());
    var arns = balancers.stream().map(LoadBalancer::loadBalancerArn).collect(Collectors.toSet());
    return new Balancing(
        Fact.known(balancers),
        known,
        each(arnsOf(groups), calls::targets),
        each(arnsOf(withAttributes(groups)), calls::attributes),
        each(balancersOf(ofBothTransports(groups), arns), calls::listeners),
        ByResource.unread(ScopedAttachments.NOT_READ),
        each(balancersOf(overIpv6(groups), arns), calls::balancerAttributes),
        ByResource.unread(ScopedAttachments.NOT_READ));
  }

  private static <T> ByResource<List<T>> each(
      Collection<String> arns, Function<String, Fact<Optional<List<T>>>> call) {
    return new ByResource<>(BalancingReader.each(arns, call), _ -> ScopedAttachments.NOT_READ);
  }

  private static Collection<String> arnsOf(List<TargetGroup> groups) {
    return groups.stream().map(TargetGroup::targetGroupArn).toList();
  }
}
