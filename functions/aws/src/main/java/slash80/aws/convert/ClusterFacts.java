package slash80.aws.convert;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import slash80.aws.ConfigurationValues;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.InstanceType;
import slash80.facts.NodeGroup;
import slash80.facts.Permissions;
import slash80.facts.PrefixDelegation;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.facts.SubnetReservation;
import slash80.facts.Vpc;
import slash80.facts.VpcCni;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;
import software.amazon.awssdk.arns.Arn;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.eks.model.Addon;
import software.amazon.awssdk.services.eks.model.KubernetesNetworkConfigResponse;
import software.amazon.awssdk.services.eks.model.Nodegroup;

/// Converts AWS's responses to the facts about one cluster, whether the responses came from calls
/// or from snapshot files.
public final class ClusterFacts {
  /// The name of the add-on that gives pods their addresses.
  public static final String VPC_CNI = "vpc-cni";

  private ClusterFacts() {}

  /// Whether a cluster runs elsewhere, and EKS Connector only shows it in EKS's console: it has no
  /// VPC (https://docs.aws.amazon.com/eks/latest/userguide/eks-connector.html).
  public static boolean isConnected(software.amazon.awssdk.services.eks.model.Cluster described) {
    return described.resourcesVpcConfig() == null && described.connectorConfig() != null;
  }

  /// Converts the description of a cluster.
  ///
  /// @param vpcOfSubnets finds the VPC of subnets, for a cluster whose description does not name
  ///   its VPC
  public static Cluster cluster(
      software.amazon.awssdk.services.eks.model.Cluster described,
      Function<List<String>, Fact<String>> vpcOfSubnets) {
    var arn = Arn.fromString(described.arn());
    var config = described.resourcesVpcConfig();
    if (config == null) {
      throw new IllegalArgumentException("expected the key resourcesVpcConfig");
    }
    var vpc =
        switch (config.vpcId()) {
          case String own -> Fact.known(own);
          case null -> vpcOfSubnets.apply(config.subnetIds());
        };
    var compute = described.computeConfig();
    return new Cluster(
        described.name(),
        described.arn(),
        arn.accountId().orElse(""),
        arn.region().orElse(""),
        family(described.kubernetesNetworkConfig()),
        new Vpc.Id(orRefuse(vpc)),
        config.subnetIds().stream().map(Subnet.Id::new).toList(),
        config.securityGroupIds().stream().map(SecurityGroup.Id::new).toList(),
        Optional.ofNullable(config.clusterSecurityGroupId()).map(SecurityGroup.Id::new),
        compute != null && Boolean.TRUE.equals(compute.enabled()),
        Optional.ofNullable(config.endpointPublicAccess())
            .map(Fact::known)
            .orElse(Fact.unread("EKS gave no resourcesVpcConfig.endpointPublicAccess")),
        config.publicAccessCidrs().stream().map(Prefix::parse).toList(),
        described.tags());
  }

  private static String orRefuse(Fact<String> vpc) {
    return switch (vpc) {
      case Fact.Known<String>(var id) -> id;
      case Fact.Unread<String>(var why) ->
          throw new IllegalArgumentException("its VPC is unknown (%s)".formatted(why));
    };
  }

  /// EKS does not document that the family is always there, so a missing family does not stand for
  /// IPv4
  /// (https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigResponse.html).
  private static Fact<IpFamily> family(KubernetesNetworkConfigResponse network) {
    var family = network == null ? null : network.ipFamilyAsString();
    return switch (family) {
      case "ipv6" -> Fact.known(IpFamily.IPV6);
      case "ipv4" -> Fact.known(IpFamily.IPV4);
      case null -> Fact.unread("EKS gave no kubernetesNetworkConfig.ipFamily");
      default -> throw new IllegalArgumentException("its ipFamily is " + family);
    };
  }

  public static Facts convert(Cluster cluster, Instant at, AwsResponses answers) {
    var balancers = new BalancerFacts(answers.balancing(), answers.entrances().classicBalancers());
    var balancing = balancers.convert();
    var others = OtherVpcs.ids(cluster, answers.attachments(), balancing.loadBalancers());
    var attached = AttachmentFacts.convert(cluster.vpc(), others, answers.attachments());
    var carried = new HashSet<>(attached.carriedGroups());
    carried.addAll(balancers.carriedGroups(cluster.vpc()));
    others.forEach(other -> carried.addAll(balancers.carriedGroups(other)));
    var vpc = VpcFacts.convert(cluster.vpc(), answers.layers(), carried);
    return new Facts(
        cluster,
        at,
        vpc.layers(),
        new OtherVpcs(others, answers.layers(), carried).layers(),
        attached.attachments(),
        balancing,
        EntranceFacts.convert(answers.entrances()),
        delegation(cluster, answers.delegation(), answers.attachments()),
        Permissions.unasked(),
        Stream.of(answers.notes(), attached.notes(), vpc.notes()).flatMap(List::stream).toList());
  }

