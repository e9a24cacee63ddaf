package slash80.aws;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.Fact;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DescribeEgressOnlyInternetGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcBlockPublicAccessExclusionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcBlockPublicAccessOptionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.EgressOnlyInternetGateway;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesResponse;
import software.amazon.awssdk.services.ec2.model.GetSubnetCidrReservationsResponse;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessExclusion;
import software.amazon.awssdk.services.eks.model.Addon;
import software.amazon.awssdk.services.eks.model.DescribeAddonResponse;
import software.amazon.awssdk.services.eks.model.DescribeClusterResponse;
import software.amazon.awssdk.services.eks.model.ListAddonsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/// The answers that stand in a snapshot's files.
final class FileAnswers {
  private final Folder folder;

  private FileAnswers(Folder folder) {
    this.folder = folder;
  }

  static Answers of(Folder folder) {
    return new FileAnswers(folder).answers();
  }

  private Answers answers() {
    Fact<List<LoadBalancer>> balancers =
        folder.all(
            Command.DESCRIBE_LOAD_BALANCERS,
            DescribeLoadBalancersResponse::loadBalancers,
            LoadBalancer::loadBalancerArn);
    Fact<List<TargetGroup>> targetGroups =
        folder.all(
            Command.DESCRIBE_TARGET_GROUPS,
            DescribeTargetGroupsResponse::targetGroups,
            TargetGroup::targetGroupArn);
    var balancerNames =
        names(balancers, LoadBalancer::loadBalancerArn, LoadBalancer::loadBalancerName);
    var groupNames = names(targetGroups, TargetGroup::targetGroupArn, TargetGroup::targetGroupName);
    var tagged = Stream.concat(balancerNames.keySet().stream(), groupNames.keySet().stream());
    return new Answers(
        folder.all(Command.DESCRIBE_VPCS, DescribeVpcsResponse::vpcs, Vpc::vpcId),
        folder.all(Command.DESCRIBE_SUBNETS, DescribeSubnetsResponse::subnets, Subnet::subnetId),
        folder.all(Command.DESCRIBE_INSTANCES, FileAnswers::instances, Instance::instanceId),
        interfaces(),
        folder.all(
            Command.DESCRIBE_SECURITY_GROUPS,
            DescribeSecurityGroupsResponse::securityGroups,
            SecurityGroup::groupId),
        folder.all(
            Command.DESCRIBE_SECURITY_GROUP_RULES,
            DescribeSecurityGroupRulesResponse::securityGroupRules,
            SecurityGroupRule::securityGroupRuleId),
        folder.all(
            Command.DESCRIBE_NETWORK_ACLS,
            DescribeNetworkAclsResponse::networkAcls,
            NetworkAcl::networkAclId),
        folder.all(
            Command.DESCRIBE_ROUTE_TABLES,
            DescribeRouteTablesResponse::routeTables,
            RouteTable::routeTableId),
        folder.all(
            Command.DESCRIBE_INTERNET_GATEWAYS,
            DescribeInternetGatewaysResponse::internetGateways,
            InternetGateway::internetGatewayId),
        folder.byAbout(
            Command.GET_MANAGED_PREFIX_LIST_ENTRIES, GetManagedPrefixListEntriesResponse::entries),
        folder
            .all(
                Command.DESCRIBE_VPC_BLOCK_PUBLIC_ACCESS_OPTIONS,
                (DescribeVpcBlockPublicAccessOptionsResponse said) ->
                    List.of(said.vpcBlockPublicAccessOptions()),
                _ -> "the options")
            .map(List::getFirst),
        folder.all(
            Command.DESCRIBE_VPC_BLOCK_PUBLIC_ACCESS_EXCLUSIONS,
            DescribeVpcBlockPublicAccessExclusionsResponse::vpcBlockPublicAccessExclusions,
            VpcBlockPublicAccessExclusion::exclusionId),
        balancers,
        targetGroups,
        byArn(
            groupNames,
            Command.DESCRIBE_TARGET_HEALTH,
            DescribeTargetHealthResponse::targetHealthDescriptions),
        byArn(
            groupNames,
            Command.DESCRIBE_TARGET_GROUP_ATTRIBUTES,
            DescribeTargetGroupAttributesResponse::attributes),
        tags(tagged.toList()),
        listeners(balancerNames),
        byArn(
            balancerNames,
            Command.DESCRIBE_LOAD_BALANCER_ATTRIBUTES,
            DescribeLoadBalancerAttributesResponse::attributes),
        folder.byAbout(
            Command.GET_SUBNET_CIDR_RESERVATIONS,
            GetSubnetCidrReservationsResponse::subnetIpv6CidrReservations),
        folder.all(
            Command.DESCRIBE_INSTANCE_TYPES,
            DescribeInstanceTypesResponse::instanceTypes,
            InstanceTypeInfo::instanceTypeAsString),
        vpcCni(),
        folder.all(
            Command.DESCRIBE_EGRESS_ONLY_INTERNET_GATEWAYS,
            DescribeEgressOnlyInternetGatewaysResponse::egressOnlyInternetGateways,
            EgressOnlyInternetGateway::egressOnlyInternetGatewayId));
  }

