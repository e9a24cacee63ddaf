package slash80.ip;

import java.math.BigInteger;

/// Addresses as plain numbers: the arithmetic of the oracles.
final class Numbers {
  private static final BigInteger HALF = BigInteger.ONE.shiftLeft(64);

  private Numbers() {}

  static BigInteger number(Address address) {
    return unsigned(address.high()).shiftLeft(64).add(unsigned(address.low()));
  }

  private static BigInteger unsigned(long bits) {
    return BigInteger.valueOf(bits).mod(HALF);
  }

  static Address address(IpFamily family, BigInteger number) {
    return new Address(family, number.shiftRight(64).longValue(), number.longValue());
  }

  /// The number of addresses of the family.
  static BigInteger end(IpFamily family) {
    return BigInteger.ONE.shiftLeft(family.bits());
  }

  /// Whether a block holds an address, by division.
  static boolean holds(Prefix prefix, Address address) {
    int hostBits = prefix.family().bits() - prefix.length();
    return prefix.family() == address.family()
        && number(prefix.first()).shiftRight(hostBits).equals(number(address).shiftRight(hostBits));
  }
}
