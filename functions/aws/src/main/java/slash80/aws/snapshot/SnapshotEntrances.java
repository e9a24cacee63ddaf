package slash80.aws.snapshot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import slash80.aws.ResourceIds;
import slash80.aws.convert.AcceleratorFacts;
import slash80.aws.convert.ByResource;
import slash80.aws.convert.ClassicFacts;
import slash80.aws.convert.EntranceResponses;
import slash80.aws.convert.PlainResponse;
import slash80.facts.Accelerator;
import slash80.facts.Fact;
import slash80.facts.LoadBalancer;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceConnectEndpointsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointServiceConfigurationsResponse;
import software.amazon.awssdk.services.ec2.model.Ec2InstanceConnectEndpoint;
import software.amazon.awssdk.services.ec2.model.ServiceConfiguration;
import software.amazon.awssdk.services.eks.model.DescribeClusterResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;

/// Reads from a snapshot's files the ways in beside internet gateways and target groups: listener
/// rules, Classic Load Balancers, accelerators, endpoint services and EC2 Instance Connect
/// Endpoints. No snapshot needs these files; a rule that needs one names it.
record SnapshotEntrances(SnapshotFolder folder) {

  EntranceResponses read() {
    return new EntranceResponses(
        classicBalancers(),
        accelerators(),
        folder.all(
            CliCommand.DESCRIBE_VPC_ENDPOINT_SERVICE_CONFIGURATIONS,
            DescribeVpcEndpointServiceConfigurationsResponse::serviceConfigurations,
            ServiceConfiguration::serviceId),
        folder.all(
            CliCommand.DESCRIBE_INSTANCE_CONNECT_ENDPOINTS,
            DescribeInstanceConnectEndpointsResponse::instanceConnectEndpoints,
            Ec2InstanceConnectEndpoint::instanceConnectEndpointId));
  }

  /// The rules of listeners, by the listener's ARN. Every listener has at least a default rule.
  ByResource<List<Rule>> rules() {
    Fact<List<Rule>> all =
        folder.all(CliCommand.DESCRIBE_RULES, DescribeRulesResponse::rules, Rule::ruleArn);
    return new ByResource<>(
        grouped(all, rule -> listenerOf(rule.ruleArn())),
        listener ->
            "%s was not captured"
                .formatted(
                    CliCommand.DESCRIBE_RULES.file(
                        ResourceIds.name(ResourceIds.parent(listener)))));
  }

  /// The ARN of a rule's listener is the beginning of the rule's own
  /// (https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html#awselasticloadbalancingv2-resources-for-iam-policies).
  private static String listenerOf(String rule) {
    return rule.substring(0, Math.max(0, rule.lastIndexOf('/')))
        .replaceFirst(":listener-rule/", ":listener/");
  }

  private Fact<List<LoadBalancer>> classicBalancers() {
    Fact<List<PlainResponse>> balancers =
        folder.all(
            CliCommand.DESCRIBE_CLASSIC_LOAD_BALANCERS,
            ClassicFacts::loadBalancers,
            ClassicFacts::name);
    Fact<List<PlainResponse>> tags =
        folder.all(
            CliCommand.DESCRIBE_CLASSIC_TAGS, ClassicFacts::tagDescriptions, ClassicFacts::name);
    return ClassicFacts.convert(balancers, place(), name -> tags(tags, name));
  }

  private static Fact<Map<String, String>> tags(Fact<List<PlainResponse>> all, String balancer) {
    return all.map(ClassicFacts::tags)
        .flatMap(
            tags ->
                tags.containsKey(balancer)
                    ? Fact.known(Objects.requireNonNull(tags.get(balancer)))
                    : Fact.unread(
                        CliCommand.DESCRIBE_CLASSIC_TAGS.file("") + " does not list " + balancer));
  }

  /// The beginning of the ARNs of load balancers, as the ARN of a cluster tells it.
  private String place() {
    return folder.pages(CliCommand.DESCRIBE_CLUSTER).stream()
        .map(page -> ((DescribeClusterResponse) page.response()).cluster().arn())
        .findFirst()
        .map(ClassicFacts::place)
        .orElse("arn:aws:elasticloadbalancing");
  }

  private Fact<List<Accelerator>> accelerators() {
    Fact<List<PlainResponse>> accelerators =
        folder.all(CliCommand.LIST_ACCELERATORS, AcceleratorFacts::items, AcceleratorFacts::arn);
    return AcceleratorFacts.convert(
        accelerators,
        children(CliCommand.LIST_LISTENERS),
        children(CliCommand.LIST_ENDPOINT_GROUPS));
  }

  /// Finds the listeners of an accelerator, or the endpoint groups of a listener. One without any
  /// has a file that is named after it and lists none.
  private Function<String, Fact<List<PlainResponse>>> children(CliCommand command) {
    Fact<List<PlainResponse>> all =
        folder.all(command, AcceleratorFacts::items, AcceleratorFacts::arn);
    var byParent = grouped(all, item -> AcceleratorFacts.parent(AcceleratorFacts.arn(item)));
    var captured =
        folder.pages(command).stream().map(SnapshotFolder.Page::about).collect(Collectors.toSet());
    return parent -> {
      var found = byParent.get(parent);
      if (found != null) {
        return found;
      }
      var id = parent.substring(parent.lastIndexOf('/') + 1);
      return captured.contains(id)
          ? Fact.known(List.of())
          : Fact.unread(command.file(id) + " was not captured");
    };
  }

  private static <T> Map<String, Fact<List<T>>> grouped(
      Fact<List<T>> all, Function<T, String> parent) {
    var grouped = new TreeMap<String, Fact<List<T>>>();
    all.asKnown().orElse(List.of()).stream()
        .collect(Collectors.groupingBy(parent, LinkedHashMap::new, Collectors.toList()))
        .forEach((id, items) -> grouped.put(id, Fact.known(items)));
    return grouped;
  }
}
