package slash80.facts;

import slash80.network.Prefix;

/// A part of a subnet that is kept for one use (`ec2:GetSubnetCidrReservations`).
///
/// @param type `prefix`: AWS takes the prefixes that it assigns by itself from here only;
///   `explicit`: it never takes from here by itself
///   (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html)
public record SubnetReservation(String id, Prefix cidr, String type) {

  /// Whether prefixes that AWS assigns by itself come from here.
  public boolean isForPrefixes() {
    return type.equals("prefix");
  }
}
