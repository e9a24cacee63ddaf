package slash80.facts;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import slash80.network.AddressSet;
import slash80.network.IpFamily;
import slash80.network.Prefix;

/// The room that a subnet has for prefixes of nodes: EC2 cuts them from it as aligned /80 blocks
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html).
///
/// @param blocks how many there are where EC2 takes them from by itself
/// @param free those of which no address is taken
public record Room(BigInteger blocks, BigInteger free) {
  private static final int BLOCK = 80;

  public boolean isAtLeast(long wanted) {
    return free.compareTo(BigInteger.valueOf(wanted)) >= 0;
  }

  /// Where the subnet has reservations for prefixes, EC2 takes them from there only; from any other
  /// reservation it takes none
  /// (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html). A type that
  /// AWS does not document is taken for such another.
  ///
  /// @param held by any interface of the subnet: a block is spoilt by one address of it
  static Room of(
      Collection<Prefix> ranges,
      Collection<SubnetReservation> reservations,
      Collection<Prefix> held) {
    var open = set(ranges);
    var kept = reserved(reservations, SubnetReservation::isForPrefixes);
    if (!kept.isEmpty()) {
      open = open.intersection(kept);
    }
    open = open.difference(reserved(reservations, reservation -> !reservation.isForPrefixes()));
    var free = open.difference(set(held)).difference(set(ofAws(ranges)));
    return new Room(open.blocks(BLOCK), free.blocks(BLOCK));
  }

  private static AddressSet reserved(
      Collection<SubnetReservation> reservations, Predicate<SubnetReservation> wanted) {
    return set(reservations.stream().filter(wanted).map(SubnetReservation::cidr).toList());
  }

  /// The first four addresses of a range and its last are AWS's own
  /// (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html).
  private static List<Prefix> ofAws(Collection<Prefix> ranges) {
    var taken = new ArrayList<Prefix>();
    for (var range : ranges) {
      taken.add(new Prefix(range.first(), 126));
      taken.add(new Prefix(range.last(), 128));
    }
    return taken;
  }

  private static AddressSet set(Collection<Prefix> prefixes) {
    return AddressSet.of(
        IpFamily.IPV6,
        prefixes.stream().filter(prefix -> prefix.family() == IpFamily.IPV6).toList());
  }
}
