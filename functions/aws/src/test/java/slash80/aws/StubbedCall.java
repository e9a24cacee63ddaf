package slash80.aws;

import static java.util.Map.entry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The stub's model of one call of EC2 or Elastic Load Balancing: the resources it lists, its page
/// sizes and its filters. It refuses a filter that AWS does not document.
///
/// @param elements the path to the listed resources
/// @param id the member that holds the id of a resource
/// @param ids the parameter that asks for resources by id, and fails for a deleted one
/// @param about the parameter that names the one resource that the call is about
/// @param smallest the smallest page size, 0 for a call without pages
/// @param largest the largest page size
/// @param unasked the page size when the call gives none; 0 for everything
/// @param gone the error code when a resource that is asked for by id does not exist
/// @param filters the paths that each filter compares, by the filter's name
public record StubbedCall(
    String elements,
    String id,
    String ids,
    String about,
    int smallest,
    int largest,
    int unasked,
    String gone,
    Map<String, String> filters) {

  /// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Operations.html and
  /// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Operations.html, each
  /// call's own page.
  private static final Map<String, StubbedCall> CALLS =
      Map.ofEntries(
          entry(
              "DescribeVpcs",
              ec2("Vpcs", "VpcId", 5, 1000, "InvalidVpcID.NotFound", "vpc-id=VpcId")),
          entry(
              "DescribeSubnets",
              ec2(
                  "Subnets",
                  "SubnetId",
                  5,
                  1000,
                  "InvalidSubnetID.NotFound",
                  "subnet-id=SubnetId",
                  "vpc-id=VpcId")),
          entry(
              "DescribeInstances",
              ec2(
                  "Reservations/Instances",
                  "InstanceId",
                  5,
                  1000,
                  "InvalidInstanceID.NotFound",
                  "instance-id=InstanceId",
                  "vpc-id=VpcId",
                  "instance-state-name=State/Name",
                  "network-interface.network-interface-id=NetworkInterfaces/NetworkInterfaceId",
                  "network-interface.group-id=NetworkInterfaces/Groups/GroupId",
                  "network-interface.ipv6-prefixes.ipv6-prefix=NetworkInterfaces/Ipv6Prefixes/Ipv6Prefix",
                  "network-interface.ipv6-addresses.ipv6-address=NetworkInterfaces/Ipv6Addresses/Ipv6Address")),
          entry(
              "DescribeNetworkInterfaces",
              ec2(
                  "NetworkInterfaces",
                  "NetworkInterfaceId",
                  5,
                  1000,
                  "InvalidNetworkInterfaceID.NotFound",
                  "network-interface-id=NetworkInterfaceId",
                  "vpc-id=VpcId",
                  "subnet-id=SubnetId",
                  "group-id=Groups/GroupId",
                  "attachment.instance-id=Attachment/InstanceId",
                  "ipv6-addresses.ipv6-address=Ipv6Addresses/Ipv6Address",
                  "description=Description",
                  "status=Status")),
          entry(
              "DescribeSecurityGroups",
              ec2(
                  "SecurityGroups",
                  "GroupId",
                  5,
                  1000,
                  "InvalidGroup.NotFound",
                  "group-id=GroupId",
                  "vpc-id=VpcId",
                  "tag-key=Tags/Key",
                  "ip-permission.prefix-list-id=IpPermissions/PrefixListIds/PrefixListId")),
          entry(
              "DescribeSecurityGroupRules",
              ec2(
                  "SecurityGroupRules",
                  "SecurityGroupRuleId",
                  5,
                  1000,
                  "InvalidSecurityGroupRuleId.NotFound",
                  "group-id=GroupId",
                  "security-group-rule-id=SecurityGroupRuleId")),
          entry(
              "DescribeNetworkAcls",
              ec2(
                  "NetworkAcls",
                  "NetworkAclId",
                  5,
                  1000,
                  "InvalidNetworkAclID.NotFound",
                  "network-acl-id=NetworkAclId",
                  "vpc-id=VpcId",
                  "association.subnet-id=Associations/SubnetId")),
          entry(
              "DescribeRouteTables",
              ec2(
                  "RouteTables",
                  "RouteTableId",
                  5,
                  100,
                  "InvalidRouteTableID.NotFound",
                  "route-table-id=RouteTableId",
                  "vpc-id=VpcId",
                  "route.destination-prefix-list-id=Routes/DestinationPrefixListId")),
          entry(
              "DescribeInternetGateways",
              ec2(
                  "InternetGateways",
                  "InternetGatewayId",
                  5,
                  1000,
                  "InvalidInternetGatewayID.NotFound",
                  "internet-gateway-id=InternetGatewayId",
                  "attachment.vpc-id=Attachments/VpcId")),
          entry(
              "DescribeEgressOnlyInternetGateways",
              ec2(
                  "EgressOnlyInternetGateways",
                  "EgressOnlyInternetGatewayId",
                  5,
                  255,
                  "InvalidGatewayID.NotFound")),
          entry(
              "DescribeInstanceTypes",
              ec2(
                  "InstanceTypes",
                  "InstanceType",
                  5,
                  100,
                  "InvalidInstanceType",
                  "instance-type=InstanceType")),
          entry(
              "DescribeManagedPrefixLists",
              ec2(
                  "PrefixLists",
                  "PrefixListId",
                  1,
                  100,
                  "InvalidPrefixListID.NotFound",
                  "prefix-list-id=PrefixListId")),
          entry(
              "GetManagedPrefixListEntries",
              about("Entries", "PrefixListId", 100, "InvalidPrefixListID.NotFound")),
          entry(
              "GetSubnetCidrReservations",
              about("SubnetIpv6CidrReservations", "SubnetId", 1000, "InvalidSubnetID.NotFound")),
          entry(
              "DescribeInstanceConnectEndpoints",
              ec2(
                  "InstanceConnectEndpoints",
                  "InstanceConnectEndpointId",
                  1,
                  50,
                  "InvalidInstanceConnectEndpointId.NotFound",
                  "vpc-id=VpcId")),
          entry(
              "DescribeVpcEndpointServiceConfigurations",
              ec2(
                  "ServiceConfigurations",
                  "ServiceId",
                  5,
                  1000,
                  "InvalidVpcEndpointServiceId.NotFound")),
          entry("DescribeVpcBlockPublicAccessOptions", ec2("", "", 0, 0, "")),
          entry(
              "DescribeVpcBlockPublicAccessExclusions",
              ec2("VpcBlockPublicAccessExclusions", "ExclusionId", 5, 1000, "")),
          entry(
              "DescribeLoadBalancers",
              balancing(
                  "LoadBalancers",
                  "LoadBalancerArn",
                  "LoadBalancerArns",
                  "",
                  "LoadBalancerNotFound")),
          entry(
              "DescribeTargetGroups",
              balancing(
                  "TargetGroups", "TargetGroupArn", "TargetGroupArns", "", "TargetGroupNotFound")),
          entry(
              "DescribeListeners",
              balancing(
                  "Listeners",
                  "ListenerArn",
                  "ListenerArns",
                  "LoadBalancerArn",
                  "LoadBalancerNotFound")),
          entry(
              "DescribeRules",
              balancing("Rules", "RuleArn", "RuleArns", "ListenerArn", "ListenerNotFound")),
          entry(
              "DescribeClassicLoadBalancers",
              balancing(
                  "LoadBalancerDescriptions",
                  "LoadBalancerName",
                  "LoadBalancerNames",
                  "",
                  "LoadBalancerNotFound")),
          entry(
              "DescribeClassicTags",
              new StubbedCall(
                  "TagDescriptions",
                  "LoadBalancerName",
                  "LoadBalancerNames",
                  "",
                  0,
                  0,
                  0,
                  "LoadBalancerNotFound",
                  Map.of())),
          entry(
              "ListAccelerators",
              new StubbedCall("Accelerators", "", "", "", 1, 100, 10, "", Map.of())),
          entry(
              "ListListeners",
              new StubbedCall(
                  "Listeners",
                  "",
                  "",
                  "AcceleratorArn",
                  1,
                  100,
                  10,
                  "AcceleratorNotFoundException",
                  Map.of())),
          entry(
              "ListEndpointGroups",
              new StubbedCall(
                  "EndpointGroups",
                  "",
                  "",
                  "ListenerArn",
                  1,
                  100,
                  10,
                  "ListenerNotFoundException",
                  Map.of())),
          entry("DescribeTargetHealth", of("TargetHealthDescriptions", "TargetGroupArn")),
          entry("DescribeTargetGroupAttributes", of("Attributes", "TargetGroupArn")),
          entry("DescribeLoadBalancerAttributes", of("Attributes", "LoadBalancerArn")),
          entry(
              "DescribeTags",
              new StubbedCall(
                  "TagDescriptions",
                  "ResourceArn",
                  "ResourceArns",
                  "",
                  0,
                  0,
                  0,
                  "LoadBalancerNotFound",
                  Map.of())));

  public static Optional<StubbedCall> of(String action) {
    return Optional.ofNullable(CALLS.get(action));
  }

  /// Whether the call lists the parts of one resource.
  public boolean isAboutOne() {
    return !about.isEmpty();
  }

  private static StubbedCall ec2(
      String elements, String id, int smallest, int largest, String gone, String... filters) {
    var byName =
        Arrays.stream(filters)
            .map(filter -> filter.split("="))
            .collect(Collectors.toMap(words -> words[0], words -> words[1]));
    return new StubbedCall(elements, id, id, "", smallest, largest, 0, gone, byName);
  }

  private static StubbedCall about(String elements, String about, int largest, String gone) {
    return new StubbedCall(elements, "", "", about, 1, largest, largest, gone, Map.of());
  }

  private static StubbedCall balancing(
      String elements, String id, String ids, String about, String gone) {
    return new StubbedCall(elements, id, ids, about, 1, 400, 400, gone, Map.of());
  }

  private static StubbedCall of(String elements, String about) {
    var gone = about.equals("TargetGroupArn") ? "TargetGroupNotFound" : "LoadBalancerNotFound";
    return new StubbedCall(elements, "", "", about, 0, 0, 0, gone, Map.of());
  }

  /// The path as a list of members.
  public List<String> path() {
    return List.of(elements.split("/"));
  }
}
