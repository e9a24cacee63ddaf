package slash80.facts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;

/// An Amazon EKS cluster
/// (https://docs.aws.amazon.com/cli/latest/reference/eks/describe-cluster.html).
///
/// @param ipFamily the family of its pods, fixed at creation; unread where EKS does not give it
/// @param subnets the subnets of its control-plane interfaces (`resourcesVpcConfig.subnetIds`)
/// @param securityGroups the security groups that its owner put on the control-plane interfaces
/// @param clusterSecurityGroup the security group that EKS made (`clusterSecurityGroupId`)
/// @param autoMode `computeConfig.enabled`: EKS Auto Mode runs its nodes
/// @param endpointPublicAccess whether the Kubernetes API endpoint is public; unread where EKS does
///   not give it
/// @param publicAccessCidrs the sources that the public Kubernetes API endpoint admits; empty for
///   everyone
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

  /// Whether the pods use IPv6 or may use it: an unread family counts as IPv6.
  public boolean maySpeakIpv6() {
    return !ipFamily.equals(Fact.known(IpFamily.IPV4));
  }

  /// The sources of a family that the Kubernetes API endpoint admits when it is public: everyone
  /// when no CIDR is listed
  /// (https://docs.aws.amazon.com/eks/latest/APIReference/API_VpcConfigRequest.html). Only clusters
  /// created since October 2024 have an IPv6 endpoint; older clusters are not distinguished here
  /// and count as newer ones.
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
