package slash80.facts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.network.Prefix;

/// A subnet (`ec2:DescribeSubnets`).
///
/// @param ranges its IPv4 range and its IPv6 associations
/// @param blockMode `BlockPublicAccessStates.InternetGatewayBlockMode` where AWS gave it
public record Subnet(
    Id id,
    Vpc.Id vpc,
    List<CidrAssociation> ranges,
    boolean assignsIpv6OnCreation,
    boolean mapsPublicIpv4OnLaunch,
    Optional<BlockMode> blockMode,
    Map<String, String> tags)
    implements Subject {
  public Subnet {
    ranges = List.copyOf(ranges);
    tags = Map.copyOf(tags);
  }

  public record Id(String value) {
    @Override
    public String toString() {
      return value;
    }
  }

  /// Whether a prefix lies in one of its ranges that are in use.
  public Fact<Boolean> holds(Prefix prefix) {
    var inUse =
        ranges.stream()
            .filter(range -> range.cidr().family() == prefix.family())
            .filter(range -> range.cidr().contains(prefix))
            .map(CidrAssociation::associated)
            .toList();
    return inUse.contains(Fact.known(true))
        ? Fact.known(true)
        : inUse.stream()
            .filter(fact -> fact.asKnown().isEmpty())
            .findFirst()
            .orElse(Fact.known(false));
  }

  /// Whether its tags keep internet-facing load balancers out
  /// (https://docs.aws.amazon.com/eks/latest/userguide/network-load-balancing.html).
  public boolean isForInternalLoadBalancersOnly() {
    return tags.containsKey("kubernetes.io/role/internal-elb")
        && !tags.containsKey("kubernetes.io/role/elb");
  }

  @Override
  public String subjectType() {
    return "subnet";
  }

  @Override
  public String subjectId() {
    return id.value();
  }
}
