package slash80.ip;

/// One IP address. `high` holds the upper 64 bits and `low` the lower 64; an IPv4 address stands in
/// the lower 32 bits of `low`. Ordered as unsigned numbers, IPv4 before IPv6.
public record Address(IpFamily family, long high, long low) implements Comparable<Address> {
  public Address {
    if (family == IpFamily.IPV4 && (high != 0 || low >>> 32 != 0)) {
      throw new IllegalArgumentException("an IPv4 address has 32 bits, not more");
    }
  }

  /// Reads any textual form of RFC 4291 or dotted-quad IPv4 (four decimal parts, no leading zeros);
  /// no zone, no brackets. `::ffff:192.0.2.1` is an IPv6 address and stays one. Throws
  /// IllegalArgumentException with a sentence such as `"x" is not an IP address`.
  public static Address parse(String text) {
    return AddressText.parse(text)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s is not an IP address".formatted(SafeText.quoted(text))));
  }

  static Address last(IpFamily family) {
    return family == IpFamily.IPV4
        ? new Address(family, 0, 0xffff_ffffL)
        : new Address(family, -1, -1);
  }

  /// The address after this one, which is not the last.
  Address next() {
    return new Address(family, low == -1 ? high + 1 : high, low + 1);
  }

  /// The address before this one, which is not the first.
  Address previous() {
    return new Address(family, low == 0 ? high - 1 : high, low - 1);
  }

  @Override
  public int compareTo(Address other) {
    return family == other.family
        ? Cuts.compare(high, low, other.high, other.low)
        : family.compareTo(other.family);
  }

  /// The canonical text: RFC 5952 for IPv6.
  @Override
  public String toString() {
    return AddressText.write(this);
  }
}
