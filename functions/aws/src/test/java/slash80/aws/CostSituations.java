package slash80.aws;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import slash80.aws.snapshot.Folders;

/// Builds accounts with one small cluster, in each of which a check needs extra calls.
public final class CostSituations {
  private CostSituations() {}

  /// A cluster of one node in one subnet, which a check judges with no extra calls.
  public static void base(Path folder) {
    Folders.smallest(folder);
    Folders.change(
        folder,
        "describe-route-tables.json",
        text ->
            text.replace(
                "\"Routes\": [",
                "\"Routes\": [{\"DestinationCidrBlock\": \"0.0.0.0/0\", \"GatewayId\": \"igw-1\","
                    + " \"State\": \"active\"},"));
    Folders.change(
        folder,
        "describe-subnets.json",
        text ->
            text.replace(
                "\"SubnetId\": \"subnet-1\",",
                "\"SubnetId\": \"subnet-1\", \"AssignIpv6AddressOnCreation\": true,"
                    + " \"BlockPublicAccessStates\":"
                    + " {\"InternetGatewayBlockMode\": \"off\"},"));
    Folders.write(
        folder,
        "describe-network-interfaces.json",
        """
        {"NetworkInterfaces": [{"NetworkInterfaceId": "eni-1", "SubnetId": "subnet-1", "VpcId": "vpc-1", "InterfaceType": "interface",
          "Attachment": {"InstanceId": "i-1", "DeviceIndex": 0, "NetworkCardIndex": 0}, "Groups": [{"GroupId": "sg-1", "GroupName": "nodes"}],
          "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.1.5", "Primary": true}],
          "Ipv6Addresses": [{"Ipv6Address": "2001:db8:0:1::5"}],
          "Ipv6Prefixes": [{"Ipv6Prefix": "2001:db8:0:1:1::/80"}]}]}
        """);
    Folders.write(
        folder,
        "describe-security-group-rules.json",
        """
        {"SecurityGroupRules": [
          {"SecurityGroupRuleId": "sgr-1", "GroupId": "sg-1", "IsEgress": false, "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIpv6": "2001:db8:9::/48"}
        ]}
        """);
    Folders.write(
        folder,
        "describe-addon.vpc-cni.json",
        """
        {"addon": {"addonName": "vpc-cni", "clusterName": "demo", "addonVersion": "v1.19.0-eksbuild.1"}}
        """);
    Folders.write(
        folder,
        "describe-instance-types.json",
        """
        {"InstanceTypes": [{"InstanceType": "c5.large", "Hypervisor": "nitro", "BareMetal": false, "NetworkInfo": {"Ipv6Supported": true}}]}
        """);
  }

  public static void closed(Path folder) {
    Folders.change(
        folder,
        "describe-security-group-rules.json",
        text ->
            text.replace(
                "\"CidrIpv6\": \"2001:db8:9::/48\"",
                "\"ReferencedGroupInfo\": {\"GroupId\": \"sg-1\"}"));
    Folders.change(
        folder,
        "describe-security-groups.json",
        text ->
            text.replace(
                "\"Ipv6Ranges\": [{\"CidrIpv6\": \"2001:db8:9::/48\"}]",
                "\"UserIdGroupPairs\": [{\"GroupId\": \"sg-1\"}]"));
  }

  public static void trunk(Path folder) {
    Folders.change(
        folder,
        "describe-network-interfaces.json",
        text ->
            text.replace("\"/80\"", "x")
                .replaceFirst(
                    "\\[\\{",
                    """
                    [{"NetworkInterfaceId": "eni-2", "SubnetId": "subnet-1", "VpcId": "vpc-1", "InterfaceType": "trunk",
                      "Attachment": {"InstanceId": "i-1", "DeviceIndex": 1, "NetworkCardIndex": 0}, "Groups": [{"GroupId": "sg-1", "GroupName": "nodes"}],
                      "Ipv6Addresses": [], "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.1.6", "Primary": true}]},
                     {"NetworkInterfaceId": "eni-3", "SubnetId": "subnet-1", "VpcId": "vpc-1", "InterfaceType": "branch",
                      "TagSet": [{"Key": "vpcresources.k8s.aws/trunk-eni-id", "Value": "eni-2"}], "Groups": [{"GroupId": "sg-1", "GroupName": "nodes"}],
                      "Ipv6Addresses": [{"Ipv6Address": "2001:db8:0:1::7"}], "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.1.7", "Primary": true}]},
                     {\
                    """));
  }

