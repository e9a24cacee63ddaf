package slash80.aws.live;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import slash80.aws.Actions.Action;
import slash80.facts.Fact;
import software.amazon.awssdk.core.pagination.sync.SdkIterable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.Ec2InstanceConnectEndpoint;
import software.amazon.awssdk.services.ec2.model.EgressOnlyInternetGateway;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.ManagedPrefixList;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.PrefixListEntry;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.ServiceConfiguration;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.SubnetCidrReservation;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessExclusion;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessOptions;

/// The calls to EC2. They filter, because a filter finds nothing for a resource that was deleted
/// where an id makes the call fail, and they take pages.
final class Ec2Calls {
  /// The number of values that one filter takes
  /// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html).
  static final int VALUES = 200;

  /// The tag that EKS puts on the resources it makes for a cluster; its value is the cluster's
  /// name.
  static final String CLUSTER = "aws:eks:cluster-name";

  private final Ec2Client ec2;

  Ec2Calls(Ec2Client ec2) {
    this.ec2 = ec2;
  }

  Fact<List<Vpc>> vpcs(Collection<String> ids) {
    return paged(
        Action.DESCRIBE_VPCS,
        "vpc-id",
        ids,
        filter -> ec2.describeVpcsPaginator(ask -> ask.filters(filter).maxResults(1000)).vpcs());
  }

  Fact<List<Vpc>> allVpcs() {
    return CallRunner.of(
        Action.DESCRIBE_VPCS,
        () -> ec2.describeVpcsPaginator(ask -> ask.maxResults(1000)).vpcs().stream().toList());
  }

  Fact<List<Subnet>> subnets(String name, Collection<String> values) {
    return paged(
        Action.DESCRIBE_SUBNETS,
        name,
        values,
        filter ->
            ec2.describeSubnetsPaginator(ask -> ask.filters(filter).maxResults(1000)).subnets());
  }

  /// The instances of EKS Auto Mode are managed resources, hidden unless the call includes them
  /// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/amazon-ec2-managed-instances.html).
  Fact<List<Instance>> instances(String name, Collection<String> values, String... states) {
    return each(
        Action.DESCRIBE_INSTANCES,
        name,
        values,
        filter -> {
          var filters = new ArrayList<>(List.of(filter));
          if (states.length > 0) {
            filters.add(filter("instance-state-name", List.of(states)));
          }
          return ec2
              .describeInstancesPaginator(
                  ask -> ask.filters(filters).includeManagedResources(true).maxResults(1000))
              .reservations()
              .stream()
              .flatMap(reservation -> reservation.instances().stream())
              .toList();
        });
  }

  Fact<List<NetworkInterface>> interfaces(String name, Collection<String> values) {
    return paged(
        Action.DESCRIBE_NETWORK_INTERFACES,
        name,
        values,
        filter ->
            ec2.describeNetworkInterfacesPaginator(
                    ask -> ask.filters(filter).includeManagedResources(true).maxResults(1000))
                .networkInterfaces());
  }

  /// The security groups that EKS made for the clusters in these VPCs.
  Fact<List<SecurityGroup>> clusterGroups(Collection<String> vpcs) {
    return paged(
        Action.DESCRIBE_SECURITY_GROUPS,
        "vpc-id",
        vpcs,
        filter ->
            ec2.describeSecurityGroupsPaginator(
                    ask ->
                        ask.filters(filter, filter("tag-key", List.of(CLUSTER))).maxResults(1000))
                .securityGroups());
  }

  Fact<List<SecurityGroup>> groups(String name, Collection<String> values) {
    return paged(
        Action.DESCRIBE_SECURITY_GROUPS,
        name,
        values,
        filter ->
            ec2.describeSecurityGroupsPaginator(ask -> ask.filters(filter).maxResults(1000))
                .securityGroups());
  }

