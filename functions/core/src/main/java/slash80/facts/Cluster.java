package slash80.facts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.network.AddressSet;
import slash80.network.IpFamily;
import slash80.network.Prefix;

/// An Amazon EKS cluster (`eks:DescribeCluster`).
///
/// @param ipFamily the family of its pods, fixed when it was created; unread where EKS does not say
/// @param subnets the subnets of its control-plane interfaces (`resourcesVpcConfig.subnetIds`)
/// @param securityGroups the groups that its owner put on the control-plane interfaces
/// @param clusterSecurityGroup the group that EKS made (`clusterSecurityGroupId`)
/// @param autoMode `computeConfig.enabled`: EKS Auto Mode runs its nodes
/// @param endpointPublicAccess whether the Kubernetes API endpoint is public; unread where EKS does
///   not say
/// @param publicAccessCidrs who may reach the public Kubernetes API endpoint; everyone when empty
public record Cluster(
    String name,
    String arn,
    String account,
    String region,
    Fact<IpFamily> ipFamily,
    Vpc.Id vpc,
    List<Subnet.Id> subnets,
    List<SecurityGroup.Id> securityGroups,
    Optional<SecurityGroup.Id> clusterSecurityGroup,
    boolean autoMode,
    Fact<Boolean> endpointPublicAccess,
    List<Prefix> publicAccessCidrs,
    Map<String, String> tags)
    implements Subject {
  public Cluster {
    subnets = List.copyOf(subnets);
    securityGroups = List.copyOf(securityGroups);
    publicAccessCidrs = List.copyOf(publicAccessCidrs);
    tags = Map.copyOf(tags);
  }

  /// The account, region and name that tell a cluster from every other.
  public record Id(String account, String region, String name) {}

  public Id id() {
    return new Id(account, region, name);
  }

  /// Whether its pods speak IPv6, or may: one whose family is not said is judged as if they did.
  public boolean maySpeakIpv6() {
    return !ipFamily.equals(Fact.known(IpFamily.IPV4));
  }

  /// Whom the Kubernetes API endpoint admits over a family when it is public: everyone where nobody
  /// is named (https://docs.aws.amazon.com/eks/latest/APIReference/API_VpcConfigRequest.html). Over
  /// IPv6 only clusters made since October 2024 have one; older ones are not told apart here, and
  /// judged as the others are.
  public AddressSet admittedToEndpoint(IpFamily family) {
    return publicAccessCidrs.isEmpty()
        ? AddressSet.all(family)
        : AddressSet.of(
            family, publicAccessCidrs.stream().filter(cidr -> cidr.family() == family).toList());
  }

  @Override
  public String subjectType() {
    return "cluster";
  }

  @Override
  public String subjectId() {
    return name;
  }
}
