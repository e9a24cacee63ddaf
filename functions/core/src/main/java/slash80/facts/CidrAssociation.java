package slash80.facts;

import slash80.network.Prefix;

/// A range of addresses of a VPC or subnet, as `Ipv6CidrBlockAssociationSet` and
/// `CidrBlockAssociationSet` list them.
///
/// @param associated whether the range is in use: AWS's state `associated`; every other documented
///   state is not, and an undocumented one is unread
/// @param isPrivate `Ipv6AddressAttribute` is `private`: never routed to the internet
///   (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html)
public record CidrAssociation(Prefix cidr, Fact<Boolean> associated, boolean isPrivate) {

  /// An associated, public range.
  public static CidrAssociation associated(Prefix cidr) {
    return new CidrAssociation(cidr, Fact.known(true), false);
  }
}
