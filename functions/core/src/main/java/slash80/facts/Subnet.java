package slash80.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;

/// A subnet (https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-subnets.html).
///
/// @param owner the account that owns it, where AWS gave it; another account's subnet is shared
/// @param ranges its IPv4 range and its IPv6 associations
/// @param blockMode `BlockPublicAccessStates.InternetGatewayBlockMode` where AWS gave it
public record Subnet(
    Id id,
    Vpc.Id vpc,
    Optional<String> owner,
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

  /// Whether one of the subnet's associated ranges contains a prefix.
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

  /// Whether the subnet has an associated range of a family.
  public Fact<Boolean> speaks(IpFamily family) {
    return Trilean.any(
        ranges.stream()
            .filter(range -> range.cidr().family() == family)
            .map(CidrAssociation::associated)
            .toList());
  }

  /// The associated ranges of a family; unread when the state of any range was not read.
  public Fact<List<Prefix>> rangesInUse(IpFamily family) {
    var inUse = new ArrayList<Prefix>();
    for (var range : ranges) {
      if (range.cidr().family() == family) {
        switch (range.associated()) {
          case Known<Boolean>(var associated) when associated -> inUse.add(range.cidr());
          case Known<Boolean> _ -> {}
          case Unread<Boolean>(var why) -> {
            return Fact.unread(why);
          }
        }
      }
    }
    return Fact.known(List.copyOf(inUse));
  }

  /// Whether the subnet's tags keep internet-facing load balancers out
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
