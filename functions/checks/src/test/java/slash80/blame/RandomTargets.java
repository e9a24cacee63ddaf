package slash80.blame;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import slash80.facts.Balancing;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.Instance;
import slash80.facts.LoadBalancer;
import slash80.facts.TargetGroup;

/// Random calls on targets of load balancers, and on the rules that lead to them.
final class RandomTargets extends RandomCalls {
  private static final String ELB = "elasticloadbalancing";
  private static final String KEEPS = "preserve_client_ip.enabled";

  RandomTargets(Random dice) {
    super(dice);
  }

  private static Facts each(
      Facts facts,
      String arn,
      UnaryOperator<List<TargetGroup.Target>> targets,
      UnaryOperator<Map<String, String>> attributes) {
    return FactsEdit.targetGroups(
        facts,
        now ->
            Optional.of(
                now.arn().equals(arn)
                    ? new TargetGroup(
                        now.arn(),
                        now.name(),
                        now.targetType(),
                        now.ipAddressType(),
                        now.protocol(),
                        now.vpc(),
                        now.loadBalancers(),
                        now.targets().map(targets),
                        now.attributes().map(attributes),
                        now.tags())
                    : now));
  }

  private Optional<TargetGroup.Target> target(Facts facts, TargetGroup group) {
    if (group.targetType().equals("instance")) {
      var instances = facts.attachments().instances().asKnown().orElseThrow();
      return Optional.of(new TargetGroup.Target(any(instances).id().value(), 31_080));
    }
    boolean isIpv6 = group.ipAddressType().equals("ipv6");
    return interfaces(facts).stream()
        .flatMap(
            shown ->
                isIpv6
                    ? shown.ipv6Addresses().stream().map(Object::toString)
                    : shown.ipv4Addresses().stream().map(held -> held.address().toString()))
        .skip(dice.nextInt(3))
        .findFirst()
        .map(address -> new TargetGroup.Target(address, 8080));
  }

  Move register(Facts facts) {
    var group = any(RandomBalancers.targetGroups(facts));
    var known = group.targets().asKnown().orElse(List.of());
    var target = target(facts, group).filter(found -> !known.contains(found));
    return target
        .map(
            made ->
                moveOf(
                    ELB,
                    "RegisterTargets",
                    request(group, made),
                    "null",
                    before ->
                        each(
                            before,
                            group.arn(),
                            now -> plus(without(now, made), made),
                            all -> all)))
        .orElseGet(() -> idle(facts));
  }

  private static String request(TargetGroup group, TargetGroup.Target target) {
    return "{'targetGroupArn':'%s','targets':[{'id':'%s','port':%d}]}"
        .formatted(group.arn(), target.id(), target.port());
  }

  Move deregister(Facts facts) {
    var group = any(RandomBalancers.targetGroups(facts));
    var known = group.targets().asKnown().orElse(List.of());
    if (known.isEmpty()) {
      return idle(facts);
    }
    var gone = any(known);
    return moveOf(
        ELB,
        "DeregisterTargets",
        request(group, gone),
        "null",
        before -> each(before, group.arn(), now -> without(now, gone), all -> all));
  }

  Move attributes(Facts facts) {
    var group = any(RandomBalancers.targetGroups(facts));
    boolean on = dice.nextBoolean();
    return moveOf(
        ELB,
        "ModifyTargetGroupAttributes",
        "{'targetGroupArn':'%s','attributes':[{'key':'%s','value':'%s'}]}"
            .formatted(group.arn(), KEEPS, on),
        "{'attributes':[{'key':'%s','value':'%s'}]}".formatted(KEEPS, on),
        before ->
            each(
                before,
                group.arn(),
                now -> now,
                all -> {
                  var edited = new HashMap<>(all);
                  edited.put(KEEPS, Boolean.toString(on));
                  return Map.copyOf(edited);
                }));
  }

  private static List<LoadBalancer> classic(Facts facts) {
    return facts.balancing().classic().asKnown().orElse(List.of());
  }

  private static Facts ofClassic(Facts facts, String name, UnaryOperator<List<Instance.Id>> edit) {
    var all = facts.balancing();
    return RandomBalancers.with(
        facts,
        new Balancing(
            all.loadBalancers(),
            FactsEdit.each(
                all.classic(),
                now ->
                    Optional.of(
                        now.name().equals(name)
                            ? new LoadBalancer(
                                now.arn(),
                                now.name(),
                                now.type(),
                                now.internetFacing(),
                                now.ipAddressType(),
                                now.vpc(),
                                now.subnets(),
                                now.groups(),
                                now.enforcesGroupsOnPrivateLink(),
                                edit.apply(now.instances()),
                                now.listeners(),
                                now.attributes(),
                                now.tags())
                            : now)),
            all.targetGroups()));
  }

  Move registerInstances(Facts facts) {
    if (classic(facts).isEmpty()) {
      return new RandomBalancers(dice).createClassic(facts);
    }
    var name = any(classic(facts)).name();
    var id = any(facts.attachments().instances().asKnown().orElseThrow()).id();
    return ofInstances(
        "RegisterInstancesWithLoadBalancer",
        name,
        id,
        before -> ofClassic(before, name, now -> plus(without(now, id), id)));
  }

  Move deregisterInstances(Facts facts) {
    var some = classic(facts).stream().filter(shown -> !shown.instances().isEmpty()).toList();
    if (some.isEmpty()) {
      return idle(facts);
    }
    var balancer = any(some);
    var id = any(balancer.instances());
    return ofInstances(
        "DeregisterInstancesFromLoadBalancer",
        balancer.name(),
        id,
        before -> ofClassic(before, balancer.name(), now -> without(now, id)));
  }

  private Move ofInstances(String call, String name, Instance.Id id, UnaryOperator<Facts> forward) {
    return moveOf(
        ELB,
        "2012-06-01",
        call,
        "{'loadBalancerName':'%s','instances':[{'instanceId':'%s'}]}".formatted(name, id),
        "{'instances':[{'instanceId':'%s'}]}".formatted(id),
        forward);
  }

  /// A rule of a listener that leads to another target group too.
  Move rule(Facts facts) {
    var balancer = any(RandomBalancers.balancers(facts));
    var listeners = balancer.listeners().asKnown().orElse(List.of());
    if (listeners.isEmpty()) {
      return idle(facts);
    }
    var listener = any(listeners).arn();
    var group = any(RandomBalancers.targetGroups(facts)).arn();
    var rule = listener.replace(":listener/", ":listener-rule/") + "/9683b2d02a6cabee";
    return moveOf(
        ELB,
        "ModifyRule",
        "{'ruleArn':'%s','actions':[{'type':'forward','targetGroupArn':'%s'}]}"
            .formatted(rule, group),
        "{'rules':[{'ruleArn':'%s','actions':[{'type':'forward','targetGroupArn':'%s'}]}]}"
            .formatted(rule, group),
        before ->
            RandomBalancers.listening(
                before,
                balancer.arn(),
                now ->
                    now.stream()
                        .map(own -> own.arn().equals(listener) ? leading(own, group) : own)
                        .toList()));
  }

  private static LoadBalancer.Listener leading(LoadBalancer.Listener own, String group) {
    Fact<List<String>> groups = Fact.known(List.of(group));
    return new LoadBalancer.Listener(
        own.arn(), own.protocol(), own.port(), own.targetGroups(), groups, own.instancePort());
  }
}