  public static void ruleless(Path folder) {
    Folders.change(
        folder,
        "describe-network-interfaces.json",
        text ->
            text.replace(
                "{\"GroupId\": \"sg-1\", \"GroupName\": \"nodes\"}]",
                "{\"GroupId\": \"sg-1\", \"GroupName\": \"nodes\"}, {\"GroupId\": \"sg-2\","
                    + " \"GroupName\": \"none\"}]"));
    Folders.change(
        folder,
        "describe-security-groups.json",
        text ->
            text.replace(
                "[{\"GroupId\": \"sg-1\"",
                "[{\"GroupId\": \"sg-2\", \"GroupName\": \"none\", \"VpcId\": \"vpc-1\","
                    + " \"IpPermissions\": []}, {\"GroupId\": \"sg-1\""));
  }

  public static void nameless(Path folder) {
    Folders.change(
        folder,
        "describe-network-interfaces.json",
        text -> text.replace(", \"GroupName\": \"nodes\"", ""));
    Folders.change(
        folder,
        "describe-security-groups.json",
        text -> text.replace("\"GroupName\": \"nodes\"", "\"GroupName\": \"default\""));
  }

  /// Every interface carries a group of its own and a group that another VPC shares.
  public static void shared(Path folder) {
    Folders.change(
        folder,
        "describe-network-interfaces.json",
        text ->
            text.replace(
                "{\"GroupId\": \"sg-1\", \"GroupName\": \"nodes\"}]",
                "{\"GroupId\": \"sg-1\", \"GroupName\": \"nodes\"}, {\"GroupId\": \"sg-3\","
                    + " \"GroupName\": \"lent\"}]"));
    Folders.change(
        folder,
        "describe-security-groups.json",
        text ->
            text.replace(
                "[{\"GroupId\": \"sg-1\"",
                """
                [{"GroupId": "sg-3", "GroupName": "lent", "VpcId": "vpc-2", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 8080, "ToPort": 8080, "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}]},
                 {"GroupId": "sg-1"\
                """));
    Folders.change(
        folder,
        "describe-security-group-rules.json",
        text ->
            text.replaceFirst(
                "\\[",
                """
                [{"SecurityGroupRuleId": "sgr-5", "GroupId": "sg-3", "IsEgress": false, "IpProtocol": "tcp", "FromPort": 8080, "ToPort": 8080, "CidrIpv6": "::/0"},
                """));
  }

  public static void appliances(Path folder) {
    Folders.change(
        folder,
        "describe-route-tables.json",
        text ->
            text.replaceFirst(
                "\\[\\{",
                """
                [{"RouteTableId": "rtb-2", "VpcId": "vpc-1", "Associations": [{"GatewayId": "igw-1"}], "Routes": [
                  {"DestinationIpv6CidrBlock": "2001:db8:0:1::/64", "NetworkInterfaceId": "eni-8", "State": "active"},
                  {"DestinationIpv6CidrBlock": "2001:db8:0:2::/64", "GatewayId": "vpce-1", "State": "active"}]}, {\
                """));
    Folders.change(
        folder,
        "describe-network-interfaces.json",
        text ->
            text.replaceFirst(
                "\\[\\{",
                """
                [{"NetworkInterfaceId": "eni-8", "SubnetId": "subnet-1", "VpcId": "vpc-1", "InterfaceType": "interface", "Groups": []},
                 {"NetworkInterfaceId": "eni-9", "SubnetId": "subnet-1", "VpcId": "vpc-1", "InterfaceType": "gateway_load_balancer_endpoint", "Description": "VPC Endpoint Interface vpce-1", "Groups": []},
                 {\
                """));
  }

  public static void wayIn(Path folder) {
    Folders.change(
        folder,
        "describe-route-tables.json",
        text ->
            text.replace(
                "{\"DestinationCidrBlock\": \"0.0.0.0/0\", \"GatewayId\": \"igw-1\", \"State\":"
                    + " \"active\"},",
                ""));
  }

  public static void unsaid(Path folder) {
    Folders.change(
        folder,
        "describe-subnets.json",
        text ->
            text.replace(
                "\"BlockPublicAccessStates\": {\"InternetGatewayBlockMode\": \"off\"},", ""));
  }

