package slash80.aws.snapshot;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import slash80.aws.convert.AwsResponses;
import slash80.aws.convert.ByResource;
import slash80.aws.convert.ClusterFacts;
import slash80.aws.convert.GroupsFromRules;
import slash80.aws.convert.PrefixLists;
import slash80.aws.convert.Tags;
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
import software.amazon.awssdk.services.ec2.model.PrefixListEntry;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessExclusion;
import software.amazon.awssdk.services.eks.model.Addon;
import software.amazon.awssdk.services.eks.model.DescribeAddonResponse;
import software.amazon.awssdk.services.eks.model.DescribeClusterResponse;
import software.amazon.awssdk.services.eks.model.DescribeNodegroupResponse;
import software.amazon.awssdk.services.eks.model.ListAddonsResponse;
import software.amazon.awssdk.services.eks.model.ListNodegroupsResponse;
import software.amazon.awssdk.services.eks.model.Nodegroup;
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

/// Reads the responses of a snapshot's files. A response that is missing names its file.
final class SnapshotResponses {
  private final SnapshotFolder folder;

  private SnapshotResponses(SnapshotFolder folder) {
    this.folder = folder;
  }

  static AwsResponses read(SnapshotFolder folder) {
    var files = new SnapshotResponses(folder);
    return new AwsResponses(
        files.layers(),
        files.attachments(),
        files.balancing(),
        new SnapshotEntrances(folder).read(),
        files.delegation(),
        files.isCaptured(CliCommand.DESCRIBE_NETWORK_INTERFACES)
            ? List.of()
            : List.of(
                "describe-network-interfaces was not captured: branch, Fargate and control-plane"
                    + " interfaces and DenyAllIgwTraffic are unseen"));
  }

  private boolean isCaptured(CliCommand command) {
    return !folder.pages(command).isEmpty();
  }

  private AwsResponses.Layers layers() {
    return new AwsResponses.Layers(
        basis(),
        path(),
        this.<GetManagedPrefixListEntriesResponse, PrefixListEntry>byId(
                CliCommand.GET_MANAGED_PREFIX_LIST_ENTRIES,
                GetManagedPrefixListEntriesResponse::entries)
            .as(PrefixLists::convert));
  }

  private AwsResponses.Basis basis() {
    var groups =
        folder.all(
            CliCommand.DESCRIBE_SECURITY_GROUPS,
            DescribeSecurityGroupsResponse::securityGroups,
            SecurityGroup::groupId);
    var rules =
        folder.all(
            CliCommand.DESCRIBE_SECURITY_GROUP_RULES,
            DescribeSecurityGroupRulesResponse::securityGroupRules,
            SecurityGroupRule::securityGroupRuleId);
    return new AwsResponses.Basis(
        folder.all(CliCommand.DESCRIBE_VPCS, DescribeVpcsResponse::vpcs, Vpc::vpcId),
        folder.all(CliCommand.DESCRIBE_SUBNETS, DescribeSubnetsResponse::subnets, Subnet::subnetId),
        isByRules()
            ? groups.flatMap(found -> rules.map(rows -> GroupsFromRules.withRules(found, rows)))
            : groups,
        rules);
  }

  /// Both commands show the rules of a group. Where a what-if replaces the rules alone, the groups
  /// of the folder still have the old ones.
  private boolean isByRules() {
    return folder.isReplaced(CliCommand.DESCRIBE_SECURITY_GROUP_RULES)
        && !folder.isReplaced(CliCommand.DESCRIBE_SECURITY_GROUPS);
  }

  private AwsResponses.Path path() {
    return new AwsResponses.Path(
        folder.all(
            CliCommand.DESCRIBE_NETWORK_ACLS,
            DescribeNetworkAclsResponse::networkAcls,
            NetworkAcl::networkAclId),
        folder.all(
            CliCommand.DESCRIBE_ROUTE_TABLES,
            DescribeRouteTablesResponse::routeTables,
            RouteTable::routeTableId),
        folder.all(
            CliCommand.DESCRIBE_INTERNET_GATEWAYS,
            DescribeInternetGatewaysResponse::internetGateways,
            InternetGateway::internetGatewayId),
        folder.all(
            CliCommand.DESCRIBE_EGRESS_ONLY_INTERNET_GATEWAYS,
            DescribeEgressOnlyInternetGatewaysResponse::egressOnlyInternetGateways,
            EgressOnlyInternetGateway::egressOnlyInternetGatewayId),
        folder
            .all(
                CliCommand.DESCRIBE_VPC_BLOCK_PUBLIC_ACCESS_OPTIONS,
                (DescribeVpcBlockPublicAccessOptionsResponse response) ->
                    List.of(response.vpcBlockPublicAccessOptions()),
                _ -> "the options")
            .map(List::getFirst),
        folder.all(
            CliCommand.DESCRIBE_VPC_BLOCK_PUBLIC_ACCESS_EXCLUSIONS,
            DescribeVpcBlockPublicAccessExclusionsResponse::vpcBlockPublicAccessExclusions,
            VpcBlockPublicAccessExclusion::exclusionId));
  }

