package slash80.facts;

import slash80.ip.Prefix;

/// An address range of a VPC or subnet, as `Ipv6CidrBlockAssociationSet` and
/// `CidrBlockAssociationSet` of describe-vpcs and describe-subnets list it.
///
/// @param associated whether the range is in use: true for AWS's state `associated`, false for
///   every other documented state, unread for an undocumented one
/// @param isPrivate `Ipv6AddressAttribute` is `private`: never routed to the internet
///   (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html)
public record CidrAssociation(Prefix cidr, Fact<Boolean> associated, boolean isPrivate) {

  /// An associated, public range.
  public static CidrAssociation associated(Prefix cidr) {
    return new CidrAssociation(cidr, Fact.known(true), false);
  }
}
