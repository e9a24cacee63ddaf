package slash80.aws.live;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import slash80.facts.Fact;
import slash80.ip.Address;
import slash80.ip.Prefix;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockAssociation;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/// Finds the load balancers of other VPCs that send to the cluster's: only IPv4 addresses can be
/// targets outside of a target group's VPC
/// (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html).
/// They are looked for only where a route leads out of the VPC to others, as no reply could leave
/// otherwise.
record OtherVpcBalancers(BalancingCalls calls, String vpc) {

  /// The target groups of other VPCs with a target in this one.
  ///
  /// @param targets their registered targets, by ARN
  record Found(List<TargetGroup> groups, Map<String, Fact<List<TargetHealthDescription>>> targets) {
    static final Found NONE = new Found(List.of(), Map.of());

    /// The ARNs of the load balancers that use these groups.
    Set<String> balancers() {
      var arns = new HashSet<String>();
      groups.forEach(group -> arns.addAll(group.loadBalancerArns()));
      return arns;
    }
  }

  /// @param groups all target groups of the account
  Found find(Fact<List<TargetGroup>> groups, Fact<List<RouteTable>> tables, Fact<List<Vpc>> vpcs) {
    if (!leadsToOthers(tables)) {
      return Found.NONE;
    }
    var ranges =
        vpcs.asKnown().orElse(List.of()).stream()
            .filter(known -> vpc.equals(known.vpcId()))
            .flatMap(
                known ->
                    Stream.concat(
                        Stream.ofNullable(known.cidrBlock()),
                        known.cidrBlockAssociationSet().stream()
                            .map(VpcCidrBlockAssociation::cidrBlock)))
            .filter(Objects::nonNull)
            .map(Prefix::parse)
            .toList();
    var found = new HashMap<String, Fact<List<TargetHealthDescription>>>();
    var near =
        groups.asKnown().orElse(List.of()).stream()
            .filter(group -> mayReachOut(group))
            .filter(
                group -> {
                  var targets =
                      calls.targets(group.targetGroupArn()).map(all -> all.orElse(List.of()));
                  boolean isNear =
                      targets.asKnown().orElse(List.of()).stream()
                          .anyMatch(target -> lies(target, ranges));
                  if (isNear) {
                    found.put(group.targetGroupArn(), targets);
                  }
                  return isNear;
                })
            .toList();
    return new Found(near, found);
  }

  private boolean mayReachOut(TargetGroup group) {
    return !vpc.equals(group.vpcId())
        && "ip".equals(group.targetTypeAsString())
        && !"ipv6".equals(group.ipAddressTypeAsString())
        && !group.loadBalancerArns().isEmpty();
  }

  private static boolean lies(TargetHealthDescription target, Collection<Prefix> ranges) {
    return Optional.ofNullable(target.target())
        .map(described -> described.id())
        .filter(id -> id.matches("[0-9.]+"))
        .map(Address::parse)
        .filter(address -> ranges.stream().anyMatch(range -> range.contains(address)))
        .isPresent();
  }

  private boolean leadsToOthers(Fact<List<RouteTable>> tables) {
    return tables.asKnown().orElse(List.of()).stream()
        .filter(table -> vpc.equals(table.vpcId()))
        .flatMap(table -> table.routes().stream())
        .anyMatch(OtherVpcBalancers::leadsToOthers);
  }

  private static boolean leadsToOthers(Route route) {
    return Stream.of(
            route.vpcPeeringConnectionId(), route.transitGatewayId(), route.coreNetworkArn())
        .anyMatch(Objects::nonNull);
  }
}
