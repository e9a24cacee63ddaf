package slash80.network;

import java.math.BigInteger;
import java.util.Collection;
import java.util.List;

/// A set of addresses of one family, exact over all 128 bits: sorted, disjoint, non-adjacent
/// ranges. Immutable; two sets with the same addresses are equal.
public final class AddressSet {

  public static AddressSet none(IpFamily family) {
    throw new UnsupportedOperationException();
  }

  public static AddressSet all(IpFamily family) {
    throw new UnsupportedOperationException();
  }

  public static AddressSet of(Prefix prefix) {
    throw new UnsupportedOperationException();
  }

  /// The union of prefixes, all of `family`.
  public static AddressSet of(IpFamily family, Collection<Prefix> prefixes) {
    throw new UnsupportedOperationException();
  }

  /// From `first` to `last`, both included.
  public static AddressSet range(Address first, Address last) {
    throw new UnsupportedOperationException();
  }

  /// The union of many sets in one pass.
  public static AddressSet union(IpFamily family, Collection<AddressSet> sets) {
    throw new UnsupportedOperationException();
  }

  public IpFamily family() {
    throw new UnsupportedOperationException();
  }

  public boolean isEmpty() {
    throw new UnsupportedOperationException();
  }

  public boolean contains(Address address) {
    throw new UnsupportedOperationException();
  }

  public boolean containsAll(AddressSet other) {
    throw new UnsupportedOperationException();
  }

  public boolean overlaps(AddressSet other) {
    throw new UnsupportedOperationException();
  }

  public AddressSet union(AddressSet other) {
    throw new UnsupportedOperationException();
  }

  public AddressSet intersection(AddressSet other) {
    throw new UnsupportedOperationException();
  }

  public AddressSet difference(AddressSet other) {
    throw new UnsupportedOperationException();
  }

  public AddressSet complement() {
    throw new UnsupportedOperationException();
  }

  /// How many addresses.
  public BigInteger size() {
    throw new UnsupportedOperationException();
  }

  /// Which part of `whole` is in this set: 0 to 1; exactly 1.0 when it holds all of `whole`, and
  /// exactly 0.0 only when it holds none. Comparisons with 1/2, 1/256, 1/65536 are exact: see
  /// [#isAtLeast].
  public double partOf(AddressSet whole) {
    throw new UnsupportedOperationException();
  }

  /// Whether this set holds at least one `denominator`th of `whole`, in exact arithmetic.
  public boolean isAtLeast(long denominator, AddressSet whole) {
    throw new UnsupportedOperationException();
  }

  /// The lowest address; NoSuchElementException when empty.
  public Address first() {
    throw new UnsupportedOperationException();
  }

  /// The shortest list of CIDR blocks that is this set, sorted.
  public List<Prefix> prefixes() {
    throw new UnsupportedOperationException();
  }
}
