package slash80.aws.snapshot;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.aws.Account;
import slash80.aws.BadInput;
import slash80.aws.convert.AwsResponses;
import slash80.aws.convert.ClusterFacts;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.Vpc;
import slash80.ip.Address;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;
import slash80.ip.SafeText;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.GetSubnetCidrReservationsResponse;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.eks.model.DescribeClusterResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/// An account on disk: a folder with output of the AWS CLI. All files are read and checked when the
/// snapshot is opened. [BadInput] names the first mistake in one sentence.
public final class Snapshot implements Account {
  /// The name of a cluster may have 100 characters.
  private static final int LONGEST_NAME = 100;

  private final SnapshotFolder folder;
  private final AwsResponses answers;
  private final Map<String, String> vpcsOfSubnets;
  private final List<String> connected = new ArrayList<>();
  private final List<Cluster> clusters;
  private Optional<SnapshotVpcLookup> lookup = Optional.empty();

  private Snapshot(SnapshotFolder folder) {
    this.folder = folder;
    this.answers = SnapshotResponses.read(folder);
    this.vpcsOfSubnets =
        answers.layers().basis().subnets().asKnown().orElseThrow().stream()
            .collect(Collectors.toMap(Subnet::subnetId, Subnet::vpcId));
    this.clusters = clustersOf();
    folder.pages(CliCommand.DESCRIBE_INSTANCES).forEach(this::checkInstances);
    folder.pages(CliCommand.DESCRIBE_NETWORK_INTERFACES).forEach(this::checkInterfaces);
    folder.pages(CliCommand.GET_SUBNET_CIDR_RESERVATIONS).forEach(Snapshot::checkReservations);
    folder.pages(CliCommand.DESCRIBE_TARGET_HEALTH).forEach(this::checkTargets);
  }

  /// Reads a folder.
  public static Snapshot open(Path folder) {
    return open(folder, List.of());
  }

  /// Reads a folder with some files from elsewhere. Each replaces the files of its name, or is
  /// added where there is none.
  public static Snapshot open(Path folder, List<Path> instead) {
    return open(folder, instead, new byte[0]);
  }

  /// The same, where `-` replaces the files of the command that printed it.
  ///
  /// @param input the content of `-`
  public static Snapshot open(Path folder, List<Path> instead, byte[] input) {
    return new Snapshot(SnapshotFolder.ofUsed(folder, instead, input));
  }

  /// The time of the capture: the time in captured-at.json, else the time of the newest file.
  public Instant at() {
    return folder.at();
  }

  /// The files, clusters and values that were not used, each with the reason, and values that were
  /// completed.
  public List<String> warnings() {
    return Stream.concat(folder.warnings().stream(), connected.stream()).toList();
  }

  @Override
  public boolean isLive() {
    return false;
  }

  @Override
  public List<Cluster> clusters() {
    return clusters;
  }

  @Override
  public Facts read(Cluster cluster, Instant at) {
    return ClusterFacts.convert(cluster, at, answers);
  }

  @Override
  public Fact<Set<Vpc.Id>> vpcsOf(Collection<String> ids) {
    return lookup().of(ids);
  }

  /// Made when an event first needs it, and then kept: it visits every resource of the snapshot.
  private synchronized SnapshotVpcLookup lookup() {
    if (lookup.isEmpty()) {
      lookup = Optional.of(new SnapshotVpcLookup(folder, answers));
    }
    return lookup.get();
  }

  private List<Cluster> clustersOf() {
    var clusters = new LinkedHashMap<String, Cluster>();
    for (var page : folder.pages(CliCommand.DESCRIBE_CLUSTER)) {
      var described = ((DescribeClusterResponse) page.response()).cluster();
      if (ClusterFacts.isConnected(described)) {
        connected.add(
            "%s: cluster %s is not checked: EKS does not run it, EKS Connector only registers it"
                .formatted(page.name(), SafeText.of(described.name(), LONGEST_NAME)));
        continue;
      }
      var cluster = cluster(page);
      var same = clusters.putIfAbsent(cluster.arn(), cluster);
      if (same != null && !same.equals(cluster)) {
        throw new BadInput(
            "%s: cluster: expected the same content as in another file about %s, found other content"
                .formatted(page.name(), cluster.name()));
      }
    }
    if (clusters.isEmpty()) {
      throw new BadInput(
          "expected a cluster that EKS runs, found none: " + String.join("; ", connected));
    }
    return clusters.values().stream()
        .sorted(Comparator.comparing(Cluster::name).thenComparing(Cluster::arn))
        .toList();
  }

