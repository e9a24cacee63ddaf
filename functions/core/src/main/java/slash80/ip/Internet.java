package slash80.ip;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/// The internet over one family as a cluster sees it: the addresses that a packet from outside can
/// come from. Sets of sources are measured and written against it.
///
/// @param allocated the addresses that the registries have allocated: nearly all IPv6 in use is
///   less than a hundredth of 2000::/3, so shares are measured against these too
public record Internet(AddressSet addresses, AddressSet allocated) {
  /// Shares this close to a tie are rounded in exact arithmetic, which takes long to prepare.
  private static final double NEAR_TIE = 1e-6;

  /// The internet without the VPC's own ranges.
  public static Internet without(AddressSet own) {
    return switch (own.family()) {
      case IPV6 -> {
        var addresses = Iana.globalUnicastIpv6().difference(own);
        yield new Internet(addresses, addresses.intersection(Iana.allocatedIpv6()));
      }
      case IPV4 -> {
        var addresses = Iana.globalIpv4().difference(own);
        yield new Internet(addresses, addresses);
      }
    };
  }

  /// The internet of a family before any VPC's own ranges are known.
  public static Internet over(IpFamily family) {
    return without(AddressSet.none(family));
  }

  /// The share of the internet that a set of sources holds: the larger of its part of the internet
  /// and its part of the addresses that the registries have allocated.
  public double share(AddressSet sources) {
    return Math.max(sources.partOf(addresses), sources.partOf(allocated));
  }

  /// That share as people read it: `100%`, `12%`, `0.0015%`. Two digits are enough; a share that
  /// only rounds to 100% is `more than 99%`.
  public String percent(AddressSet sources) {
    double share = share(sources);
    if (share >= 0.995) {
      return share < 1 ? "more than 99%" : "100%";
    }
    double percent = 100 * share;
    if (percent >= 10 && Math.abs(percent % 1 - 0.5) > NEAR_TIE) {
      return Math.round(percent) + "%";
    }
    return BigDecimal.valueOf(share)
            .movePointRight(2)
            .round(new MathContext(2))
            .stripTrailingZeros()
            .toPlainString()
        + "%";
  }

  /// Whether that share is at least one `denominator`th, in exact arithmetic.
  public boolean isShareAtLeast(long denominator, AddressSet sources) {
    return sources.isAtLeast(denominator, addresses) || sources.isAtLeast(denominator, allocated);
  }

  /// The shortest list of CIDR blocks that equals `sources` inside the internet. Addresses outside
  /// do not count, so the hole that a VPC's own range leaves does not break a block in pieces, and
  /// the whole internet is `::/0`; but no block is wider than it needs to be.
  public List<Prefix> shortest(AddressSet sources) {
    var inside = sources.intersection(addresses);
    var shortest = new ArrayList<Prefix>();
    int range = 0;
    for (var block : inside.union(addresses.complement()).prefixes()) {
      while (range < inside.ranges() && inside.last(range).compareTo(block.first()) < 0) {
        range++;
      }
      if (range < inside.ranges() && inside.first(range).compareTo(block.last()) <= 0) {
        var first = larger(inside.first(range), block.first());
        range = lastWithin(block, inside, range);
        var last = smaller(inside.last(range), block.last());
        shortest.add(block.length() == 0 ? block : new Prefix(first, sharedBits(first, last)));
      }
    }
    return List.copyOf(shortest);
  }

  /// The last range from one on that begins within a block. Blocks and ranges are sorted, so one
  /// walk over both is enough.
  private static int lastWithin(Prefix block, AddressSet inside, int range) {
    int last = range;
    while (last + 1 < inside.ranges() && inside.first(last + 1).compareTo(block.last()) <= 0) {
      last++;
    }
    return last;
  }

  private static Address larger(Address address, Address other) {
    return address.compareTo(other) > 0 ? address : other;
  }

  private static Address smaller(Address address, Address other) {
    return address.compareTo(other) < 0 ? address : other;
  }

  /// [#shortest], or the blocks of a set that lies outside as a whole, such as the range of another
  /// VPC that a rule names.
  public List<Prefix> written(AddressSet sources) {
    var inside = shortest(sources);
    return inside.isEmpty() ? sources.prefixes() : inside;
  }

  private static int sharedBits(Address first, Address last) {
    int leading =
        first.high() == last.high()
            ? 64 + Long.numberOfLeadingZeros(first.low() ^ last.low())
            : Long.numberOfLeadingZeros(first.high() ^ last.high());
    return leading - (128 - first.family().bits());
  }
}
