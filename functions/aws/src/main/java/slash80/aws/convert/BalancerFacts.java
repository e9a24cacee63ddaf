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
import slash80.facts.Transport;
import slash80.facts.Vpc;
import slash80.ip.SafeText;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;

/// Converts the load balancers that may front a cluster and their target groups: those of every VPC
/// that was read, because a load balancer can send to another VPC.
///
/// @param classic the Classic Load Balancers, as facts
public record BalancerFacts(AwsResponses.Balancing responses, Fact<List<LoadBalancer>> classic) {

  public Balancing convert() {
    return new Balancing(loadBalancers(), classic, targetGroups());
  }

  /// The ids of the security groups that the load balancers of a VPC carry.
  Set<String> carriedGroups(Vpc.Id vpc) {
    var carried = new HashSet<String>();
    responses.balancers().asKnown().orElse(List.of()).stream()
        .filter(balancer -> vpc.value().equals(balancer.vpcId()))
        .forEach(balancer -> carried.addAll(balancer.securityGroups()));
    classic.asKnown().orElse(List.of()).stream()
        .filter(balancer -> vpc.equals(balancer.vpc()))
        .flatMap(balancer -> balancer.groups().stream())
        .forEach(group -> carried.add(group.value()));
    return carried;
  }

  /// A Gateway Load Balancer and the other kinds are all in a VPC; AWS names it for each.
  private Fact<List<LoadBalancer>> loadBalancers() {
    return FactList.convert(
        responses.balancers(),
        balancer -> balancer.vpcId() != null,
        balancer ->
            new LoadBalancer(
                balancer.loadBalancerArn(),
                balancer.loadBalancerName(),
                balancer.typeAsString(),
                isInternetFacing(balancer.type(), balancer.scheme()),
                text(balancer.ipAddressTypeAsString(), "ipv4"),
                new Vpc.Id(balancer.vpcId()),
                balancer.availabilityZones().stream()
                    .filter(zone -> zone.subnetId() != null)
                    .map(zone -> new Subnet.Id(zone.subnetId()))
                    .toList(),
                balancer.securityGroups().stream().map(SecurityGroup.Id::new).toList(),
                !"off".equals(balancer.enforceSecurityGroupInboundRulesOnPrivateLinkTraffic()),
                List.of(),
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
                protocol(listener),
                Optional.ofNullable(listener.port()).orElse(0),
                targetGroups(listener.defaultActions()),
                rules(listener.listenerArn()),
                Optional.empty()),
        LoadBalancer.Listener::arn);
  }

  /// What a listener of another protocol lets in is not known.
  private static String protocol(Listener listener) {
    var protocol = text(listener.protocolAsString(), "");
    if (!Transport.isKnown(protocol)) {
      throw new IllegalArgumentException(
          "%s has the protocol %s, which is not known"
              .formatted(listener.listenerArn(), SafeText.quoted(protocol)));
    }
    return protocol;
  }

  private Fact<List<String>> rules(String listener) {
    return responses
        .rules()
        .about(listener)
        .map(
            rules ->
                rules.stream()
                    .filter(rule -> !Boolean.TRUE.equals(rule.isDefault()))
                    .flatMap(rule -> targetGroups(rule.actions()).stream())
                    .distinct()
                    .sorted()
                    .toList());
  }

  /// The ARNs of the target groups that some actions forward to. An action that forwards to a
  /// single target group names the group twice.
  public static List<String> targetGroups(List<Action> actions) {
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

  private Fact<List<TargetGroup>> targetGroups() {
    return FactList.convert(
        responses.groups(),
        group ->
            new TargetGroup(
                group.targetGroupArn(),
                group.targetGroupName(),
                group.targetTypeAsString(),
                text(group.ipAddressTypeAsString(), "ipv4"),
                text(group.protocolAsString(), ""),
                Optional.ofNullable(group.vpcId()).map(Vpc.Id::new),
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
                health.target().id(),
                Optional.ofNullable(health.target().port()).orElse(0),
                text(health.target().availabilityZone(), "")),
        target -> target.id() + " " + target.port());
  }
}