  private Cluster cluster(SnapshotFolder.Page page) {
    try {
      var described = ((DescribeClusterResponse) page.response()).cluster();
      var cluster =
          ClusterFacts.cluster(
              described,
              ids ->
                  ids.stream()
                      .map(vpcsOfSubnets::get)
                      .filter(Objects::nonNull)
                      .findFirst()
                      .map(Fact::known)
                      .orElseGet(() -> Fact.unread("none of its subnets was captured")));
      var vpcs = answers.layers().basis().vpcs().asKnown().orElseThrow();
      if (vpcs.stream().noneMatch(vpc -> vpc.vpcId().equals(cluster.vpc().value()))) {
        throw new BadInput(
            "%s: cluster.resourcesVpcConfig.vpcId: expected a VPC of describe-vpcs.json, found %s"
                .formatted(page.name(), cluster.vpc()));
      }
      return cluster;
    } catch (IllegalArgumentException unclear) {
      throw new BadInput("%s: cluster: %s".formatted(page.name(), unclear.getMessage()), unclear);
    }
  }

  private void checkInstances(SnapshotFolder.Page page) {
    var reservations = ((DescribeInstancesResponse) page.response()).reservations();
    for (int r = 0; r < reservations.size(); r++) {
      var instances = reservations.get(r).instances();
      for (int i = 0; i < instances.size(); i++) {
        var interfaces = instances.get(i).networkInterfaces();
        for (int n = 0; n < interfaces.size(); n++) {
          var networkInterface = interfaces.get(n);
          checkSubnet(
              page,
              "Reservations[%d].Instances[%d].NetworkInterfaces[%d]".formatted(r, i, n),
              networkInterface.subnetId(),
              networkInterface.vpcId());
        }
      }
    }
  }

  private void checkInterfaces(SnapshotFolder.Page page) {
    var interfaces = ((DescribeNetworkInterfacesResponse) page.response()).networkInterfaces();
    for (int n = 0; n < interfaces.size(); n++) {
      var networkInterface = interfaces.get(n);
      checkSubnet(
          page,
          "NetworkInterfaces[%d]".formatted(n),
          networkInterface.subnetId(),
          networkInterface.vpcId());
    }
  }

  /// The response has one list for each address family, and every reservation names the subnet that
  /// the file is named after.
  private static void checkReservations(SnapshotFolder.Page page) {
    var reservations =
        ((GetSubnetCidrReservationsResponse) page.response()).subnetIpv6CidrReservations();
    for (int n = 0; n < reservations.size(); n++) {
      var subnetCidrReservation = reservations.get(n);
      var place = "SubnetIpv6CidrReservations[%d]".formatted(n);
      if (Prefix.parse(subnetCidrReservation.cidr()).family() != IpFamily.IPV6) {
        throw new BadInput(
            "%s: %s.Cidr: expected an IPv6 CIDR block, found \"%s\""
                .formatted(page.name(), place, subnetCidrReservation.cidr()));
      }
      if (!subnetCidrReservation.subnetId().equals(page.about())) {
        throw new BadInput(
            "%s: %s.SubnetId: expected %s, which the file is named after, found %s"
                .formatted(page.name(), place, page.about(), subnetCidrReservation.subnetId()));
      }
    }
  }

  /// The ids of targets depend on the type of their target group, which is in another file: for the
  /// type `ip` they are addresses.
  private void checkTargets(SnapshotFolder.Page page) {
    var groups = answers.balancing().groups().asKnown().orElse(List.of()).stream();
    if (groups
        .filter(group -> group.targetGroupName().equals(page.about()))
        .noneMatch(group -> group.targetType() == TargetTypeEnum.IP)) {
      return;
    }
    var targets = ((DescribeTargetHealthResponse) page.response()).targetHealthDescriptions();
    for (int n = 0; n < targets.size(); n++) {
      var id = targets.get(n).target().id();
      try {
        Address.parse(id);
      } catch (IllegalArgumentException unclear) {
        throw new BadInput(
            "%s: TargetHealthDescriptions[%d].Target.Id: expected an IP address, as targets of %s have, found \"%s\""
                .formatted(page.name(), n, page.about(), id),
            unclear);
      }
    }
  }

  /// An interface of a cluster's VPC has to be in a captured subnet, and every interface in the VPC
  /// of its subnet. Other VPCs may be missing from the snapshot.
  private void checkSubnet(SnapshotFolder.Page page, String place, String subnet, String vpc) {
    var vpcOfSubnet = vpcsOfSubnets.get(subnet);
    if (vpcOfSubnet == null
        && clusters.stream().anyMatch(cluster -> cluster.vpc().value().equals(vpc))) {
      throw new BadInput(
          "%s: %s.SubnetId: expected a subnet of describe-subnets.json, found %s"
              .formatted(page.name(), place, subnet));
    }
    if (vpcOfSubnet != null && !vpcOfSubnet.equals(vpc)) {
      throw new BadInput(
          "%s: %s.VpcId: expected %s, the VPC of %s, found %s"
              .formatted(page.name(), place, vpcOfSubnet, subnet, vpc));
    }
  }
}
