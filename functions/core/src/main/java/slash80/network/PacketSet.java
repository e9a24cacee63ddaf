package slash80.network;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A set of packets of one family: for every (protocol, port) the set of sources. Kept as a sorted
/// list of disjoint ranges of the line of [ServiceSet], each with its non-empty [AddressSet]; equal
/// neighbours are merged, so equal sets are equal objects. Immutable.
public final class PacketSet {

  public static PacketSet none(IpFamily family) {
    throw new UnsupportedOperationException();
  }

  public static PacketSet all(IpFamily family) {
    throw new UnsupportedOperationException();
  }

  /// Every packet that asks for one of `services` from one of `sources`.
  public static PacketSet of(ServiceSet services, AddressSet sources) {
    throw new UnsupportedOperationException();
  }

  /// Every packet from `sources`, whatever it asks for.
  public static PacketSet from(AddressSet sources) {
    throw new UnsupportedOperationException();
  }

  /// The union of many sets in one pass.
  public static PacketSet union(IpFamily family, Collection<PacketSet> sets) {
    throw new UnsupportedOperationException();
  }

  public IpFamily family() {
    throw new UnsupportedOperationException();
  }

  public boolean isEmpty() {
    throw new UnsupportedOperationException();
  }

  public boolean contains(Packet packet) {
    throw new UnsupportedOperationException();
  }

  public boolean containsAll(PacketSet other) {
    throw new UnsupportedOperationException();
  }

  public PacketSet union(PacketSet other) {
    throw new UnsupportedOperationException();
  }

  public PacketSet intersection(PacketSet other) {
    throw new UnsupportedOperationException();
  }

  public PacketSet difference(PacketSet other) {
    throw new UnsupportedOperationException();
  }

  public PacketSet complement() {
    throw new UnsupportedOperationException();
  }

  /// The packets of this set that come from `sources`.
  public PacketSet within(AddressSet sources) {
    throw new UnsupportedOperationException();
  }

  /// The packets of this set that ask for one of `services`.
  public PacketSet within(ServiceSet services) {
    throw new UnsupportedOperationException();
  }

  /// Where packets of this set come from, over all services.
  public AddressSet sources() {
    throw new UnsupportedOperationException();
  }

  /// Where packets of this set come from that ask for this protocol and port.
  public AddressSet sourcesOf(int protocol, int port) {
    throw new UnsupportedOperationException();
  }

  /// What packets of this set ask for.
  public ServiceSet services() {
    throw new UnsupportedOperationException();
  }

  /// The services whose sources pass a test; services without sources are not asked about.
  public ServiceSet servicesWhere(Predicate<AddressSet> test) {
    throw new UnsupportedOperationException();
  }

  /// Some packet of this set, the same one each time; nothing when empty.
  public Optional<Packet> sample() {
    throw new UnsupportedOperationException();
  }

  /// A part of the set as people read it: all packets of `services`'s lines from `sources`.
  public record Box(String protocol, String ports, AddressSet sources) {}

  /// The set as boxes that do not overlap: per distinct set of sources, the lines of its services
  /// ([ServiceSet#lines]); in the order of protocol, then ports.
  public List<Box> boxes() {
    throw new UnsupportedOperationException();
  }
}
