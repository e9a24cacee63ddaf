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
import slash80.facts.LoadBalancer;
import slash80.facts.SecurityGroup;
import slash80.facts.TargetGroup;

/// Random calls on load balancers and their listeners.
final class RandomBalancers extends RandomCalls {
  private static final String ELB = "elasticloadbalancing";
  private static final String DENIES = "ipv6.deny_all_igw_traffic";

  RandomBalancers(Random dice) {
    super(dice);
  }

  static List<LoadBalancer> balancers(Facts facts) {
    return facts.balancing().loadBalancers().asKnown().orElseThrow();
  }

  static List<TargetGroup> targetGroups(Facts facts) {
    return facts.balancing().targetGroups().asKnown().orElseThrow();
  }

  /// The facts with other load balancers, classic ones and target groups.
  static Facts with(Facts facts, Balancing balancing) {
    return FactsEdit.parts(facts, facts.attachments(), balancing);
  }

  private static LoadBalancer copy(
      LoadBalancer of,
      String type,
      List<SecurityGroup.Id> groups,
      Fact<List<LoadBalancer.Listener>> listeners,
      Fact<Map<String, String>> attributes) {
    return new LoadBalancer(
        of.arn(),
        of.name(),
        of.type(),
        of.internetFacing(),
        type,
        of.vpc(),
        of.subnets(),
        groups,
        of.enforcesGroupsOnPrivateLink(),
        of.instances(),
        listeners,
        attributes,
        of.tags());
  }

  private static Facts each(Facts facts, String arn, UnaryOperator<LoadBalancer> edit) {
    return FactsEdit.balancers(
        facts, shown -> Optional.of(shown.arn().equals(arn) ? edit.apply(shown) : shown));
  }

  Move create(Facts facts) {
    var model = any(balancers(facts));
    int number = dice.nextInt(1 << 24);
    var name = "new-%d".formatted(number);
    var arn =
        "arn:aws:elasticloadbalancing:us-east-2:111122223333:loadbalancer/net/%s/%016x"
            .formatted(name, number);
    var made =
        new LoadBalancer(
            arn,
            name,
            "network",
            dice.nextBoolean(),
            dice.nextBoolean() ? "dualstack" : "ipv4",
            model.vpc(),
            model.subnets(),
            dice.nextBoolean() ? List.of() : List.of(any(securityGroups(facts)).id()),
            true,
            List.of(),
            Fact.known(List.of()),
            Fact.known(Map.of()),
            model.tags());
    return moveOf(
        ELB,
        "CreateLoadBalancer",
        "{'name':'%s','type':'network','ipAddressType':'%s'}".formatted(name, made.ipAddressType()),
        "{'loadBalancers':[{'type':'network','loadBalancerName':'%s','vpcId':'%s','loadBalancerArn':'%s'}]}"
            .formatted(name, made.vpc(), arn),
        before ->
            with(
                before,
                new Balancing(
                    FactsEdit.with(before.balancing().loadBalancers(), made),
                    before.balancing().classic(),
                    before.balancing().targetGroups())));
  }

  Move createClassic(Facts facts) {
    var model = any(balancers(facts));
    var name = "classic-%d".formatted(dice.nextInt(1 << 24));
    int port = any(PORTS);
    var listener =
        new LoadBalancer.Listener(
            "",
            "TCP",
            port,
            List.of(),
            Fact.known(List.of()),
            Optional.of(new LoadBalancer.InstancePort("TCP", 31_443)));
    var made =
        new LoadBalancer(
            name,
            name,
            "classic",
            dice.nextBoolean(),
            "ipv4",
            model.vpc(),
            model.subnets(),
            List.of(any(securityGroups(facts)).id()),
            true,
            List.of(),
            Fact.known(List.of(listener)),
            Fact.known(Map.of()),
            model.tags());
    return moveOf(
        ELB,
        "2012-06-01",
        "CreateLoadBalancer",
        "{'loadBalancerName':'%s','listeners':[{'protocol':'TCP','loadBalancerPort':%d,'instanceProtocol':'TCP','instancePort':31443}]}"
            .formatted(name, port),
        "{'dNSName':'%s-1234567890.us-east-2.elb.amazonaws.com'}".formatted(name),
        before ->
            with(
                before,
                new Balancing(
                    before.balancing().loadBalancers(),
                    FactsEdit.with(before.balancing().classic(), made),
                    before.balancing().targetGroups())));
  }

  /// A deleted load balancer leaves its target groups.
  Move delete(Facts facts) {
    if (balancers(facts).size() < 4) {
      return idle(facts);
    }
    var arn = any(balancers(facts)).arn();
    return moveOf(
        ELB,
        "DeleteLoadBalancer",
        "{'loadBalancerArn':'%s'}".formatted(arn),
        "null",
        before ->
            serving(
                FactsEdit.balancers(
                    before, shown -> Optional.of(shown).filter(kept -> !kept.arn().equals(arn)))));
  }