  Fact<List<SecurityGroupRule>> groupRules(String name, Collection<String> values) {
    return paged(
        Action.DESCRIBE_SECURITY_GROUP_RULES,
        name,
        values,
        filter ->
            ec2.describeSecurityGroupRulesPaginator(ask -> ask.filters(filter).maxResults(1000))
                .securityGroupRules());
  }

  Fact<List<Ec2InstanceConnectEndpoint>> instanceConnectEndpoints(Collection<String> vpcs) {
    return paged(
        Action.DESCRIBE_INSTANCE_CONNECT_ENDPOINTS,
        "vpc-id",
        vpcs,
        filter ->
            ec2.describeInstanceConnectEndpointsPaginator(ask -> ask.filters(filter).maxResults(50))
                .instanceConnectEndpoints());
  }

  /// The account's endpoint services; the API has no filter for VPCs.
  Fact<List<ServiceConfiguration>> endpointServices() {
    return CallRunner.of(
        Action.DESCRIBE_VPC_ENDPOINT_SERVICE_CONFIGURATIONS,
        () ->
            ec2
                .describeVpcEndpointServiceConfigurationsPaginator(ask -> ask.maxResults(1000))
                .serviceConfigurations()
                .stream()
                .toList());
  }

  Fact<List<NetworkAcl>> acls(String name, Collection<String> values) {
    return paged(
        Action.DESCRIBE_NETWORK_ACLS,
        name,
        values,
        filter ->
            ec2.describeNetworkAclsPaginator(ask -> ask.filters(filter).maxResults(1000))
                .networkAcls());
  }

  Fact<Optional<NetworkAcl>> acl(String id) {
    return CallRunner.ofOne(
        Action.DESCRIBE_NETWORK_ACLS,
        () -> ec2.describeNetworkAcls(ask -> ask.networkAclIds(id)).networkAcls().getFirst());
  }

  /// Elastic IP addresses. The call has no pages.
  Fact<List<Address>> addresses(Collection<String> allocations) {
    return each(
        Action.DESCRIBE_ADDRESSES,
        "allocation-id",
        allocations,
        filter -> ec2.describeAddresses(ask -> ask.filters(filter)).addresses());
  }

  Fact<List<RouteTable>> routeTables(String name, Collection<String> values) {
    return paged(
        Action.DESCRIBE_ROUTE_TABLES,
        name,
        values,
        filter ->
            ec2.describeRouteTablesPaginator(ask -> ask.filters(filter).maxResults(100))
                .routeTables());
  }

  Fact<List<InternetGateway>> internetGateways(String name, Collection<String> values) {
    return paged(
        Action.DESCRIBE_INTERNET_GATEWAYS,
        name,
        values,
        filter ->
            ec2.describeInternetGatewaysPaginator(ask -> ask.filters(filter).maxResults(1000))
                .internetGateways());
  }

  /// Every egress-only internet gateway of the account, at most one per VPC: the call has no filter
  /// by id, and fails for the id of a deleted gateway.
  Fact<List<EgressOnlyInternetGateway>> egressOnlyInternetGateways() {
    return CallRunner.of(
        Action.DESCRIBE_EGRESS_ONLY_INTERNET_GATEWAYS,
        () ->
            ec2
                .describeEgressOnlyInternetGatewaysPaginator(ask -> ask.maxResults(255))
                .egressOnlyInternetGateways()
                .stream()
                .toList());
  }

  Fact<List<ManagedPrefixList>> prefixLists(Collection<String> ids) {
    return paged(
        Action.DESCRIBE_MANAGED_PREFIX_LISTS,
        "prefix-list-id",
        ids,
        filter ->
            ec2.describeManagedPrefixListsPaginator(ask -> ask.filters(filter).maxResults(100))
                .prefixLists());
  }

