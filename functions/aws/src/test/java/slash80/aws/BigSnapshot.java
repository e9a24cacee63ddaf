package slash80.aws;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import slash80.aws.snapshot.Folders;

/// Writes a snapshot of a large cluster: `BigSnapshot DIR [NODES GROUPS RULES]`. Each node has two
/// of the groups, and the rules of all groups differ.
public final class BigSnapshot {
  private static final int SUBNETS = 8;
  private final Path folder;
  private final int nodes;
  private final int groups;
  private final int rules;

  private BigSnapshot(Path folder, int nodes, int groups, int rules) {
    this.folder = folder;
    this.nodes = nodes;
    this.groups = groups;
    this.rules = rules;
  }

  public static void main(String... arguments) throws IOException {
    int nodes = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2_000;
    int groups = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 500;
    int rules = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 40;
    write(Path.of(arguments[0]), nodes, groups, rules);
  }

  /// Writes the snapshot and returns its folder.
  public static Path write(Path folder, int nodes, int groups, int rules) throws IOException {
    Folders.smallest(Files.createDirectories(folder));
    new BigSnapshot(folder, nodes, groups, rules).write();
    return folder;
  }

  private void write() throws IOException {
    list("describe-subnets", "Subnets", SUBNETS, this::subnet);
    list("describe-instances", "Reservations", nodes, this::reservation);
    list("describe-network-interfaces", "NetworkInterfaces", nodes, this::networkInterface);
    list("describe-security-groups", "SecurityGroups", groups, this::group);
    list("describe-security-group-rules", "SecurityGroupRules", groups * rules, this::groupRule);
  }

  private void list(String command, String key, int size, IntFunction<String> element)
      throws IOException {
    try (OutputStream file = Files.newOutputStream(folder.resolve(command + ".json"));
        var out = new PrintStream(file, false, StandardCharsets.UTF_8)) {
      out.print("{\"" + key + "\": [");
      for (int i = 0; i < size; i++) {
        out.print((i == 0 ? "\n" : ",\n") + element.apply(i));
      }
      out.println("\n]}");
    }
  }

  private String subnet(int i) {
    return """
    {"SubnetId": "subnet-%1$d", "VpcId": "vpc-1", "CidrBlock": "10.0.%2$d.0/20", "State": "available",
      "AssignIpv6AddressOnCreation": true, "MapPublicIpOnLaunch": false, "Tags": [{"Key": "Name", "Value": "nodes-%1$d"}],
      "Ipv6CidrBlockAssociationSet": [{"AssociationId": "a-%1$d", "Ipv6CidrBlock": "2001:db8:0:%1$x::/64",
        "Ipv6CidrBlockState": {"State": "associated"}, "Ipv6AddressAttribute": "public", "IpSource": "amazon"}],
      "BlockPublicAccessStates": {"InternetGatewayBlockMode": "off"}}\
    """
        .formatted(i + 1, i * 16);
  }

  private String reservation(int i) {
    return """
    {"ReservationId": "r-%1$d", "OwnerId": "111122223333", "Groups": [], "Instances": [{"InstanceId": "i-%1$d", "VpcId": "vpc-1",
      "SubnetId": "subnet-%2$d", "State": {"Code": 16, "Name": "running"}, "LaunchTime": "2026-11-20T07:00:00+00:00",
      "InstanceType": "m6i.large", "ImageId": "ami-0123456789abcdef0", "Architecture": "x86_64", "Hypervisor": "xen",
      "PrivateIpAddress": "%3$s", "SourceDestCheck": true, "SecurityGroups": [{"GroupId": "sg-%6$d", "GroupName": "g%6$d"}],
      "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"AttachTime": "2026-11-20T07:00:01+00:00", "DeleteOnTermination": true, "Status": "attached", "VolumeId": "vol-%1$d"}}],
      "Placement": {"AvailabilityZone": "us-east-2a", "Tenancy": "default", "GroupName": ""},
      "Tags": [{"Key": "aws:eks:cluster-name", "Value": "demo"}, {"Key": "eks:nodegroup-name", "Value": "main"},
        {"Key": "kubernetes.io/cluster/demo", "Value": "owned"}, {"Key": "Name", "Value": "demo-main-Node"}],
      "NetworkInterfaces": [{"NetworkInterfaceId": "eni-%1$d", "SubnetId": "subnet-%2$d", "VpcId": "vpc-1", "Status": "in-use",
        "Description": "", "InterfaceType": "interface", "OwnerId": "111122223333", "MacAddress": "0a:00:00:00:00:01", "SourceDestCheck": true,
        "Attachment": {"AttachmentId": "eni-attach-%1$d", "AttachTime": "2026-11-20T07:00:00+00:00", "DeleteOnTermination": true, "DeviceIndex": 0, "NetworkCardIndex": 0, "Status": "attached"},
        %5$s}]}]}\
    """
        .formatted(i, i % SUBNETS + 1, ipv4(i), 0, holdings(i), i % groups);
  }

