package slash80.aws.convert;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.Balancing;
import slash80.facts.Fact;
import slash80.facts.LoadBalancer;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.facts.TargetGroup;
import slash80.facts.Vpc;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;

/// Converts the load balancers of a VPC and their target groups.
public record BalancerFacts(Vpc.Id vpc, AwsResponses.Balancing responses) {

  public Balancing convert() {
    return new Balancing(loadBalancers(), targetGroups());
  }

  /// The ids of the security groups that the load balancers carry.
  Set<String> carriedGroups() {
    var carried = new HashSet<String>();
    responses.balancers().asKnown().orElse(List.of()).stream()
        .filter(balancer -> isOurs(balancer.vpcId()))
        .forEach(balancer -> carried.addAll(balancer.securityGroups()));
    return carried;
  }

  private boolean isOurs(String id) {
    return vpc.value().equals(id);
  }

  private Fact<List<LoadBalancer>> loadBalancers() {
    return FactList.convert(
        responses.balancers(),
        balancer -> isOurs(balancer.vpcId()),
        balancer ->
            new LoadBalancer(
                balancer.loadBalancerArn(),
                balancer.loadBalancerName(),
                balancer.typeAsString(),
                isInternetFacing(balancer.type(), balancer.scheme()),
                text(balancer.ipAddressTypeAsString(), "ipv4"),
                vpc,
                balancer.availabilityZones().stream()
                    .filter(zone -> zone.subnetId() != null)
                    .map(zone -> new Subnet.Id(zone.subnetId()))
                    .toList(),
                balancer.securityGroups().stream().map(SecurityGroup.Id::new).toList(),
                listeners(balancer.loadBalancerArn()),
                attributes(
                    responses.balancerAttributes().about(balancer.loadBalancerArn()),
                    attribute -> attribute.key(),
                    attribute -> attribute.value()),
                responses.tags().about(balancer.loadBalancerArn())),
        LoadBalancer::arn);
  }

  /// A gateway load balancer has no scheme. Any other one faces the internet unless its scheme is
  /// internal: to judge too much is safe.
  private static boolean isInternetFacing(
      LoadBalancerTypeEnum type, LoadBalancerSchemeEnum scheme) {
    return type != LoadBalancerTypeEnum.GATEWAY && scheme != LoadBalancerSchemeEnum.INTERNAL;
  }

  private static String text(String text, String otherwise) {
    return Optional.ofNullable(text).orElse(otherwise);
  }

  private Fact<List<LoadBalancer.Listener>> listeners(String balancer) {
    return FactList.convert(
        responses.listeners().about(balancer),
        listener ->
            new LoadBalancer.Listener(
                listener.listenerArn(),
                text(listener.protocolAsString(), ""),
                Optional.ofNullable(listener.port()).orElse(0),
                targetGroups(listener.defaultActions())),
        LoadBalancer.Listener::arn);
  }

  /// An action that forwards to a single target group names the group twice.
  private static List<String> targetGroups(List<Action> actions) {
    return actions.stream()
        .flatMap(
            action ->
                Stream.concat(
                    Stream.ofNullable(action.targetGroupArn()),
                    Stream.ofNullable(action.forwardConfig())
                        .flatMap(forward -> forward.targetGroups().stream())
                        .map(group -> group.targetGroupArn())))
        .distinct()
        .sorted()
        .toList();
  }

  private static <T> Fact<Map<String, String>> attributes(
      Fact<List<T>> response, Function<T, String> key, Function<T, String> value) {
    return response.map(
        attributes ->
            attributes.stream()
                .collect(
                    Collectors.toUnmodifiableMap(
                        key, attribute -> text(value.apply(attribute), ""), (_, last) -> last)));
  }

  /// The target groups of the VPC, and the target groups of its load balancers that belong to no
  /// VPC because their targets are functions.
  private Fact<List<TargetGroup>> targetGroups() {
    var balancers =
        responses.balancers().asKnown().orElse(List.of()).stream()
            .filter(balancer -> isOurs(balancer.vpcId()))
            .map(balancer -> balancer.loadBalancerArn())
            .collect(Collectors.toSet());
    return FactList.convert(
        responses.groups(),
        group ->
            isOurs(group.vpcId())
                || group.loadBalancerArns().stream().anyMatch(balancers::contains),
        group ->
            new TargetGroup(
                group.targetGroupArn(),
                group.targetGroupName(),
                group.targetTypeAsString(),
                text(group.ipAddressTypeAsString(), "ipv4"),
                text(group.protocolAsString(), ""),
                group.loadBalancerArns().stream().sorted().toList(),
                targets(group.targetGroupArn()),
                attributes(
                    responses.attributes().about(group.targetGroupArn()),
                    attribute -> attribute.key(),
                    attribute -> attribute.value()),
                responses.tags().about(group.targetGroupArn())),
        TargetGroup::arn);
  }

  private Fact<List<TargetGroup.Target>> targets(String group) {
    return FactList.convert(
        responses.targets().about(group),
        health ->
            new TargetGroup.Target(
                health.target().id(), Optional.ofNullable(health.target().port()).orElse(0)),
        target -> target.id() + " " + target.port());
  }
}