  /// The entries of a prefix list in a given version, or else in its current version.
  Fact<List<PrefixListEntry>> entries(String prefixList, Optional<Long> version) {
    return CallRunner.of(
        Action.GET_MANAGED_PREFIX_LIST_ENTRIES,
        () ->
            ec2
                .getManagedPrefixListEntriesPaginator(
                    ask -> {
                      ask.prefixListId(prefixList).maxResults(100);
                      version.ifPresent(ask::targetVersion);
                    })
                .entries()
                .stream()
                .toList());
  }

  /// The CIDR reservations in a subnet's IPv6 range. The SDK has no paginator for this call, which
  /// returns up to a thousand at once
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetSubnetCidrReservations.html).
  Fact<List<SubnetCidrReservation>> reservations(String subnet) {
    return byToken(
        Action.GET_SUBNET_CIDR_RESERVATIONS,
        token ->
            ec2.getSubnetCidrReservations(
                ask -> ask.subnetId(subnet).maxResults(1000).nextToken(token)),
        page -> page.subnetIpv6CidrReservations(),
        page -> page.nextToken());
  }

  /// The capabilities of instance types. A filter finds them: the call takes at most a hundred
  /// names, and fails as a whole for a name that the region does not have
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypes.html).
  Fact<List<InstanceTypeInfo>> instanceTypes(Collection<String> names) {
    return paged(
        Action.DESCRIBE_INSTANCE_TYPES,
        "instance-type",
        names,
        filter ->
            ec2.describeInstanceTypesPaginator(ask -> ask.filters(filter).maxResults(100))
                .instanceTypes());
  }

  Fact<VpcBlockPublicAccessOptions> blockPublicAccess() {
    return CallRunner.of(
        Action.DESCRIBE_VPC_BLOCK_PUBLIC_ACCESS_OPTIONS,
        () -> ec2.describeVpcBlockPublicAccessOptions(ask -> {}).vpcBlockPublicAccessOptions());
  }

  /// Every exclusion of the account, at most fifty. The SDK has no paginator for this call.
  Fact<List<VpcBlockPublicAccessExclusion>> exclusions() {
    return byToken(
        Action.DESCRIBE_VPC_BLOCK_PUBLIC_ACCESS_EXCLUSIONS,
        token ->
            ec2.describeVpcBlockPublicAccessExclusions(
                ask -> ask.maxResults(1000).nextToken(token)),
        page -> page.vpcBlockPublicAccessExclusions(),
        page -> page.nextToken());
  }

  /// Makes a call that has no paginator in the SDK until its last page.
  ///
  /// @param call gets the page at a token; null for the first
  private static <P, T> Fact<List<T>> byToken(
      Action action,
      Function<String, P> call,
      Function<P, List<T>> items,
      Function<P, String> nextToken) {
    return CallRunner.of(
        action,
        () -> {
          var found = new ArrayList<T>();
          String token = null;
          do {
            var page = call.apply(token);
            found.addAll(items.apply(page));
            token = nextToken.apply(page);
          } while (token != null && !token.isEmpty());
          return List.copyOf(found);
        });
  }

  /// Makes a call with one filter and takes all pages of the answer.
  private static <T> Fact<List<T>> paged(
      Action action,
      String name,
      Collection<String> values,
      Function<Filter, SdkIterable<T>> paginator) {
    return each(action, name, values, filter -> paginator.apply(filter).stream().toList());
  }

  /// Makes a call once for every [#VALUES] values of a filter.
  private static <T> Fact<List<T>> each(
      Action action, String name, Collection<String> values, Function<Filter, List<T>> call) {
    return CallRunner.of(
        action,
        () -> {
          var sorted = values.stream().distinct().sorted().toList();
          var found = new ArrayList<T>();
          for (int from = 0; from < sorted.size(); from += VALUES) {
            var texts = sorted.subList(from, Math.min(from + VALUES, sorted.size()));
            found.addAll(call.apply(filter(name, texts)));
          }
          return List.copyOf(found);
        });
  }

  private static Filter filter(String name, Collection<String> values) {
    return Filter.builder().name(name).values(values).build();
  }
}
