package slash80.ip;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// A set of addresses of one family, exact over all 128 bits: sorted, disjoint, non-adjacent
/// ranges. Immutable; two sets with the same addresses are equal.
public final class AddressSet {
  private final IpFamily family;
  private final Cuts cuts;

  /// The number of addresses, computed on first use: many sets are measured against one.
  private @Nullable BigInteger size;

  private AddressSet(IpFamily family, Cuts cuts) {
    this.family = family;
    this.cuts = cuts;
  }

  private static final AddressSet NO_IPV4 = new AddressSet(IpFamily.IPV4, Cuts.NONE);
  private static final AddressSet NO_IPV6 = new AddressSet(IpFamily.IPV6, Cuts.NONE);

  public static AddressSet none(IpFamily family) {
    return switch (family) {
      case IPV4 -> NO_IPV4;
      case IPV6 -> NO_IPV6;
    };
  }

  public static AddressSet all(IpFamily family) {
    return new AddressSet(family, Cuts.ALL);
  }

  public static AddressSet of(Prefix prefix) {
    return range(prefix.first(), prefix.last());
  }

  /// The union of prefixes, all of `family`.
  public static AddressSet of(IpFamily family, Collection<Prefix> prefixes) {
    return union(family, prefixes.stream().map(AddressSet::of).toList());
  }

  /// From `first` to `last`, both included.
  public static AddressSet range(Address first, Address last) {
    if (first.family() != last.family() || first.compareTo(last) > 0) {
      throw new IllegalArgumentException(
          "from %s to %s is not a range of addresses".formatted(first, last));
    }
    return new AddressSet(first.family(), cuts(first, last));
  }

  private static Cuts cuts(Address first, Address last) {
    if (last.equals(Address.last(last.family()))) {
      return Cuts.from(first.high(), first.low());
    }
    Address end = last.next();
    return Cuts.between(first.high(), first.low(), end.high(), end.low());
  }

  /// The union of many sets in one pass; a set that is the only one with addresses is returned
  /// itself.
  public static AddressSet union(IpFamily family, Collection<AddressSet> sets) {
    AddressSet last = none(family);
    var held = new ArrayList<Cuts>(sets.size());
    for (AddressSet set : sets) {
      Cuts cuts = last.cutsOf(set);
      if (!cuts.isEmpty()) {
        held.add(cuts);
        last = set;
      }
    }
    return held.size() < 2 ? last : last.with(Cuts.union(held));
  }

  public IpFamily family() {
    return family;
  }

  public boolean isEmpty() {
    return cuts.isEmpty();
  }

  boolean isAll() {
    return cuts.isAll();
  }

  /// An address of the other family is in no set of this one.
  public boolean contains(Address address) {
    return address.family() == family && cuts.contains(address.high(), address.low());
  }

  public boolean containsAll(AddressSet other) {
    return cuts.holds(cutsOf(other));
  }

  public boolean overlaps(AddressSet other) {
    return cuts.overlaps(cutsOf(other));
  }

  public AddressSet union(AddressSet other) {
    Cuts others = cutsOf(other);
    return isEmpty() ? other : with(cuts.union(others));
  }

  public AddressSet intersection(AddressSet other) {
    return with(cuts.intersection(cutsOf(other)));
  }

  public AddressSet difference(AddressSet other) {
    return with(cuts.difference(cutsOf(other)));
  }

  public AddressSet complement() {
    return with(cuts.complement());
  }

  private Cuts cutsOf(AddressSet other) {
    if (other.family != family) {
      throw new IllegalArgumentException(
          "a set of %s and a set of %s cannot be combined".formatted(family, other.family));
    }
    return other.cuts;
  }

  /// Cuts that are the same object need no other set; equal ones are not looked for.
  @SuppressWarnings("ReferenceEquality")
  private AddressSet with(Cuts other) {
    return other == cuts ? this : new AddressSet(family, other);
  }

  /// The number of addresses. The distances from first to last of all ranges add up to less than 2
  /// to the 128th, so two longs hold them; each range has one address more than its distance.
  public BigInteger size() {
    if (size == null) {
      size = counted();
    }
    return size;
  }

