package slash80.network;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import slash80.facts.SubnetReservation;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;

/// The room for prefixes in a subnet: EC2 takes aligned /80 blocks from it
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html).
///
/// @param blocks the number of blocks that EC2 assigns automatically from
/// @param free the number of those without an address in use
public record PrefixCapacity(BigInteger blocks, BigInteger free) {
  private static final int BLOCK = 80;

  public boolean isAtLeast(long wanted) {
    return free.compareTo(BigInteger.valueOf(wanted)) >= 0;
  }

  /// The room that a subnet's ranges leave. Where the subnet has prefix reservations, EC2 takes
  /// prefixes from them only; it takes none from other reservations
  /// (https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html). An
  /// undocumented type counts as such another.
  ///
  /// @param held the addresses and prefixes of all interfaces in the subnet: one address makes its
  ///   whole block unusable
  static PrefixCapacity of(
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
    return new PrefixCapacity(open.blocks(BLOCK), free.blocks(BLOCK));
  }

  private static AddressSet reserved(
      Collection<SubnetReservation> reservations, Predicate<SubnetReservation> wanted) {
    return set(reservations.stream().filter(wanted).map(SubnetReservation::cidr).toList());
  }

  /// The first four addresses of a range and its last, which AWS keeps
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
