package slash80.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import slash80.facts.Fact;
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
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesResponse;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessExclusion;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
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
    Fact<List<TargetGroup>> targetGroups =
        folder.all(
            Command.DESCRIBE_TARGET_GROUPS,
            DescribeTargetGroupsResponse::targetGroups,
            TargetGroup::targetGroupArn);
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
        folder.all(
            Command.DESCRIBE_LOAD_BALANCERS,
            DescribeLoadBalancersResponse::loadBalancers,
            LoadBalancer::loadBalancerArn),
        targetGroups,
        byArn(
            targetGroups,
            Command.DESCRIBE_TARGET_HEALTH,
            folder.byAbout(
                Command.DESCRIBE_TARGET_HEALTH,
                DescribeTargetHealthResponse::targetHealthDescriptions)),
        byArn(
            targetGroups,
            Command.DESCRIBE_TARGET_GROUP_ATTRIBUTES,
            folder.byAbout(
                Command.DESCRIBE_TARGET_GROUP_ATTRIBUTES,
                DescribeTargetGroupAttributesResponse::attributes)),
        tags());
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

  /// The files are named after the target groups' names, and names are unique in a region
  /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html).
  private static <T> Map<String, Fact<List<T>>> byArn(
      Fact<List<TargetGroup>> groups, Command command, Map<String, Fact<List<T>>> byName) {
    var byArn = new TreeMap<String, Fact<List<T>>>();
    for (var group : groups.asKnown().orElse(List.of())) {
      var missing = command.file(group.targetGroupName()) + " was not captured";
      byArn.put(
          group.targetGroupArn(),
          byName.getOrDefault(group.targetGroupName(), Fact.unread(missing)));
    }
    return byArn;
  }

  private Map<String, Fact<Map<String, String>>> tags() {
    var tags = new TreeMap<String, Fact<Map<String, String>>>();
    Fact<List<TagDescription>> all =
        folder.all(
            Command.DESCRIBE_TAGS,
            DescribeTagsResponse::tagDescriptions,
            TagDescription::resourceArn);
    all.asKnown()
        .orElse(List.of())
        .forEach(one -> tags.put(one.resourceArn(), Fact.known(FactsOf.elbTags(one.tags()))));
    return tags;
  }
}