  /// A managed node group in a subnet that gives its nodes no IPv6 address.
  public static void nodeGroup(Path folder) {
    Folders.change(
        folder,
        "describe-subnets.json",
        text -> text.replace("OnCreation\": true", "OnCreation\": false"));
    Folders.write(
        folder,
        "describe-nodegroup.main.json",
        """
        {"nodegroup": {"nodegroupName": "main", "clusterName": "demo", "subnets": ["subnet-1"]}}
        """);
  }

  public static void blocked(Path folder) {
    Folders.write(
        folder,
        "describe-vpc-block-public-access-options.json",
        """
        {"VpcBlockPublicAccessOptions": {"AwsAccountId": "111122223333", "AwsRegion": "us-east-2", "InternetGatewayBlockMode": "block-ingress"}}
        """);
    Folders.write(
        folder,
        "describe-vpc-block-public-access-exclusions.json",
        """
        {"VpcBlockPublicAccessExclusions": [{"ExclusionId": "vpcbpa-exclude-1", "ResourceArn": "arn:aws:ec2:us-east-2:111122223333:subnet/subnet-1", "InternetGatewayExclusionMode": "allow-bidirectional", "State": "create-complete"}]}
        """);
  }

  public static void lists(Path folder) {
    Folders.change(
        folder,
        "describe-security-group-rules.json",
        text ->
            text.replaceFirst(
                "\\[",
                """
                [{"SecurityGroupRuleId": "sgr-2", "GroupId": "sg-1", "IsEgress": false, "IpProtocol": "tcp", "FromPort": 444, "ToPort": 444, "PrefixListId": "pl-1"},
                 {"SecurityGroupRuleId": "sgr-3", "GroupId": "sg-1", "IsEgress": false, "IpProtocol": "tcp", "FromPort": 444, "ToPort": 444, "PrefixListId": "pl-2"},
                """));
    Folders.change(
        folder,
        "describe-security-groups.json",
        text ->
            text.replaceFirst(
                "\\{\"IpProtocol\": \"tcp\"",
                """
                {"IpProtocol": "tcp", "FromPort": 444, "ToPort": 444, "PrefixListIds": [{"PrefixListId": "pl-1"}, {"PrefixListId": "pl-2"}]},
                {"IpProtocol": "tcp\"\
                """));
    for (var list : List.of("pl-1", "pl-2")) {
      Folders.write(
          folder,
          "get-managed-prefix-list-entries.%s.json".formatted(list),
          "{\"Entries\": [{\"Cidr\": \"2001:db8:aa::/48\"}]}");
    }
    Folders.write(
        folder,
        "describe-managed-prefix-lists.json",
        "{\"PrefixLists\": [{\"PrefixListId\": \"pl-1\", \"Version\": 3}, {\"PrefixListId\":"
            + " \"pl-2\", \"Version\": 4}]}");
  }

  public static void furtherClusters(Path folder) {
    for (int i = 0; i < 3; i++) {
      Folders.write(
          folder,
          "describe-cluster.other%d.json".formatted(i),
          """
          {"cluster": {"name": "other%1$d", "arn": "arn:aws:eks:us-east-2:111122223333:cluster/other%1$d",
            "resourcesVpcConfig": {"vpcId": "vpc-%1$d9", "subnetIds": ["subnet-9"], "publicAccessCidrs": ["::/0"]},
            "kubernetesNetworkConfig": {"ipFamily": "ipv6"}}}
          """
              .formatted(i));
    }
  }

  /// A node with a second interface in another VPC.
  public static void secondVpc(Path folder) {
    var second =
        "{\"NetworkInterfaceId\": \"eni-2\", \"SubnetId\": \"subnet-2\", \"VpcId\": \"vpc-2\","
            + " \"Attachment\": {\"DeviceIndex\": 1, \"NetworkCardIndex\": 0}, \"Groups\":"
            + " [{\"GroupId\": \"sg-1\", \"GroupName\": \"nodes\"}]}, ";
    Folders.change(
        folder,
        "describe-instances.json",
        text -> text.replace("\"NetworkInterfaces\": [", "\"NetworkInterfaces\": [" + second));
    Folders.change(
        folder,
        "describe-network-interfaces.json",
        text ->
            text.replace(
                "{\"NetworkInterfaces\": [",
                "{\"NetworkInterfaces\": ["
                    + second.replace(
                        "\"DeviceIndex\"", "\"InstanceId\": \"i-1\", \"DeviceIndex\"")));
    otherVpc(folder);
  }

