package slash80.check.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import slash80.check.event.Change.Concern;

/// Finds the changes that touch instances, interfaces or one group, and nothing that those stand
/// on: they need not have the whole cluster judged. What is not known to be so is not.
public final class Parts {

  /// They name subnets, groups and VPCs as where an instance or interface is put, and change none.
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

  private Parts() {}

  /// What a call touches; empty when that may be more.
  public static Set<String> of(String call, JsonNode request, JsonNode response, Concern concern) {
    if (concern instanceof Concern.Nothing) {
      return Set.of();
    }
    if (OF_NODES.contains(call)) {
      return only(NODES, Named.in(request, response).all());
    }
    return ApiCall.GROUP_RULES.contains(call) ? whenOnly(GROUPS, concern) : of(concern);
  }

  /// What an event touches that names instances or interfaces and nothing else.
  public static Set<String> of(Concern concern) {
    return whenOnly(NODES, concern);
  }

  /// The instances that Auto Scaling started or ended; it says where, too.
  public static Set<String> ofNotification(String source, JsonNode detail, Concern concern) {
    return source.equals("aws.autoscaling") ? only(NODES, Named.in(detail).all()) : of(concern);
  }

  private static Set<String> only(Set<String> kinds, Collection<String> ids) {
    var some = new TreeSet<String>();
    ids.stream().filter(id -> isOf(kinds, id)).forEach(some::add);
    return some;
  }

  private static Set<String> whenOnly(Set<String> kinds, Concern concern) {
    return switch (concern) {
      case Concern.Things(var ids, var vpcs, var clusters)
          when vpcs.isEmpty()
              && clusters.isEmpty()
              && ids.stream().allMatch(id -> isOf(kinds, id)) ->
          ids;
      case Concern.Things _, Concern.Everything _, Concern.Nothing _ -> Set.of();
    };
  }

  private static boolean isOf(Set<String> kinds, String id) {
    return kinds.stream().anyMatch(id::startsWith);
  }
}