  /// Sums up the distances as pairs of longs, without an object for each range.
  private BigInteger counted() {
    long high = 0;
    long low = 0;
    Address end = Address.last(family);
    for (int range = 0; range < ranges(); range++) {
      int first = 2 * range;
      boolean ends = first + 1 < cuts.count();
      long lastLow = ends ? cuts.low(first + 1) - 1 : end.low();
      long lastHigh = ends ? cuts.high(first + 1) - (lastLow == -1 ? 1 : 0) : end.high();
      boolean borrows = Long.compareUnsigned(lastLow, cuts.low(first)) < 0;
      long sum = low + lastLow - cuts.low(first);
      boolean carries = Long.compareUnsigned(sum, low) < 0;
      high += lastHigh - cuts.high(first) - (borrows ? 1 : 0) + (carries ? 1 : 0);
      low = sum;
    }
    return number(high, low).add(BigInteger.valueOf(ranges()));
  }

  /// The number of aligned blocks of a length that lie wholly in this set.
  public BigInteger blocks(int length) {
    BigInteger blockSize = BigInteger.TWO.pow(family.bits() - length);
    BigInteger blocks = BigInteger.ZERO;
    for (int range = 0; range < ranges(); range++) {
      BigInteger begun = number(first(range)).add(blockSize).subtract(BigInteger.ONE);
      BigInteger ended = number(last(range)).add(BigInteger.ONE);
      BigInteger within = ended.divide(blockSize).subtract(begun.divide(blockSize));
      blocks = blocks.add(within.max(BigInteger.ZERO));
    }
    return blocks;
  }

  private static BigInteger number(Address address) {
    return number(address.high(), address.low());
  }

  private static BigInteger number(long high, long low) {
    return new BigInteger(1, ByteBuffer.allocate(16).putLong(high).putLong(low).array());
  }

  /// The number of ranges.
  int ranges() {
    return (cuts.count() + 1) / 2;
  }

  /// The first address of a range.
  Address first(int range) {
    return at(2 * range);
  }

  /// The last address of a range.
  Address last(int range) {
    int end = 2 * range + 1;
    return end == cuts.count() ? Address.last(family) : at(end).previous();
  }

  private Address at(int cut) {
    return new Address(family, cuts.high(cut), cuts.low(cut));
  }

  /// The part of `whole` that is in this set, from 0 to 1: exactly 1.0 when it holds all of
  /// `whole`, and exactly 0.0 only when it holds none. 0 for an empty whole. Comparisons with 1/2,
  /// 1/256, 1/65536 are exact: see [#isAtLeast].
  public double partOf(AddressSet whole) {
    AddressSet part = intersection(whole);
    if (part.isEmpty() || part.equals(whole)) {
      return part.isEmpty() ? 0.0 : 1.0;
    }
    double share = part.size().doubleValue() / whole.size().doubleValue();
    return Math.min(share, Math.nextDown(1.0));
  }

  /// Whether this set holds at least one `denominator`th of `whole`, in exact arithmetic; false for
  /// an empty whole. Most sets are too small even if they lay wholly inside, and are not
  /// intersected.
  public boolean isAtLeast(long denominator, AddressSet whole) {
    if (denominator < 1) {
      throw new IllegalArgumentException("1/%d is not a part".formatted(denominator));
    }
    return !whole.isEmpty()
        && isEnough(denominator, whole)
        && intersection(whole).isEnough(denominator, whole);
  }

  private boolean isEnough(long denominator, AddressSet whole) {
    return size().multiply(BigInteger.valueOf(denominator)).compareTo(whole.size()) >= 0;
  }

  /// The lowest address; NoSuchElementException when empty.
  public Address first() {
    if (isEmpty()) {
      throw new NoSuchElementException("an empty set has no first address");
    }
    return first(0);
  }

  /// The shortest list of CIDR blocks that equals this set, sorted.
  public List<Prefix> prefixes() {
    var prefixes = new ArrayList<Prefix>();
    for (int range = 0; range < ranges(); range++) {
      addWidest(prefixes, first(range), last(range));
    }
    return List.copyOf(prefixes);
  }

  /// The widest block from each address on, one after the other.
  private static void addWidest(List<Prefix> prefixes, Address first, Address last) {
    Prefix widest = Prefix.widest(first, last);
    prefixes.add(widest);
    while (!widest.last().equals(last)) {
      widest = Prefix.widest(widest.last().next(), last);
      prefixes.add(widest);
    }
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof AddressSet that && family == that.family && cuts.equals(that.cuts));
  }

  @Override
  public int hashCode() {
    return 31 * family.ordinal() + cuts.hashCode();
  }

  /// The set's blocks: `[2001:db8::/32, 2600::/12]`.
  @Override
  public String toString() {
    return prefixes().toString();
  }
}