  private AwsResponses.Attachments attachments() {
    Fact<List<NetworkInterface>> interfaces =
        folder.all(
            CliCommand.DESCRIBE_NETWORK_INTERFACES,
            DescribeNetworkInterfacesResponse::networkInterfaces,
            NetworkInterface::networkInterfaceId);
    return new AwsResponses.Attachments(
        folder.all(
            CliCommand.DESCRIBE_INSTANCES, SnapshotResponses::instances, Instance::instanceId),
        Optional.of(interfaces).filter(_ -> isCaptured(CliCommand.DESCRIBE_NETWORK_INTERFACES)));
  }

  private static List<Instance> instances(DescribeInstancesResponse response) {
    return response.reservations().stream()
        .flatMap(reservation -> reservation.instances().stream())
        .toList();
  }

  private AwsResponses.Balancing balancing() {
    Fact<List<LoadBalancer>> balancers =
        folder.all(
            CliCommand.DESCRIBE_LOAD_BALANCERS,
            DescribeLoadBalancersResponse::loadBalancers,
            LoadBalancer::loadBalancerArn);
    Fact<List<TargetGroup>> targetGroups =
        folder.all(
            CliCommand.DESCRIBE_TARGET_GROUPS,
            DescribeTargetGroupsResponse::targetGroups,
            TargetGroup::targetGroupArn);
    var balancerNames =
        names(balancers, LoadBalancer::loadBalancerArn, LoadBalancer::loadBalancerName);
    var groupNames = names(targetGroups, TargetGroup::targetGroupArn, TargetGroup::targetGroupName);
    return new AwsResponses.Balancing(
        balancers,
        targetGroups,
        byArn(
            groupNames,
            CliCommand.DESCRIBE_TARGET_HEALTH,
            DescribeTargetHealthResponse::targetHealthDescriptions),
        byArn(
            groupNames,
            CliCommand.DESCRIBE_TARGET_GROUP_ATTRIBUTES,
            DescribeTargetGroupAttributesResponse::attributes),
        listeners(balancerNames),
        new SnapshotEntrances(folder).rules(),
        byArn(
            balancerNames,
            CliCommand.DESCRIBE_LOAD_BALANCER_ATTRIBUTES,
            DescribeLoadBalancerAttributesResponse::attributes),
        tags());
  }

  private AwsResponses.Delegation delegation() {
    return new AwsResponses.Delegation(
        byId(
            CliCommand.GET_SUBNET_CIDR_RESERVATIONS,
            GetSubnetCidrReservationsResponse::subnetIpv6CidrReservations),
        folder.all(
            CliCommand.DESCRIBE_INSTANCE_TYPES,
            DescribeInstanceTypesResponse::instanceTypes,
            InstanceTypeInfo::instanceTypeAsString),
        vpcCni(),
        nodeGroups());
  }

  private static String missing(CliCommand command, String name) {
    return command.file(name) + " was not captured";
  }

  private <R extends SdkPojo, T> ByResource<List<T>> byId(
      CliCommand command, Function<R, List<T>> list) {
    return new ByResource<>(folder.byAbout(command, list), id -> missing(command, id));
  }

  private static <T> Map<String, String> names(
      Fact<List<T>> response, Function<T, String> arn, Function<T, String> name) {
    var names = new TreeMap<String, String>();
    response
        .asKnown()
        .orElse(List.of())
        .forEach(resource -> names.put(arn.apply(resource), name.apply(resource)));
    return names;
  }

