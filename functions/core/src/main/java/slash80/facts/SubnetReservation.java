package slash80.facts;

import slash80.ip.Prefix;

/// A part of a subnet that is reserved for one use
/// (https://docs.aws.amazon.com/cli/latest/reference/ec2/get-subnet-cidr-reservations.html).
///
/// @param type `prefix`: AWS assigns prefixes automatically from prefix reservations only;
///   `explicit`: AWS never assigns automatically from it
///   (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html)
public record SubnetReservation(String id, Prefix cidr, String type) {

  /// Whether AWS assigns prefixes automatically from this reservation.
  public boolean isForPrefixes() {
    return type.equals("prefix");
  }
}