  public static PrefixDelegation delegation(
      Cluster cluster, AwsResponses.Delegation responses, AwsResponses.Attachments attachments) {
    var nodes = new NodeResources(cluster, attachments.instances());
    return new PrefixDelegation(
        reservations(responses, nodes.subnets(attachments.interfaces())),
        instanceTypes(responses, nodes.types()),
        responses.vpcCni().about(cluster.name()).map(addon -> addon.map(ClusterFacts::vpcCni)),
        responses
            .nodeGroups()
            .about(cluster.name())
            .map(groups -> groups.stream().map(ClusterFacts::nodeGroup).toList()),
        Map.of());
  }

  /// The reservations in the IPv6 ranges of the nodes' subnets. No rule needs those in IPv4 ranges.
  private static Map<Subnet.Id, Fact<List<SubnetReservation>>> reservations(
      AwsResponses.Delegation responses, Set<String> subnets) {
    var reservations = new LinkedHashMap<Subnet.Id, Fact<List<SubnetReservation>>>();
    for (var subnet : subnets) {
      reservations.put(
          new Subnet.Id(subnet),
          FactList.convert(
              responses.reservations().about(subnet),
              reservation ->
                  new SubnetReservation(
                      reservation.subnetCidrReservationId(),
                      Prefix.parse(reservation.cidr()),
                      Optional.ofNullable(reservation.reservationTypeAsString()).orElse("")),
              SubnetReservation::id));
    }
    return reservations;
  }

  private static Map<String, Fact<InstanceType>> instanceTypes(
      AwsResponses.Delegation responses, Set<String> names) {
    var types = new LinkedHashMap<String, Fact<InstanceType>>();
    for (var name : names) {
      types.put(
          name,
          responses
              .instanceTypes()
              .flatMap(instanceTypeInfos -> instanceType(name, instanceTypeInfos)));
    }
    return types;
  }

  private static Fact<InstanceType> instanceType(String name, List<InstanceTypeInfo> types) {
    if (name.isEmpty()) {
      return Fact.unread("an instance has no InstanceType");
    }
    return types.stream()
        .filter(type -> name.equals(type.instanceTypeAsString()))
        .findFirst()
        .map(ClusterFacts::instanceType)
        .orElse(Fact.unread("AWS returned no instance type " + name));
  }

  private static Fact<InstanceType> instanceType(InstanceTypeInfo type) {
    var network = type.networkInfo();
    boolean bareMetal = Boolean.TRUE.equals(type.bareMetal());
    if ((!bareMetal && type.hypervisor() == null)
        || network == null
        || network.ipv6Supported() == null) {
      return Fact.unread(
          "instance type %s has no Hypervisor, BareMetal or Ipv6Supported"
              .formatted(type.instanceTypeAsString()));
    }
    return Fact.known(
        new InstanceType(
            type.instanceTypeAsString(),
            Optional.ofNullable(type.hypervisorAsString()).orElse(""),
            bareMetal,
            network.ipv6Supported()));
  }

  private static NodeGroup nodeGroup(Nodegroup group) {
    return new NodeGroup(
        group.nodegroupName(),
        group.subnets().stream().map(Subnet.Id::new).toList(),
        group.launchTemplate() != null);
  }

  private static VpcCni vpcCni(Addon addon) {
    return new VpcCni(
        Optional.ofNullable(addon.addonVersion()).orElse(""),
        ConfigurationValues.environment(
            Optional.ofNullable(addon.configurationValues()).orElse("")),
        issues(addon));
  }

  private static List<VpcCni.HealthIssue> issues(Addon addon) {
    return Stream.ofNullable(addon.health())
        .flatMap(health -> health.issues().stream())
        .map(
            issue ->
                new VpcCni.HealthIssue(
                    Optional.ofNullable(issue.codeAsString()).orElse("an issue without a code"),
                    Optional.ofNullable(issue.message()).orElse("without a message")))
        .distinct()
        .toList();
  }
}
