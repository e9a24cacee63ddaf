package slash80.network;

/// A CIDR block: the addresses that share their first `length` bits with `first`.
public record Prefix(Address first, int length) implements Comparable<Prefix> {

  /// Clears the host bits of `first`, as AWS does
  /// (docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html).
  public Prefix {}

  /// Reads `2001:db8::/32` or `192.0.2.0/24`. Throws IllegalArgumentException with a sentence such
  /// as `"x/y" is not a CIDR block`. A missing length is a mistake.
  public static Prefix parse(String text) {
    throw new UnsupportedOperationException();
  }

  public IpFamily family() {
    return first.family();
  }

  public Address last() {
    throw new UnsupportedOperationException();
  }

  public boolean contains(Address address) {
    throw new UnsupportedOperationException();
  }

  public boolean contains(Prefix other) {
    throw new UnsupportedOperationException();
  }

  public boolean overlaps(Prefix other) {
    throw new UnsupportedOperationException();
  }

  /// Widest first at equal addresses.
  @Override
  public int compareTo(Prefix other) {
    throw new UnsupportedOperationException();
  }

  /// The canonical text, `2001:db8::/32`.
  @Override
  public String toString() {
    throw new UnsupportedOperationException();
  }
}
