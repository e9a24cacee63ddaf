package slash80.facts;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The network layers of one VPC: everything that decides which packets pass between the internet
/// and an address inside. A list is unread as a whole when its call failed, or when the read did
/// not cover the VPC.
///
/// @param groups the security groups that the VPC's interfaces and load balancers carry
/// @param egressOnlyGateway a VPC has at most one
///   (https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html)
/// @param prefixLists every list that one of these groups or route tables names
/// @param blockMode the region's block public access
/// @param exclusions the region's exclusions from block public access
public record VpcLayers(
    Fact<Vpc> vpc,
    Fact<List<Subnet>> subnets,
    Fact<List<SecurityGroup>> groups,
    Fact<List<NetworkAcl>> acls,
    Fact<List<RouteTable>> routeTables,
    Fact<List<InternetGateway>> internetGateways,
    Fact<Optional<RouteTable.Target.EgressOnly>> egressOnlyGateway,
    Map<PrefixList.Id, Fact<PrefixList>> prefixLists,
    Fact<BlockMode> blockMode,
    Fact<List<PublicAccessExclusion>> exclusions) {
  public VpcLayers {
    prefixLists = Map.copyOf(prefixLists);
  }

  /// The layers of a VPC that was not read.
  public static VpcLayers unread(String why) {
    return new VpcLayers(
        Fact.unread(why),
        Fact.unread(why),
        Fact.unread(why),
        Fact.unread(why),
        Fact.unread(why),
        Fact.unread(why),
        Fact.unread(why),
        Map.of(),
        Fact.unread(why),
        Fact.unread(why));
  }
}
