package slash80.rules;

import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import slash80.fixtures.Fixtures;
import slash80.ip.Address;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;

/// Sets of sources with a known share of the internet, as CIDR blocks. They are taken from
/// 3000::/4, of which the registries have allocated nothing, so that their share is their part of
/// the internet: 2000::/3 less the fixtures' VPC, which is a /56.
final class Sources {
  private Sources() {}

  /// Exactly half of the internet.
  static String[] half() {
    return blocks(less("3000::/4", "3000::/57"));
  }

  /// One address less than half.
  static String[] underHalf() {
    return blocks(less("3000::/4", "3000::/57").difference(set("3fff::/128")));
  }

  /// Exactly 1/256.
  static String[] part() {
    return blocks(less("3000::/11", "3000::/64"));
  }

  static String[] underPart() {
    return blocks(less("3000::/11", "3000::/64").difference(set("3001::/128")));
  }

  /// Exactly 1/65,536.
  static String[] little() {
    return blocks(less("3000::/19", "3000::/72"));
  }

  static String[] underLittle() {
    return blocks(less("3000::/19", "3000::/72").difference(set("3000:1::/128")));
  }

  /// Exactly one in so many of the IPv4 internet, or just above where it does not come out even.
  static String[] ofIpv4(long denominator) {
    return blocks(lowestIpv4(denominator, BigInteger.ZERO));
  }

  /// One address less.
  static String[] underOfIpv4(long denominator) {
    return blocks(lowestIpv4(denominator, BigInteger.ONE));
  }

  private static AddressSet lowestIpv4(long denominator, BigInteger less) {
    var internet = Fixtures.demo().build().internet(IpFamily.IPV4);
    var parts = internet.size().divideAndRemainder(BigInteger.valueOf(denominator));
    var left = parts[0].add(BigInteger.valueOf(parts[1].signum())).subtract(less).longValueExact();
    var lowest = AddressSet.none(IpFamily.IPV4);
    for (var block : internet.prefixes()) {
      var first = block.first().low();
      var taken = Math.min(left, block.last().low() - first + 1);
      if (taken > 0) {
        var last = new Address(IpFamily.IPV4, 0, first + taken - 1);
        lowest = lowest.union(AddressSet.range(block.first(), last));
        left -= taken;
      }
    }
    return lowest;
  }

  /// ::/0 in sixteen pieces.
  static String[] sixteenPieces() {
    return IntStream.range(0, 16).mapToObj("%x000::/4"::formatted).toArray(String[]::new);
  }

  /// A thousand ranges, none of them next to another, that add up to a little of the internet.
  static List<String> thousandRanges() {
    return IntStream.range(0, 1000)
        .mapToObj(number -> new Prefix(new Address(IpFamily.IPV6, start(number), 0), 28))
        .map(Prefix::toString)
        .toList();
  }

  private static long start(int number) {
    return 0x3000_0000_0000_0000L + ((long) number << 37);
  }

  private static AddressSet less(String whole, String part) {
    return set(whole).difference(set(part));
  }

  private static AddressSet set(String cidr) {
    return AddressSet.of(Prefix.parse(cidr));
  }

  private static String[] blocks(AddressSet set) {
    return set.prefixes().stream().map(Prefix::toString).toArray(String[]::new);
  }

  static String[] both(String[] some, String... others) {
    return Stream.concat(Stream.of(some), Stream.of(others)).toArray(String[]::new);
  }
}
