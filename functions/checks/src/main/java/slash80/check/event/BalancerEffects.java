package slash80.check.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.blame.BalancerSteps;
import slash80.blame.InterfaceSteps;
import slash80.blame.Step;
import slash80.facts.Instance;
import slash80.facts.SecurityGroup;
import slash80.facts.TargetGroup;

/// Reads calls that change load balancers and target groups.
final class BalancerEffects {
  private BalancerEffects() {}

  static Optional<List<Step>> of(String call, JsonNode request, JsonNode response) {
    return switch (call) {
      case "CreateLoadBalancer" -> EffectReader.known(made(request, response));
      case "CreateTargetGroup" ->
          EffectReader.known(
              each(
                  arns(response, "targetGroups", "targetGroupArn"),
                  BalancerSteps.BalancerMade::new));
      case "DeleteLoadBalancer", "DeleteTargetGroup" -> EffectReader.known(removed(request));
      case "CreateListener" ->
          EffectReader.known(
              each(arns(response, "listeners", "listenerArn"), BalancerSteps.ListenerSet::new));
      case "ModifyListener" ->
          EffectReader.known(
              each(Set.of(text(request, "listenerArn")), BalancerSteps.ListenerSet::new));
      case "DeleteListener" ->
          EffectReader.known(
              each(Set.of(text(request, "listenerArn")), BalancerSteps.ListenerGone::new));
      case "CreateRule", "ModifyRule" -> EffectReader.known(rule(request, response));
      case "RegisterTargets" -> EffectReader.known(targets(request, true));
      case "DeregisterTargets" -> EffectReader.known(targets(request, false));
      case "SetSecurityGroups", "ApplySecurityGroupsToLoadBalancer" ->
          EffectReader.known(
              each(
                  balancer(request),
                  id -> new BalancerSteps.BalancerGroupsSet(id, groups(request))));
      case "SetIpAddressType" ->
          EffectReader.known(
              each(
                  balancer(request),
                  id -> new BalancerSteps.AddressTypeSet(id, text(request, "ipAddressType"))));
      case "ModifyLoadBalancerAttributes", "ModifyTargetGroupAttributes" ->
          EffectReader.known(attributes(request));
      case "CreateLoadBalancerListeners" -> EffectReader.known(listeners(request));
      case "RegisterInstancesWithLoadBalancer" -> EffectReader.known(instances(request, true));
      case "DeregisterInstancesFromLoadBalancer" -> EffectReader.known(instances(request, false));
      case "ModifyTargetGroup", "ModifyCapacityReservation", "SetRulePriorities" ->
          Optional.of(List.of());
      default -> Optional.empty();
    };
  }

  /// A load balancer's ARN in the response; a classic one has none and is known by its name.
  private static List<Step> made(JsonNode request, JsonNode response) {
    var arns = arns(response, "loadBalancers", "loadBalancerArn");
    var name = text(request, "loadBalancerName");
    return each(arns.isEmpty() ? Set.of(name) : arns, BalancerSteps.BalancerMade::new);
  }

  private static List<Step> removed(JsonNode request) {
    var ids =
        Stream.of("loadBalancerArn", "loadBalancerName", "targetGroupArn")
            .map(key -> text(request, key))
            .filter(id -> !id.isEmpty())
            .collect(Collectors.toSet());
    return ids.isEmpty() ? List.of() : List.of(new InterfaceSteps.Removed(ids));
  }

  /// A rule's ARN holds its listener's: `…:listener-rule/app/web/1/2/3` is a rule of
  /// `…:listener/app/web/1/2`.
  private static List<Step> rule(JsonNode request, JsonNode response) {
    var groups = new HashSet<String>();
    collect(request, "targetGroupArn", groups);
    collect(response, "targetGroupArn", groups);
    var named = text(request, "listenerArn");
    var rule = text(request, "ruleArn");
    int end = rule.lastIndexOf('/');
    String listener =
        named.isEmpty() && end > 0
            ? rule.substring(0, end).replace(":listener-rule/", ":listener/")
            : named;
    return listener.isEmpty()
        ? List.of()
        : List.of(new BalancerSteps.ListenerRuleSet(listener, groups));
  }

  private static List<Step> targets(JsonNode request, boolean registered) {
    var targets =
        CloudTrailFields.elements(CloudTrailFields.field(request, "targets")).stream()
            .map(
                target ->
                    new TargetGroup.Target(
                        text(target, "id"),
                        CloudTrailFields.field(target, "port").asInt(0),
                        text(target, "availabilityZone")))
            .toList();
    var group = text(request, "targetGroupArn");
    return group.isEmpty() || targets.isEmpty()
        ? List.of()
        : List.of(new BalancerSteps.TargetsSet(group, targets, registered));
  }

  private static List<Step> instances(JsonNode request, boolean registered) {
    var instances =
        CloudTrailFields.elements(CloudTrailFields.field(request, "instances")).stream()
            .map(element -> new Instance.Id(text(element, "instanceId")))
            .collect(Collectors.toSet());
    return each(balancer(request), id -> new BalancerSteps.InstancesSet(id, instances, registered));
  }

  private static List<Step> listeners(JsonNode request) {
    return CloudTrailFields.elements(CloudTrailFields.field(request, "listeners")).stream()
        .<Step>map(
            element ->
                new BalancerSteps.ClassicListenerMade(
                    text(request, "loadBalancerName"),
                    CloudTrailFields.field(element, "loadBalancerPort").asInt(-1)))
        .toList();
  }

  private static List<Step> attributes(JsonNode request) {
    var attributes = new HashMap<String, String>();
    CloudTrailFields.elements(CloudTrailFields.field(request, "attributes"))
        .forEach(element -> attributes.put(text(element, "key"), text(element, "value")));
    var ids = new HashSet<>(balancer(request));
    ids.add(text(request, "targetGroupArn"));
    return each(ids, id -> new BalancerSteps.AttributesSet(id, attributes));
  }

  private static Set<SecurityGroup.Id> groups(JsonNode request) {
    return CloudTrailFields.elements(CloudTrailFields.field(request, "securityGroups")).stream()
        .map(element -> new SecurityGroup.Id(element.asText()))
        .collect(Collectors.toSet());
  }

  private static Set<String> balancer(JsonNode request) {
    return Stream.of("loadBalancerArn", "loadBalancerName")
        .map(key -> text(request, key))
        .filter(id -> !id.isEmpty())
        .collect(Collectors.toSet());
  }

  private static Set<String> arns(JsonNode response, String list, String key) {
    return CloudTrailFields.elements(CloudTrailFields.field(response, list)).stream()
        .map(element -> text(element, key))
        .filter(arn -> !arn.isEmpty())
        .collect(Collectors.toSet());
  }

  private static void collect(JsonNode tree, String key, Set<String> found) {
    var text = tree.isObject() ? text(tree, key) : "";
    if (!text.isEmpty()) {
      found.add(text);
    }
    tree.forEach(child -> collect(child, key, found));
  }

  private static List<Step> each(Set<String> ids, Function<String, Step> step) {
    return ids.stream().filter(id -> !id.isEmpty()).sorted().map(step).toList();
  }

  private static String text(JsonNode tree, String name) {
    return EffectReader.text(tree, name);
  }
}