  private static List<Instance> instances(DescribeInstancesResponse said) {
    return said.reservations().stream().flatMap(one -> one.instances().stream()).toList();
  }

  private Optional<Fact<List<NetworkInterface>>> interfaces() {
    return folder.pages(Command.DESCRIBE_NETWORK_INTERFACES).isEmpty()
        ? Optional.empty()
        : Optional.of(
            folder.all(
                Command.DESCRIBE_NETWORK_INTERFACES,
                DescribeNetworkInterfacesResponse::networkInterfaces,
                NetworkInterface::networkInterfaceId));
  }

  private static <T> Map<String, String> names(
      Fact<List<T>> answer, Function<T, String> arn, Function<T, String> name) {
    var names = new TreeMap<String, String>();
    answer.asKnown().orElse(List.of()).forEach(one -> names.put(arn.apply(one), name.apply(one)));
    return names;
  }

  /// The files are named after the names of target groups and of load balancers, which are unique
  /// in a region
  /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html).
  private <R extends SdkPojo, T> Map<String, Fact<List<T>>> byArn(
      Map<String, String> names, Command command, Function<R, List<T>> list) {
    var byName = folder.byAbout(command, list);
    var byArn = new TreeMap<String, Fact<List<T>>>();
    names.forEach(
        (arn, name) ->
            byArn.put(
                arn,
                byName.getOrDefault(name, Fact.unread(command.file(name) + " was not captured"))));
    return byArn;
  }

  /// A listener names its load balancer; that a load balancer has none is said by a file that is
  /// named after it.
  private Map<String, Fact<List<Listener>>> listeners(Map<String, String> names) {
    Fact<List<Listener>> all =
        folder.all(
            Command.DESCRIBE_LISTENERS,
            DescribeListenersResponse::listeners,
            Listener::listenerArn);
    var captured = folder.pages(Command.DESCRIBE_LISTENERS).stream().map(Folder.Page::about);
    var captures = captured.collect(Collectors.toSet());
    var listeners = new TreeMap<String, Fact<List<Listener>>>();
    names.forEach(
        (arn, name) -> {
          var own =
              all.asKnown().orElse(List.of()).stream()
                  .filter(one -> arn.equals(one.loadBalancerArn()))
                  .toList();
          listeners.put(
              arn,
              own.isEmpty() && !captures.contains(name)
                  ? Fact.unread(Command.DESCRIBE_LISTENERS.file(name) + " was not captured")
                  : Fact.known(own));
        });
    return listeners;
  }

  private Map<String, Fact<Optional<Addon>>> vpcCni() {
    Fact<List<Addon>> addons =
        folder.all(
            Command.DESCRIBE_ADDON,
            (DescribeAddonResponse said) -> List.of(said.addon()),
            addon -> addon.clusterName() + " " + addon.addonName());
    Map<String, Fact<List<String>>> lists =
        folder.byAbout(Command.LIST_ADDONS, ListAddonsResponse::addons);
    var vpcCni = new TreeMap<String, Fact<Optional<Addon>>>();
    for (var page : folder.pages(Command.DESCRIBE_CLUSTER)) {
      var cluster = ((DescribeClusterResponse) page.response()).cluster().name();
      var found =
          addons.asKnown().orElse(List.of()).stream()
              .filter(one -> one.clusterName().equals(cluster))
              .filter(one -> one.addonName().equals(EksCalls.VPC_CNI))
              .findFirst();
      var isAbsent =
          lists.containsKey(cluster)
              && !lists.get(cluster).asKnown().orElseThrow().contains(EksCalls.VPC_CNI);
      vpcCni.put(
          cluster,
          found.isPresent() || isAbsent
              ? Fact.known(found)
              : Fact.unread(Command.DESCRIBE_ADDON.file(EksCalls.VPC_CNI) + " was not captured"));
    }
    return vpcCni;
  }

  private Map<String, Fact<Map<String, String>>> tags(Collection<String> arns) {
    var tags = new TreeMap<String, Fact<Map<String, String>>>();
    Fact<List<TagDescription>> all =
        folder.all(
            Command.DESCRIBE_TAGS,
            DescribeTagsResponse::tagDescriptions,
            TagDescription::resourceArn);
    switch (all) {
      case Fact.Known<List<TagDescription>>(var said) ->
          said.forEach(one -> tags.put(one.resourceArn(), Fact.known(FactsOf.elbTags(one.tags()))));
      case Fact.Unread<List<TagDescription>>(var why) ->
          arns.forEach(arn -> tags.put(arn, Fact.unread(why)));
    }
    return tags;
  }
}