  /// The files are named after target groups and load balancers, whose names are unique in a region
  /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html).
  private <R extends SdkPojo, T> ByResource<List<T>> byArn(
      Map<String, String> names, CliCommand command, Function<R, List<T>> list) {
    var byName = folder.byAbout(command, list);
    var byArn = new TreeMap<String, Fact<List<T>>>();
    names.forEach(
        (arn, name) -> {
          if (byName.containsKey(name)) {
            byArn.put(arn, byName.get(name));
          }
        });
    return new ByResource<>(byArn, arn -> missing(command, names.getOrDefault(arn, arn)));
  }

  /// A listener names its load balancer. A load balancer without listeners has a file that is named
  /// after it and lists none.
  private ByResource<List<Listener>> listeners(Map<String, String> names) {
    Fact<List<Listener>> fact =
        folder.all(
            CliCommand.DESCRIBE_LISTENERS,
            DescribeListenersResponse::listeners,
            Listener::listenerArn);
    var captured =
        folder.pages(CliCommand.DESCRIBE_LISTENERS).stream()
            .map(SnapshotFolder.Page::about)
            .collect(Collectors.toSet());
    var listeners = new TreeMap<String, Fact<List<Listener>>>();
    names.forEach(
        (arn, name) -> {
          var own =
              fact.asKnown().orElse(List.of()).stream()
                  .filter(listener -> arn.equals(listener.loadBalancerArn()))
                  .toList();
          if (!own.isEmpty() || captured.contains(name)) {
            listeners.put(arn, Fact.known(own));
          }
        });
    return new ByResource<>(
        listeners, arn -> missing(CliCommand.DESCRIBE_LISTENERS, names.getOrDefault(arn, arn)));
  }

  private ByResource<Optional<Addon>> vpcCni() {
    Fact<List<Addon>> addons =
        folder.all(
            CliCommand.DESCRIBE_ADDON,
            (DescribeAddonResponse response) -> List.of(response.addon()),
            addon -> addon.clusterName() + " " + addon.addonName());
    Map<String, Fact<List<String>>> lists =
        folder.byAbout(CliCommand.LIST_ADDONS, ListAddonsResponse::addons);
    var vpcCni = new TreeMap<String, Fact<Optional<Addon>>>();
    for (var page : folder.pages(CliCommand.DESCRIBE_CLUSTER)) {
      var cluster = ((DescribeClusterResponse) page.response()).cluster().name();
      var found =
          addons.asKnown().orElse(List.of()).stream()
              .filter(addon -> addon.clusterName().equals(cluster))
              .filter(addon -> addon.addonName().equals(ClusterFacts.VPC_CNI))
              .findFirst();
      var isAbsent =
          lists.containsKey(cluster)
              && !lists.get(cluster).asKnown().orElseThrow().contains(ClusterFacts.VPC_CNI);
      if (found.isPresent() || isAbsent) {
        vpcCni.put(cluster, Fact.known(found));
      }
    }
    return new ByResource<>(vpcCni, _ -> missing(CliCommand.DESCRIBE_ADDON, ClusterFacts.VPC_CNI));
  }

  /// A cluster's node groups are those of its files. The list tells which files are missing, and
  /// alone tells that there are none.
  private ByResource<List<Nodegroup>> nodeGroups() {
    Fact<List<Nodegroup>> described =
        folder.all(
            CliCommand.DESCRIBE_NODEGROUP,
            (DescribeNodegroupResponse response) -> List.of(response.nodegroup()),
            group -> group.clusterName() + " " + group.nodegroupName());
    Map<String, Fact<List<String>>> lists =
        folder.byAbout(CliCommand.LIST_NODEGROUPS, ListNodegroupsResponse::nodegroups);
    var groups = new TreeMap<String, Fact<List<Nodegroup>>>();
    for (var page : folder.pages(CliCommand.DESCRIBE_CLUSTER)) {
      var cluster = ((DescribeClusterResponse) page.response()).cluster().name();
      var own =
          described.asKnown().orElse(List.of()).stream()
              .filter(group -> cluster.equals(group.clusterName()))
              .toList();
      var names = own.stream().map(Nodegroup::nodegroupName).toList();
      var listed = lists.containsKey(cluster) ? lists.get(cluster).asKnown().orElseThrow() : names;
      var missing = listed.stream().filter(name -> !names.contains(name)).findFirst();
      if (missing.isPresent()) {
        groups.put(
            cluster, Fact.unread(missing(CliCommand.DESCRIBE_NODEGROUP, missing.orElseThrow())));
      } else if (!own.isEmpty() || lists.containsKey(cluster)) {
        groups.put(cluster, Fact.known(own));
      }
    }
    return new ByResource<>(groups, _ -> "describe-nodegroup was not captured");
  }

  private ByResource<Map<String, String>> tags() {
    Fact<List<TagDescription>> fact =
        folder.all(
            CliCommand.DESCRIBE_TAGS,
            DescribeTagsResponse::tagDescriptions,
            TagDescription::resourceArn);
    return switch (fact) {
      case Fact.Known<List<TagDescription>>(var descriptions) -> {
        var tags = new TreeMap<String, Fact<Map<String, String>>>();
        descriptions.forEach(
            description ->
                tags.put(
                    description.resourceArn(),
                    Fact.known(Tags.convertOfBalancer(description.tags()))));
        yield new ByResource<>(tags, arn -> "describe-tags.json does not list " + arn);
      }
      case Fact.Unread<List<TagDescription>>(var why) -> ByResource.unread(why);
    };
  }
}
