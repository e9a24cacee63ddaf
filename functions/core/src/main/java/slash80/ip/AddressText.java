package slash80.ip;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/// The text form of an address: reads and writes it.
///
/// Reading is as strict as RFC 4291, section 2.2: groups of one to four hexadecimal digits, one
/// `::` for one or more groups, and dotted-quad IPv4 in place of the last two. Forms that other
/// readers guess at (a leading zero that may mean octal, `10.1` for `10.0.0.1`, a zone, white
/// space, digits of other scripts) are refused: a wrong guess would move a rule to other addresses.
///
/// Writing follows RFC 5952. Of its section 5, only `::ffff:0:0/96` is written with a dotted tail:
/// these addresses are IPv4-mapped by the prefix alone, people look for the IPv4 address in them,
/// and inet_ntop, PostgreSQL and Go print them so. An address under `::/96` or `64:ff9b::/96` is
/// written in groups.
final class AddressText {
  private static final int GROUPS = 8;
  private static final int LONGEST_IPV4 = "255.255.255.255".length();
  private static final int LONGEST_IPV6 = "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".length();

  private AddressText() {}

  static Optional<Address> parse(String text) {
    return text.indexOf(':') >= 0 ? ipv6(text) : ipv4(text);
  }

  private static Optional<Address> ipv4(String text) {
    OptionalLong quad = dottedQuad(text);
    return quad.isPresent()
        ? Optional.of(new Address(IpFamily.IPV4, 0, quad.getAsLong()))
        : Optional.empty();
  }

  private static Optional<Address> ipv6(String text) {
    return text.length() > LONGEST_IPV6
        ? Optional.empty()
        : inGroups(text).flatMap(AddressText::filled).map(AddressText::address);
  }

  /// The text with two groups in place of a dotted tail.
  private static Optional<String> inGroups(String text) {
    int tail = text.lastIndexOf(':') + 1;
    if (text.indexOf('.', tail) < 0) {
      return Optional.of(text);
    }
    OptionalLong quad = dottedQuad(text.substring(tail));
    return quad.isEmpty()
        ? Optional.empty()
        : Optional.of(
            text.substring(0, tail)
                + Long.toHexString(quad.getAsLong() >>> 16)
                + ':'
                + Long.toHexString(quad.getAsLong() & 0xffff));
  }

  /// The eight groups, with zeros in place of `::`.
  private static Optional<long[]> filled(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text).filter(groups -> groups.length == GROUPS);
    }
    Optional<long[]> front = groups(text.substring(0, gap));
    Optional<long[]> back = groups(text.substring(gap + "::".length()));
    return front.flatMap(ahead -> back.flatMap(behind -> around(ahead, behind)));
  }

  private static Optional<long[]> around(long[] ahead, long[] behind) {
    if (ahead.length + behind.length >= GROUPS) {
      return Optional.empty();
    }
    long[] groups = Arrays.copyOf(ahead, GROUPS);
    System.arraycopy(behind, 0, groups, GROUPS - behind.length, behind.length);
    return Optional.of(groups);
  }

  /// The groups between single colons; an empty text has no groups.
  private static Optional<long[]> groups(String text) {
    if (text.isEmpty()) {
      return Optional.of(new long[0]);
    }
    String[] parts = text.split(":", -1);
    return Arrays.stream(parts).allMatch(AddressText::isGroup)
        ? Optional.of(Arrays.stream(parts).mapToLong(HexFormat::fromHexDigitsToLong).toArray())
        : Optional.empty();
  }

  private static boolean isGroup(String text) {
    return !text.isEmpty() && text.length() <= 4 && text.chars().allMatch(HexFormat::isHexDigit);
  }

  private static Address address(long[] groups) {
    return new Address(
        IpFamily.IPV6,
        groups[0] << 48 | groups[1] << 32 | groups[2] << 16 | groups[3],
        groups[4] << 48 | groups[5] << 32 | groups[6] << 16 | groups[7]);
  }

  private static OptionalLong dottedQuad(String text) {
    String[] parts = text.length() > LONGEST_IPV4 ? new String[0] : text.split("\\.", -1);
    if (parts.length != 4) {
      return OptionalLong.empty();
    }
    long quad = 0;
    for (String part : parts) {
      int octet = SmallNumber.parse(part, 255);
      if (octet == SmallNumber.NONE) {
        return OptionalLong.empty();
      }
      quad = quad << 8 | octet;
    }
    return OptionalLong.of(quad);
  }

  static String write(Address address) {
    if (address.family() == IpFamily.IPV4) {
      return quad(address.low());
    }
    boolean isIpv4Mapped = address.high() == 0 && address.low() >>> 32 == 0xffff;
    return isIpv4Mapped ? "::ffff:" + quad(address.low() & 0xffff_ffffL) : groupsOf(address);
  }

  private static String quad(long low) {
    return "%d.%d.%d.%d".formatted(low >>> 24, low >>> 16 & 255, low >>> 8 & 255, low & 255);
  }

  /// Lower case, no leading zeros, `::` for the first of the longest runs of zero groups.
  private static String groupsOf(Address address) {
    int from = 0;
    int to = 0;
    for (int start = 0; start < GROUPS; start++) {
      int end = endOfZeros(address, start);
      if (end - start > to - from) {
        from = start;
        to = end;
      }
    }
    return to - from < 2 // one zero group alone is not shortened: RFC 5952, section 4.2.2
        ? hexadecimal(address, 0, GROUPS)
        : hexadecimal(address, 0, from) + "::" + hexadecimal(address, to, GROUPS);
  }

  private static int endOfZeros(Address address, int start) {
    int end = start;
    while (end < GROUPS && group(address, end) == 0) {
      end++;
    }
    return end;
  }

  private static String hexadecimal(Address address, int from, int to) {
    var text = new StringBuilder();
    for (int group = from; group < to; group++) {
      text.append(group > from ? ":" : "").append(Long.toHexString(group(address, group)));
    }
    return text.toString();
  }

  private static long group(Address address, int number) {
    long half = number < 4 ? address.high() : address.low();
    return (half >>> ((3 - number % 4) * 16)) & 0xffff;
  }
}
