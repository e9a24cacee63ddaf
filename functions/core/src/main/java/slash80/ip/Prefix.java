package slash80.ip;

import java.util.Optional;

/// A CIDR block: the addresses that share their first `length` bits with `first`.
public record Prefix(Address first, int length) implements Comparable<Prefix> {
  /// Clears the host bits of `first`, as AWS does
  /// (docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html).
  public Prefix {
    if (length < 0 || length > first.family().bits()) {
      throw new IllegalArgumentException(
          "/%d is not a length of a CIDR block of %s".formatted(length, first.family()));
    }
    int hostBits = first.family().bits() - length;
    first =
        new Address(
            first.family(),
            first.high() & ~ones(hostBits - Long.SIZE),
            first.low() & ~ones(hostBits));
  }

  /// Reads `2001:db8::/32` or `192.0.2.0/24`. Throws IllegalArgumentException with a sentence such
  /// as `"x/y" is not a CIDR block`. A missing length is a mistake.
  public static Prefix parse(String text) {
    int slash = Math.max(text.indexOf('/'), 0);
    return AddressText.parse(text.substring(0, slash))
        .flatMap(
            address -> {
              int length = SmallNumber.parse(text.substring(slash + 1), address.family().bits());
              return length == SmallNumber.NONE
                  ? Optional.empty()
                  : Optional.of(new Prefix(address, length));
            })
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s is not a CIDR block".formatted(SafeText.quoted(text))));
  }

  /// The widest block that begins at `first` and does not go beyond `last`: as wide as the zeros
  /// that `first` ends with allow, and as the distance does.
  static Prefix widest(Address first, Address last) {
    int zeros =
        first.low() == 0
            ? Long.SIZE + Long.numberOfTrailingZeros(first.high())
            : Long.numberOfTrailingZeros(first.low());
    int hostBits = Math.min(Math.min(zeros, first.family().bits()), bitsWithin(first, last));
    return new Prefix(first, first.family().bits() - hostBits);
  }

  /// The logarithm, rounded down, of the number of addresses from `first` to `last`.
  private static int bitsWithin(Address first, Address last) {
    boolean borrows = Long.compareUnsigned(last.low(), first.low()) < 0;
    long high = last.high() - first.high() - (borrows ? 1 : 0);
    long low = last.low() - first.low();
    long countLow = low + 1;
    long countHigh = countLow == 0 ? high + 1 : high;
    if (countHigh != 0) {
      return 2 * Long.SIZE - 1 - Long.numberOfLeadingZeros(countHigh);
    }
    return countLow == 0 ? 2 * Long.SIZE : Long.SIZE - 1 - Long.numberOfLeadingZeros(countLow);
  }

  /// A mask of `bits` ones from the right: none below 1, all above 63.
  private static long ones(int bits) {
    if (bits <= 0) {
      return 0;
    }
    return bits < Long.SIZE ? (1L << bits) - 1 : -1;
  }

  public IpFamily family() {
    return first.family();
  }

  public Address last() {
    int hostBits = family().bits() - length;
    return new Address(
        family(), first.high() | ones(hostBits - Long.SIZE), first.low() | ones(hostBits));
  }

  /// An address of the other family is in no block of this one.
  public boolean contains(Address address) {
    int hostBits = family().bits() - length;
    return address.family() == family()
        && (address.high() & ~ones(hostBits - Long.SIZE)) == first.high()
        && (address.low() & ~ones(hostBits)) == first.low();
  }

  public boolean contains(Prefix other) {
    return length <= other.length && contains(other.first);
  }

  /// Two blocks overlap only when one holds the other.
  public boolean overlaps(Prefix other) {
    return contains(other) || other.contains(this);
  }

  /// Widest first at equal addresses.
  @Override
  public int compareTo(Prefix other) {
    int order = first.compareTo(other.first);
    return order == 0 ? Integer.compare(length, other.length) : order;
  }

  /// The canonical text, `2001:db8::/32`.
  @Override
  public String toString() {
    return first + "/" + length;
  }
}
