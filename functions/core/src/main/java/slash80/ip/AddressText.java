package slash80.ip;

import java.util.HexFormat;
import java.util.Optional;

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
    long quad = dottedQuad(text, 0);
    return quad < 0 ? Optional.empty() : Optional.of(new Address(IpFamily.IPV4, 0, quad));
  }

  private static Optional<Address> ipv6(String text) {
    return text.length() > LONGEST_IPV6 ? Optional.empty() : new Groups(text).address();
  }

  /// The groups of an address, read from left to right in one walk: snapshots hold a hundred
  /// thousand addresses.
  private static final class Groups {
    private static final int NO_GAP = -1;

    private final String text;

    /// The start of a dotted tail, or the end of the text.
    private final int end;

    private final int[] groups = new int[GROUPS];
    private int count = 0;

    /// The number of groups before `::`.
    private int gap = NO_GAP;

    Groups(String text) {
      this.text = text;
      int tail = text.lastIndexOf(':') + 1;
      this.end = text.indexOf('.', tail) < 0 ? text.length() : tail;
    }

    Optional<Address> address() {
      boolean isWhole = isRead() && (gap == NO_GAP ? count == GROUPS : count < GROUPS);
      return isWhole ? Optional.of(new Address(IpFamily.IPV6, half(0), half(4))) : Optional.empty();
    }

    private boolean isRead() {
      int at = 0;
      if (text.startsWith("::")) {
        gap = 0;
        at = 2;
      }
      while (at < end) {
        int from = at;
        at = endOfGroup(from);
        if (at == from || at - from > 4 || !add(from, at)) {
          return false;
        }
        if (at < end) {
          at = afterColon(at);
        }
      }
      return at == end && (end == text.length() || isTailRead());
    }

    private int endOfGroup(int from) {
      int at = from;
      while (at < end && HexFormat.isHexDigit(text.charAt(at))) {
        at++;
      }
      return at;
    }

    private boolean add(int from, int to) {
      return add(HexFormat.fromHexDigits(text, from, to));
    }

    private boolean add(int group) {
      if (count == GROUPS) {
        return false;
      }
      groups[count++] = group;
      return true;
    }

    /// The place after one colon or two; beyond the end where none is allowed.
    private int afterColon(int at) {
      int wrong = text.length() + 1;
      if (text.charAt(at) != ':') {
        return wrong;
      }
      if (at + 1 < end && text.charAt(at + 1) == ':') {
        int before = gap;
        gap = count;
        return before == NO_GAP ? at + 2 : wrong;
      }
      return at + 1 == text.length() ? wrong : at + 1;
    }

    private boolean isTailRead() {
      long quad = dottedQuad(text, end);
      return quad >= 0 && add((int) (quad >>> 16)) && add((int) quad & 0xffff);
    }

    /// Four groups, with zeros in place of `::`.
    private long half(int first) {
      long half = 0;
      for (int group = first; group < first + 4; group++) {
        half = half << 16 | at(group);
      }
      return half;
    }

    private int at(int group) {
      if (gap == NO_GAP || group < gap) {
        return groups[group];
      }
      int fromEnd = group - (GROUPS - count);
      return fromEnd < gap ? 0 : groups[fromEnd];
    }
  }

  /// The number that a dotted quad from a place to the end of the text writes, or -1.
  private static long dottedQuad(String text, int from) {
    if (text.length() - from > LONGEST_IPV4) {
      return -1;
    }
    long quad = 0;
    int at = from;
    for (int part = 0; part < 4; part++) {
      int dot = part < 3 ? text.indexOf('.', at) : text.length();
      int octet = dot < 0 ? SmallNumber.NONE : SmallNumber.parse(text, at, dot, 255);
      if (octet == SmallNumber.NONE) {
        return -1;
      }
      quad = quad << 8 | octet;
      at = dot + 1;
    }
    return quad;
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