  /// Another VPC with one subnet.
  public static void otherVpc(Path folder) {
    Folders.change(
        folder,
        "describe-vpcs.json",
        text ->
            text.replace(
                "{\"Vpcs\": [",
                "{\"Vpcs\": [{\"VpcId\": \"vpc-2\", \"CidrBlock\": \"10.9.0.0/16\"}, "));
    Folders.change(
        folder,
        "describe-subnets.json",
        text ->
            text.replace(
                "{\"Subnets\": [",
                "{\"Subnets\": [{\"SubnetId\": \"subnet-2\", \"VpcId\": \"vpc-2\", \"CidrBlock\":"
                    + " \"10.9.1.0/24\"}, "));
    Folders.change(
        folder,
        "describe-route-tables.json",
        text ->
            text.replace(
                "{\"RouteTables\": [",
                "{\"RouteTables\": [{\"RouteTableId\": \"rtb-2\", \"VpcId\": \"vpc-2\","
                    + " \"Associations\": [{\"Main\": true}], \"Routes\":"
                    + " [{\"DestinationCidrBlock\": \"0.0.0.0/0\", \"GatewayId\": \"igw-2\","
                    + " \"State\": \"active\"}]}, "));
  }

  public static void open(Path folder) {
    Folders.change(
        folder,
        "describe-security-group-rules.json",
        text ->
            text.replaceFirst(
                "\\[",
                """
                [{"SecurityGroupRuleId": "sgr-4", "GroupId": "sg-1", "IsEgress": false, "IpProtocol": "tcp", "FromPort": 30000, "ToPort": 32767, "CidrIpv6": "::/0"},
                """));
    Folders.change(
        folder,
        "describe-security-groups.json",
        text ->
            text.replaceFirst(
                "\\{\"IpProtocol\": \"tcp\"",
                """
                {"IpProtocol": "tcp", "FromPort": 30000, "ToPort": 32767, "Ipv6Ranges": [{"CidrIpv6": "::/0"}]},
                {"IpProtocol": "tcp\"\
                """));
  }

  public static Consumer<Path> of(int groups, String securityGroups) {
    return folder -> balancers(folder, groups, securityGroups);
  }

  private static void balancers(Path folder, int groups, String securityGroups) {
    Folders.write(
        folder,
        "describe-load-balancers.json",
        """
        {"LoadBalancers": [{"LoadBalancerArn": "arn:aws:elasticloadbalancing:us-east-2:111122223333:loadbalancer/net/front/1", "LoadBalancerName": "front", "Type": "network",
          "Scheme": "internet-facing", "IpAddressType": "dualstack", "VpcId": "vpc-1", "SecurityGroups": %s, "AvailabilityZones": [{"SubnetId": "subnet-1"}]}]}
        """
            .formatted(securityGroups));
    Folders.write(
        folder,
        "describe-target-groups.json",
        IntStream.range(0, groups)
            .mapToObj(
                i ->
                    """
                    {"TargetGroupArn": "arn:aws:elasticloadbalancing:us-east-2:111122223333:targetgroup/g%1$d/1", "TargetGroupName": "g%1$d", "TargetType": "instance", "Protocol": "TCP",
                     "Port": %1$d, "VpcId": "vpc-1", "IpAddressType": "ipv6", "LoadBalancerArns": ["arn:aws:elasticloadbalancing:us-east-2:111122223333:loadbalancer/net/front/1"]}
                    """
                        .formatted(i))
            .collect(Collectors.joining(",", "{\"TargetGroups\": [", "]}")));
    for (int i = 0; i < groups; i++) {
      Folders.write(
          folder,
          "describe-target-health.g%d.json".formatted(i),
          "{\"TargetHealthDescriptions\": [{\"Target\": {\"Id\": \"i-1\", \"Port\": %d}}]}"
              .formatted(30000 + i));
      Folders.write(
          folder,
          "describe-target-group-attributes.g%d.json".formatted(i),
          "{\"Attributes\": [{\"Key\": \"preserve_client_ip.enabled\", \"Value\": \"true\"}]}");
    }
  }
}
