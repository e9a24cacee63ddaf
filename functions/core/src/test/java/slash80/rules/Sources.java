package slash80.rules;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import slash80.network.Address;
import slash80.network.AddressSet;
import slash80.network.IpFamily;
import slash80.network.Prefix;

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
