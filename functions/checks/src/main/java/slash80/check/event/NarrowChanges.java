package slash80.check.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import slash80.check.event.Change.Impact;

/// Recognises changes that touch only instances, interfaces or one security group, so that only a
/// part of a cluster has to be checked. When in doubt, the whole cluster is checked.
public final class NarrowChanges {
  /// Calls that change the rules of one security group, and may name others as sources.
  public static final Set<String> GROUP_RULES =
      Set.of(
          "AuthorizeSecurityGroupIngress",
          "AuthorizeSecurityGroupEgress",
          "RevokeSecurityGroupIngress",
          "RevokeSecurityGroupEgress",
          "ModifySecurityGroupRules");

  /// Calls that name subnets, groups and VPCs only as the place of an instance or interface, and do
  /// not change them.
  public static final Set<String> OF_NODES =
      Set.of(
          "AssignIpv6Addresses",
          "AssignPrivateIpAddresses",
          "AttachNetworkInterface",
          "CreateFleet",
          "CreateNetworkInterface",
          "DeleteNetworkInterface",
          "ModifyInstanceAttribute",
          "ModifyNetworkInterfaceAttribute",
          "RebootInstances",
          "RunInstances",
          "StartInstances",
          "StopInstances",
          "TerminateInstances",
          "UnassignIpv6Addresses",
          "UnassignPrivateIpAddresses");

  private static final Set<String> NODES = Set.of("i-", "eni-");
  private static final Set<String> GROUPS = Set.of("sg-");

  private NarrowChanges() {}

  /// The resources that a call touches; empty if it may touch others too.
  static Set<String> of(String call, JsonNode request, JsonNode response, Impact impact) {
    if (impact instanceof Impact.None) {
      return Set.of();
    }
    if (OF_NODES.contains(call)) {
      return only(NODES, MentionedResources.in(request, response).all());
    }
    return GROUP_RULES.contains(call) ? whenOnly(GROUPS, impact) : of(impact);
  }

  /// The resources of an event that names instances or interfaces and nothing else.
  static Set<String> of(Impact impact) {
    return whenOnly(NODES, impact);
  }

  /// The instances that Auto Scaling started or terminated. Its events name their subnets too.
  static Set<String> ofNotification(String source, JsonNode detail, Impact impact) {
    return source.equals("aws.autoscaling")
        ? only(NODES, MentionedResources.in(detail).all())
        : of(impact);
  }

  private static Set<String> only(Set<String> kinds, Collection<String> ids) {
    var chosen = new TreeSet<String>();
    ids.stream().filter(id -> isOf(kinds, id)).forEach(chosen::add);
    return chosen;
  }

  private static Set<String> whenOnly(Set<String> kinds, Impact impact) {
    return switch (impact) {
      case Impact.Resources(var ids, var vpcs, var clusters)
          when vpcs.isEmpty()
              && clusters.isEmpty()
              && ids.stream().allMatch(id -> isOf(kinds, id)) ->
          ids;
      case Impact.Resources _, Impact.WholeRegion _, Impact.None _ -> Set.of();
    };
  }

  private static boolean isOf(Set<String> kinds, String id) {
    return kinds.stream().anyMatch(id::startsWith);
  }
}
