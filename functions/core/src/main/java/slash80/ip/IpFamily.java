package slash80.ip;

/// The two families of addresses. Every address, prefix and set belongs to one, and sets of two
/// families are never mixed: doing so is a programming error.
public enum IpFamily {
  IPV4(32),
  IPV6(128);

  private final int bits;

  IpFamily(int bits) {
    this.bits = bits;
  }

  /// The number of bits of an address.
  public int bits() {
    return bits;
  }
}
