package slash80.network;

/// One IP address. `high` holds the upper 64 bits and `low` the lower 64; an IPv4 address stands in
/// the lower 32 bits of `low`. Ordered as unsigned numbers, IPv4 before IPv6.
public record Address(IpFamily family, long high, long low) implements Comparable<Address> {

  /// Reads any textual form of RFC 4291 or dotted-quad IPv4 (four decimal parts, no leading zeros);
  /// no zone, no brackets. Throws IllegalArgumentException with a sentence such as `"x" is not an
  /// IP address`.
  public static Address parse(String text) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int compareTo(Address other) {
    throw new UnsupportedOperationException();
  }

  /// The canonical text: RFC 5952 for IPv6.
  @Override
  public String toString() {
    throw new UnsupportedOperationException();
  }
}