  /// The facts where each target group names the load balancers that forward to it.
  private static Facts serving(Facts facts) {
    return FactsEdit.targetGroups(
        facts,
        group ->
            Optional.of(
                new TargetGroup(
                    group.arn(),
                    group.name(),
                    group.targetType(),
                    group.ipAddressType(),
                    group.protocol(),
                    group.vpc(),
                    balancers(facts).stream()
                        .filter(
                            shown ->
                                shown.listeners().asKnown().orElse(List.of()).stream()
                                    .anyMatch(
                                        own ->
                                            own.targetGroups().contains(group.arn())
                                                || own.ruleTargetGroups()
                                                    .asKnown()
                                                    .orElse(List.of())
                                                    .contains(group.arn())))
                        .map(LoadBalancer::arn)
                        .toList(),
                    group.targets(),
                    group.attributes(),
                    group.tags())));
  }

  static Facts listening(Facts facts, String arn, UnaryOperator<List<LoadBalancer.Listener>> edit) {
    return serving(
        each(
            facts,
            arn,
            now ->
                copy(
                    now,
                    now.ipAddressType(),
                    now.groups(),
                    now.listeners().map(edit),
                    now.attributes())));
  }

  Move listen(Facts facts) {
    var balancer = any(balancers(facts));
    var groups = targetGroups(facts);
    int port = any(PORTS);
    if (groups.isEmpty() || balancer.isClassic()) {
      return idle(facts);
    }
    var group = any(groups).arn();
    var arn =
        balancer.arn().replace(":loadbalancer/", ":listener/")
            + "/%016x".formatted(dice.nextInt(1 << 24));
    var listener = new LoadBalancer.Listener(arn, "TCP", port, List.of(group));
    return moveOf(
        ELB,
        "CreateListener",
        "{'loadBalancerArn':'%s','protocol':'TCP','port':%d,'defaultActions':[{'type':'forward','targetGroupArn':'%s'}]}"
            .formatted(balancer.arn(), port, group),
        "{'listeners':[{'listenerArn':'%s','loadBalancerArn':'%s','port':%d,'protocol':'TCP'}]}"
            .formatted(arn, balancer.arn(), port),
        before -> listening(before, balancer.arn(), now -> plus(without(now, listener), listener)));
  }

  /// A listener that is deleted or changed.
  Move unlisten(Facts facts) {
    var balancer = any(balancers(facts));
    var listeners = balancer.listeners().asKnown().orElse(List.of());
    if (listeners.isEmpty()) {
      return idle(facts);
    }
    var old = any(listeners);
    if (dice.nextBoolean()) {
      return moveOf(
          ELB,
          "DeleteListener",
          "{'listenerArn':'%s'}".formatted(old.arn()),
          "null",
          before ->
              listening(
                  before,
                  balancer.arn(),
                  now -> now.stream().filter(own -> !own.arn().equals(old.arn())).toList()));
    }
    int port = any(PORTS);
    return moveOf(
        ELB,
        "ModifyListener",
        "{'listenerArn':'%s','port':%d}".formatted(old.arn(), port),
        "{'listeners':[{'listenerArn':'%s','port':%d}]}".formatted(old.arn(), port),
        before ->
            listening(
                before,
                balancer.arn(),
                now ->
                    now.stream()
                        .map(
                            own ->
                                own.arn().equals(old.arn())
                                    ? new LoadBalancer.Listener(
                                        own.arn(),
                                        own.protocol(),
                                        port,
                                        own.targetGroups(),
                                        own.ruleTargetGroups(),
                                        own.instancePort())
                                    : own)
                        .toList()));
  }

  Move type(Facts facts) {
    var balancer = any(balancers(facts));
    var type = balancer.ipAddressType().equals("ipv4") ? "dualstack" : "ipv4";
    return moveOf(
        ELB,
        "SetIpAddressType",
        "{'loadBalancerArn':'%s','ipAddressType':'%s'}".formatted(balancer.arn(), type),
        "{'ipAddressType':'%s'}".formatted(type),
        before ->
            each(
                before,
                balancer.arn(),
                now -> copy(now, type, now.groups(), now.listeners(), now.attributes())));
  }

  Move groups(Facts facts) {
    var balancer = any(balancers(facts));
    var group = any(securityGroups(facts)).id();
    return moveOf(
        ELB,
        "SetSecurityGroups",
        "{'loadBalancerArn':'%s','securityGroups':['%s']}".formatted(balancer.arn(), group),
        "{'securityGroupIds':['%s']}".formatted(group),
        before ->
            each(
                before,
                balancer.arn(),
                now ->
                    copy(
                        now,
                        now.ipAddressType(),
                        List.of(group),
                        now.listeners(),
                        now.attributes())));
  }

  Move attributes(Facts facts) {
    var balancer = any(balancers(facts));
    boolean on = dice.nextBoolean();
    return moveOf(
        ELB,
        "ModifyLoadBalancerAttributes",
        "{'loadBalancerArn':'%s','attributes':[{'key':'%s','value':'%s'}]}"
            .formatted(balancer.arn(), DENIES, on),
        "{'attributes':[{'key':'%s','value':'%s'}]}".formatted(DENIES, on),
        before ->
            each(
                before,
                balancer.arn(),
                now ->
                    copy(
                        now,
                        now.ipAddressType(),
                        now.groups(),
                        now.listeners(),
                        now.attributes()
                            .map(
                                all -> {
                                  var edited = new HashMap<>(all);
                                  edited.put(DENIES, Boolean.toString(on));
                                  return Map.copyOf(edited);
                                }))));
  }
}
