package slash80.facts;

import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  @Override
  public String subjectType() {
    return "subnet";
  }

  @Override
  public String subjectId() {
    return id.value();
  }
}
