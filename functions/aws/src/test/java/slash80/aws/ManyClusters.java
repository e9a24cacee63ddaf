package slash80.aws;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import slash80.aws.snapshot.Folders;

/// Writes the snapshot of an account with up to nine clusters, c1 to c9, each in a VPC of its own.
/// The last nodes of each cluster hold no prefix for their pods.
public final class ManyClusters {
  private final Path folder;
  private final String account;
  private final int nodes;
  private final int faulty;

  private ManyClusters(Path folder, String account, int nodes, int faulty) {
    this.folder = folder;
    this.account = account;
    this.nodes = nodes;
    this.faulty = faulty;
  }

  /// Writes the snapshot and returns its folder.
  ///
  /// @param nodes the number of nodes in each cluster
  /// @param faulty the number of faulty nodes in each cluster
  public static Path write(Path folder, String account, int clusters, int nodes, int faulty)
      throws IOException {
    for (int cluster = 1; cluster <= clusters; cluster++) {
      new ManyClusters(folder.resolve("c" + cluster), account, nodes, faulty).write(cluster);
    }
    return folder;
  }

  /// The id of a node, counted from 0.
  public static String node(int cluster, int node) {
    return "i-0%d%04x".formatted(cluster, node);
  }

  private void write(int cluster) throws IOException {
    Files.createDirectories(folder);
    Folders.smallest(folder);
    var instances =
        IntStream.range(0, nodes)
            .mapToObj(node -> reservation(cluster, node))
            .collect(Collectors.joining(",\n"));
    Folders.write(folder, "describe-instances.json", "{\"Reservations\": [" + instances + "]}");
    var interfaces =
        IntStream.range(0, nodes)
            .mapToObj(node -> networkInterface(cluster, node))
            .collect(Collectors.joining(",\n"));
    Folders.write(
        folder,
        "describe-network-interfaces.json",
        "{\"NetworkInterfaces\": [" + interfaces + "]}");
    Folders.write(
        folder,
        "describe-security-group-rules.json",
        """
        {"SecurityGroupRules": [{"SecurityGroupRuleId": "sgr-1", "GroupId": "sg-1", "IsEgress": false,
          "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIpv6": "2001:db8:9::/48"}]}
        """);
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.writeString(file, renamed(Files.readString(file), cluster));
      }
    }
    Files.move(
        folder.resolve("describe-cluster.demo.json"),
        folder.resolve("describe-cluster.c%d.json".formatted(cluster)));
  }

  private String renamed(String text, int cluster) {
    return text.replace("demo", "c" + cluster)
        .replace("111122223333", account)
        .replaceAll("\\b(vpc|subnet|igw|rtb|acl|sg|sgr)-1\\b", "$1-" + cluster)
        .replace("2001:db8::/56", "2001:db8:%d::/56".formatted(cluster))
        .replace("2001:db8:0:1", "2001:db8:%d:1".formatted(cluster));
  }

  private String reservation(int cluster, int node) {
    return """
    {"Instances": [{"InstanceId": "%1$s", "VpcId": "vpc-1", "State": {"Name": "running"},
      "LaunchTime": "2025-11-23T07:00:00+00:00", "InstanceType": "c5.large",
      "Tags": [{"Key": "eks:cluster-name", "Value": "demo"}],
      "NetworkInterfaces": [{%2$s,
        "Attachment": {"DeviceIndex": 0, "NetworkCardIndex": 0}}]}]}\
    """
        .formatted(node(cluster, node), holdings(cluster, node));
  }

  private String networkInterface(int cluster, int node) {
    return """
    {%2$s, "InterfaceType": "interface",
      "Attachment": {"DeviceIndex": 0, "NetworkCardIndex": 0, "InstanceId": "%1$s"}}\
    """
        .formatted(node(cluster, node), holdings(cluster, node));
  }

  private String holdings(int cluster, int node) {
    return """
    "NetworkInterfaceId": "%1$s", "SubnetId": "subnet-1", "VpcId": "vpc-1", "Groups": [{"GroupId": "sg-1", "GroupName": "nodes"}],
        "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.1.%2$d", "Primary": true}],
        "Ipv6Addresses": [{"Ipv6Address": "2001:db8:0:1::%3$x"}],
        "Ipv6Prefixes": [%4$s]\
    """
        .formatted(
            node(cluster, node).replace("i-", "eni-"),
            node % 250 + 4,
            node + 16,
            node < nodes - faulty
                ? "{\"Ipv6Prefix\": \"2001:db8:0:1:%x::/80\"}".formatted(node + 1)
                : "");
  }
}
