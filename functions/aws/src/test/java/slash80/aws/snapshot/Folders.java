package slash80.aws.snapshot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/// Writes snapshots for tests: copies of the smallest account that can be judged, with one change.
public final class Folders {
  private Folders() {}

  /// One VPC with one subnet, one node and nothing else.
  public static Path smallest(Path folder) {
    write(
        folder,
        "describe-cluster.demo.json",
        """
        {"cluster": {"name": "demo", "arn": "arn:aws:eks:us-east-2:111122223333:cluster/demo",
          "resourcesVpcConfig": {"vpcId": "vpc-1", "subnetIds": ["subnet-1"], "publicAccessCidrs": ["::/0"]},
          "kubernetesNetworkConfig": {"ipFamily": "ipv6"}}}
        """);
    write(
        folder,
        "describe-vpcs.json",
        """
        {"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.0.0.0/16",
          "Ipv6CidrBlockAssociationSet": [{"Ipv6CidrBlock": "2001:db8::/56", "Ipv6CidrBlockState": {"State": "associated"}}]}]}
        """);
    write(
        folder,
        "describe-subnets.json",
        """
        {"Subnets": [{"SubnetId": "subnet-1", "VpcId": "vpc-1", "CidrBlock": "10.0.1.0/24",
          "Ipv6CidrBlockAssociationSet": [{"Ipv6CidrBlock": "2001:db8:0:1::/64", "Ipv6CidrBlockState": {"State": "associated"}}]}]}
        """);
    write(
        folder,
        "describe-instances.json",
        """
        {"Reservations": [{"Instances": [{"InstanceId": "i-1", "VpcId": "vpc-1", "State": {"Name": "running"},
          "LaunchTime": "2026-11-23T07:00:00+00:00", "InstanceType": "c5.large",
          "Tags": [{"Key": "eks:cluster-name", "Value": "demo"}],
          "NetworkInterfaces": [{"NetworkInterfaceId": "eni-1", "SubnetId": "subnet-1", "VpcId": "vpc-1",
            "Attachment": {"DeviceIndex": 0, "NetworkCardIndex": 0}, "Groups": [{"GroupId": "sg-1"}],
            "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.1.5", "Primary": true}],
            "Ipv6Addresses": [{"Ipv6Address": "2001:db8:0:1::5"}],
            "Ipv6Prefixes": [{"Ipv6Prefix": "2001:db8:0:1:1::/80"}]}]}]}]}
        """);
    write(
        folder,
        "describe-security-groups.json",
        """
        {"SecurityGroups": [{"GroupId": "sg-1", "GroupName": "nodes", "VpcId": "vpc-1", "IpPermissions": [
          {"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "Ipv6Ranges": [{"CidrIpv6": "2001:db8:9::/48"}]}]}]}
        """);
    write(
        folder,
        "describe-network-acls.json",
        """
        {"NetworkAcls": [{"NetworkAclId": "acl-1", "VpcId": "vpc-1", "Associations": [{"SubnetId": "subnet-1"}], "Entries": [
          {"RuleNumber": 101, "Protocol": "-1", "RuleAction": "allow", "Egress": false, "Ipv6CidrBlock": "::/0"}]}]}
        """);
    write(
        folder,
        "describe-route-tables.json",
        """
        {"RouteTables": [{"RouteTableId": "rtb-1", "VpcId": "vpc-1", "Associations": [{"Main": true}], "Routes": [
          {"DestinationIpv6CidrBlock": "::/0", "GatewayId": "igw-1", "State": "active"}]}]}
        """);
    write(
        folder,
        "describe-internet-gateways.json",
        """
        {"InternetGateways": [{"InternetGatewayId": "igw-1", "Attachments": [{"VpcId": "vpc-1", "State": "available"}]}]}
        """);
    write(folder, "captured-at.json", "{\"at\": \"2026-11-23T08:00:00Z\"}");
    return folder;
  }

  public static void write(Path folder, String name, String text) {
    try {
      var file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  public static void change(Path folder, String name, UnaryOperator<String> change) {
    try {
      var before = Files.readString(folder.resolve(name));
      var after = change.apply(before);
      if (after.equals(before)) {
        throw new AssertionError("nothing changed in " + name);
      }
      Files.writeString(folder.resolve(name), after);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  public static void delete(Path folder, String name) {
    try {
      Files.delete(folder.resolve(name));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
