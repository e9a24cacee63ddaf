package slash80.aws.live;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import slash80.aws.Actions.Action;
import slash80.aws.convert.AcceleratorFacts;
import slash80.aws.convert.BalancerFacts;
import slash80.aws.convert.ByResource;
import slash80.aws.convert.ClassicFacts;
import slash80.aws.convert.EntranceResponses;
import slash80.aws.convert.InterfaceKinds;
import slash80.aws.convert.PlainResponse;
import slash80.facts.Accelerator;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.LoadBalancer;
import software.amazon.awssdk.services.ec2.model.Ec2InstanceConnectEndpoint;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.ServiceConfiguration;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/// Reads the ways in beside internet gateways and target groups. Each is asked for only where
/// something that was read shows that it matters: an interface of that kind, a load balancer that
/// lets PrivateLink past its groups, a target group that no default action names.
record EntranceReader(
    Ec2Calls ec2, BalancingCalls balancing, EntranceCalls calls, Cluster cluster) {
  private static final int TAGGED_AT_ONCE = 20;

  /// @param vpcs the VPCs whose interfaces these are
  EntranceResponses read(
      Set<String> vpcs,
      Fact<List<NetworkInterface>> interfaces,
      Fact<List<software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer>>
          balancers) {
    return new EntranceResponses(
        isShown(interfaces, InterfaceKinds::isOfClassicLoadBalancer)
            ? classicBalancers(vpcs)
            : notShown("interface of a Classic Load Balancer"),
        accelerators(interfaces),
        endpointServices(balancers),
        instanceConnectEndpoints(vpcs, interfaces));
  }

  private static boolean isShown(
      Fact<List<NetworkInterface>> interfaces, Predicate<NetworkInterface> kind) {
    return interfaces.asKnown().orElse(List.of()).stream().anyMatch(kind);
  }

  private static <T> Fact<T> notShown(String what) {
    return Fact.unread("no %s is in the VPC".formatted(what));
  }

  private Fact<List<LoadBalancer>> classicBalancers(Set<String> vpcs) {
    var near =
        calls
            .classicBalancers()
            .map(
                all ->
                    all.stream()
                        .filter(balancer -> vpcs.contains(ClassicFacts.vpc(balancer)))
                        .toList());
    var names = near.asKnown().orElse(List.of()).stream().map(ClassicFacts::name).toList();
    var tags = new TreeMap<String, Fact<Map<String, String>>>();
    for (int from = 0; from < names.size(); from += TAGGED_AT_ONCE) {
      tag(names.subList(from, Math.min(from + TAGGED_AT_ONCE, names.size())), tags);
    }
    return ClassicFacts.convert(
        near, ClassicFacts.place(cluster.arn()), name -> Objects.requireNonNull(tags.get(name)));
  }

  /// The call fails as a whole when one of them was deleted: then each is asked alone.
  private void tag(List<String> names, Map<String, Fact<Map<String, String>>> tags) {
    switch (calls.classicTags(names)) {
      case Fact.Known<Optional<List<PlainResponse>>>(var found) -> {
        if (found.isEmpty() && names.size() > 1) {
          names.forEach(name -> tag(List.of(name), tags));
        } else {
          var said = ClassicFacts.tags(found.orElse(List.of()));
          names.forEach(name -> tags.put(name, Fact.known(said.getOrDefault(name, Map.of()))));
        }
      }
      case Fact.Unread<Optional<List<PlainResponse>>>(var why) ->
          names.forEach(name -> tags.put(name, Fact.unread(why)));
    }
  }

  private Fact<List<Accelerator>> accelerators(Fact<List<NetworkInterface>> interfaces) {
    if (!isShown(interfaces, InterfaceKinds::isOfAccelerator)) {
      return notShown("interface of an accelerator");
    }
    if (!calls.hasAccelerators()) {
      return Fact.unread("this partition has no AWS Global Accelerator");
    }
    return AcceleratorFacts.convert(calls.accelerators(), calls::listeners, calls::endpointGroups);
  }

  private Fact<List<ServiceConfiguration>> endpointServices(
      Fact<List<software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer>>
          balancers) {
    boolean letsPast =
        balancers.asKnown().orElse(List.of()).stream()
            .anyMatch(
                balancer ->
                    "off".equals(balancer.enforceSecurityGroupInboundRulesOnPrivateLinkTraffic()));
    return letsPast
        ? ec2.endpointServices()
        : notShown("load balancer that lets PrivateLink past its groups");
  }

  private Fact<List<Ec2InstanceConnectEndpoint>> instanceConnectEndpoints(
      Set<String> vpcs, Fact<List<NetworkInterface>> interfaces) {
    return isShown(interfaces, InterfaceKinds::isOfInstanceConnectEndpoint)
        ? ec2.instanceConnectEndpoints(vpcs)
        : notShown("interface of an EC2 Instance Connect Endpoint");
  }

  /// The rules of the listeners through which a target group may be reached that no default action
  /// names. The only listener of its load balancer needs no call: it must be that one.
  ByResource<List<Rule>> rules(
      Fact<List<TargetGroup>> groups, Map<String, Fact<List<Listener>>> listeners) {
    var asked = new TreeSet<String>();
    listeners.forEach(
        (balancer, fact) -> {
          var own = fact.asKnown().orElse(List.of());
          if (own.size() > 1 && hasGroupBehindRule(groups, balancer, own)) {
            own.forEach(listener -> asked.add(listener.listenerArn()));
          }
        });
    return new ByResource<>(
        BalancingReader.each(asked, balancing::rules),
        listener -> "%s was not called for %s".formatted(Action.DESCRIBE_RULES, listener));
  }

  private static boolean hasGroupBehindRule(
      Fact<List<TargetGroup>> groups, String balancer, List<Listener> listeners) {
    var byDefault =
        listeners.stream()
            .flatMap(listener -> BalancerFacts.targetGroups(listener.defaultActions()).stream())
            .collect(Collectors.toSet());
    return groups.asKnown().orElse(List.of()).stream()
        .filter(group -> group.loadBalancerArns().contains(balancer))
        .anyMatch(group -> !byDefault.contains(group.targetGroupArn()));
  }
}