  private String networkInterface(int i) {
    return """
    {"NetworkInterfaceId": "eni-%1$d", "SubnetId": "subnet-%2$d", "VpcId": "vpc-1", "Status": "in-use", "Description": "",
      "InterfaceType": "interface", "OwnerId": "111122223333", "RequesterManaged": false, "SourceDestCheck": true, "TagSet": [],
      "Attachment": {"AttachmentId": "eni-attach-%1$d", "InstanceId": "i-%1$d", "DeviceIndex": 0, "NetworkCardIndex": 0, "Status": "attached"},
      %3$s}\
    """
        .formatted(i, i % SUBNETS + 1, holdings(i));
  }

  private String holdings(int i) {
    return """
    "Groups": [{"GroupId": "sg-%1$d", "GroupName": "g%1$d"}, {"GroupId": "sg-%2$d", "GroupName": "g%2$d"}],
        "PrivateIpAddress": "%3$s", "PrivateIpAddresses": [{"Primary": true, "PrivateIpAddress": "%3$s"}],
        "Ipv6Addresses": [{"Ipv6Address": "2001:db8:0:%4$x::%5$x", "IsPrimaryIpv6": true}],
        "Ipv6Prefixes": [{"Ipv6Prefix": "2001:db8:0:%4$x:%6$x::/80"}]\
    """
        .formatted(
            i % groups,
            (i + 1) % groups,
            ipv4(i),
            i % SUBNETS + 1,
            i / SUBNETS + 16,
            i / SUBNETS + 1);
  }

  private String ipv4(int i) {
    return "10.0.%d.%d".formatted(i % SUBNETS * 16 + i / SUBNETS / 250, i / SUBNETS % 250 + 4);
  }

  private String group(int i) {
    var permissions = new StringBuilder();
    for (int rule = 0; rule < rules; rule++) {
      permissions.append(rule == 0 ? "\n" : ",\n").append(permission(i, rule));
    }
    return """
    {"GroupId": "sg-%1$d", "GroupName": "g%1$d", "VpcId": "vpc-1", "OwnerId": "111122223333", "Description": "group %1$d", "IpPermissions": [%2$s],
      "IpPermissionsEgress": [{"IpProtocol": "-1", "Ipv6Ranges": [{"CidrIpv6": "::/0"}], "IpRanges": [{"CidrIp": "0.0.0.0/0"}], "UserIdGroupPairs": [], "PrefixListIds": []}]}\
    """
        .formatted(i, permissions);
  }

  private String permission(int group, int rule) {
    return """
    {"IpProtocol": "tcp", "FromPort": %d, "ToPort": %d, "IpRanges": [], "PrefixListIds": [], "UserIdGroupPairs": [],
      "Ipv6Ranges": [{"CidrIpv6": "%s", "Description": "partner"}]}\
    """
        .formatted(port(group, rule), port(group, rule) + rule, cidr(group, rule));
  }

  private String groupRule(int i) {
    int group = i / rules;
    int rule = i % rules;
    return """
    {"SecurityGroupRuleId": "sgr-%d", "GroupId": "sg-%d", "GroupOwnerId": "111122223333", "IsEgress": false, "IpProtocol": "tcp",
      "FromPort": %d, "ToPort": %d, "CidrIpv6": "%s", "Tags": []}\
    """
        .formatted(i, group, port(group, rule), port(group, rule) + rule, cidr(group, rule));
  }

  private static int port(int group, int rule) {
    return 1_024 + group * 7 % 9_000 + rule * 97;
  }

  private static String cidr(int group, int rule) {
    return "2a0%x:%x:%x::/%d".formatted(rule % 8, group + 1, rule + 1, 32 + rule % 17);
  }
}
