package slash80.network;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import slash80.facts.NetworkInterface;
import slash80.ip.Address;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;

/// An index of the addresses and prefixes that interfaces hold. It is built once; a look-up then
/// costs one step per prefix length in use, however many interfaces there are.
final class AddressIndex {

  /// An address or prefix that an interface holds.
  ///
  /// @param delegated whether it is a prefix and not a single address
  private record Holding(NetworkInterface holder, Prefix held, boolean delegated) {}

  private final NavigableMap<Prefix, List<Holding>> byPrefix = new TreeMap<>();
  private final Set<NetworkInterface.Id> overlapping = new HashSet<>();
  private final Map<IpFamily, TreeSet<Integer>> lengths = new HashMap<>();

  AddressIndex(Collection<NetworkInterface> interfaces) {
    interfaces.stream()
        .flatMap(networkInterface -> of(networkInterface).stream())
        .forEach(this::add);
    markOverlapping();
  }

  /// Marks the holders of blocks that lie in another block, and those of the other blocks. In the
  /// order of the index, a block overlaps with an earlier one if it begins before the end of the
  /// widest so far.
  private void markOverlapping() {
    var widest = Optional.<Prefix>empty();
    for (var entry : byPrefix.entrySet()) {
      var block = entry.getKey();
      if (widest.filter(earlier -> earlier.contains(block)).isPresent()) {
        mark(byPrefix.getOrDefault(widest.get(), List.of()));
        mark(entry.getValue());
      } else {
        widest = Optional.of(block);
        if (entry.getValue().size() > 1) {
          mark(entry.getValue());
        }
      }
    }
  }

  private void mark(List<Holding> holdings) {
    holdings.forEach(holding -> overlapping.add(holding.holder().id()));
  }

  private void add(Holding holding) {
    byPrefix.computeIfAbsent(holding.held(), _ -> new ArrayList<>()).add(holding);
    lengths
        .computeIfAbsent(holding.held().family(), _ -> new TreeSet<>())
        .add(holding.held().length());
  }

  private static List<Holding> of(NetworkInterface networkInterface) {
    var holdings = new ArrayList<Holding>();
    for (var family : IpFamily.values()) {
      networkInterface
          .held(family)
          .forEach(
              held ->
                  holdings.add(new Holding(networkInterface, held, held.length() < family.bits())));
    }
    return holdings;
  }

  /// The interfaces that hold an address, singly or in a prefix.
  List<NetworkInterface> holdersOf(Address address) {
    return around(new Prefix(address, address.family().bits())).stream()
        .map(Holding::holder)
        .distinct()
        .toList();
  }

  /// The overlaps over IPv6 between an interface and all others of its VPC: private ranges of two
  /// VPCs may be the same. Two equal single addresses do not count: they say nothing about
  /// prefixes.
  List<Overlap> overlapsOf(NetworkInterface asked) {
    if (!overlapping.contains(asked.id())) {
      return List.of();
    }
    var overlaps = new LinkedHashSet<Overlap>();
    for (var own : of(asked)) {
      for (var other : overlapping(own.held())) {
        if (own.held().family() == IpFamily.IPV6
            && !other.holder().id().equals(asked.id())
            && other.holder().vpc().equals(asked.vpc())
            && (own.delegated() || other.delegated())) {
          overlaps.add(new Overlap(own.held(), other.holder().id(), other.held()));
        }
      }
    }
    return List.copyOf(overlaps);
  }

  /// The holdings that overlap with a block: two blocks are either disjoint or one contains the
  /// other. A loop, because a stream asks a part of a TreeMap for its size first, which counts all
  /// its entries.
  private List<Holding> overlapping(Prefix asked) {
    var found = new ArrayList<>(around(asked));
    for (var entry : byPrefix.tailMap(asked, false).entrySet()) {
      if (!asked.contains(entry.getKey())) {
        break;
      }
      found.addAll(entry.getValue());
    }
    return found;
  }

  /// The holdings that contain `asked` or equal it.
  private List<Holding> around(Prefix asked) {
    var found = new ArrayList<Holding>();
    for (int length : lengths.getOrDefault(asked.family(), new TreeSet<>())) {
      if (length <= asked.length()) {
        found.addAll(byPrefix.getOrDefault(new Prefix(asked.first(), length), List.of()));
      }
    }
    return found;
  }
}
