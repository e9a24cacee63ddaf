package slash80.network;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import slash80.facts.NetworkInterface;
import slash80.ip.Address;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;

/// An index of the addresses and prefixes that interfaces hold. The part of a family is built once,
/// when it is first needed; a look-up then costs one step per prefix length in use, however many
/// interfaces there are.
final class AddressIndex {

  /// An address or prefix that an interface holds.
  ///
  /// @param delegated whether it is a prefix and not a single address
  private record Holding(NetworkInterface holder, Prefix held, boolean delegated) {}

  private final Map<IpFamily, Supplier<OfFamily>> families = new EnumMap<>(IpFamily.class);

  AddressIndex(Collection<NetworkInterface> interfaces) {
    for (var family : IpFamily.values()) {
      families.put(family, NetworkParts.once(() -> new OfFamily(interfaces, family)));
    }
  }

  private OfFamily of(IpFamily family) {
    return Objects.requireNonNull(families.get(family)).get();
  }

  private static List<Holding> of(NetworkInterface networkInterface, IpFamily family) {
    var holdings = new ArrayList<Holding>();
    for (var held : networkInterface.held(family)) {
      holdings.add(new Holding(networkInterface, held, held.length() < family.bits()));
    }
    return holdings;
  }

  /// The interfaces that hold an address, singly or in a prefix.
  List<NetworkInterface> holdersOf(Address address) {
    return of(address.family()).around(new Prefix(address, address.family().bits())).stream()
        .map(Holding::holder)
        .distinct()
        .toList();
  }

  /// The overlaps over IPv6 between an interface and all others of its VPC: private ranges of two
  /// VPCs may be the same. Two equal single addresses do not count: they say nothing about
  /// prefixes.
  List<Overlap> overlapsOf(NetworkInterface asked) {
    var index = of(IpFamily.IPV6);
    if (!index.overlapping.contains(asked.id())) {
      return List.of();
    }
    var overlaps = new LinkedHashSet<Overlap>();
    for (var own : of(asked, IpFamily.IPV6)) {
      for (var other : index.overlapping(own.held())) {
        if (!other.holder().id().equals(asked.id())
            && other.holder().vpc().equals(asked.vpc())
            && (own.delegated() || other.delegated())) {
          overlaps.add(new Overlap(own.held(), other.holder().id(), other.held()));
        }
      }
    }
    return List.copyOf(overlaps);
  }

  /// The holdings of one family.
  private static final class OfFamily {
    /// In the order of what is held, the widest first at equal addresses.
    private final List<Holding> holdings = new ArrayList<>();

    private final Set<NetworkInterface.Id> overlapping = new HashSet<>();
    private final BitSet lengths = new BitSet();

    OfFamily(Collection<NetworkInterface> interfaces, IpFamily family) {
      for (var networkInterface : interfaces) {
        holdings.addAll(of(networkInterface, family));
      }
      for (var holding : holdings) {
        lengths.set(holding.held().length());
      }
      holdings.sort((holding, other) -> holding.held().compareTo(other.held()));
      markOverlapping();
    }

    /// Marks the holders of blocks that lie in another block, and those of the other blocks. In the
    /// order of the index, a block overlaps with an earlier one if the widest so far contains it.
    private void markOverlapping() {
      if (holdings.isEmpty()) {
        return;
      }
      var widest = holdings.getFirst();
      for (var holding : holdings.subList(1, holdings.size())) {
        if (widest.held().contains(holding.held())) {
          overlapping.add(widest.holder().id());
          overlapping.add(holding.holder().id());
        } else {
          widest = holding;
        }
      }
    }

    /// The holdings that overlap with a block: two blocks are either disjoint or one contains the
    /// other.
    private List<Holding> overlapping(Prefix asked) {
      var found = around(asked);
      int next = placeOf(asked);
      while (next < holdings.size() && asked.contains(holdings.get(next).held())) {
        if (!holdings.get(next).held().equals(asked)) {
          found.add(holdings.get(next));
        }
        next++;
      }
      return found;
    }

    /// The holdings that contain `asked` or equal it, the widest first.
    private List<Holding> around(Prefix asked) {
      var found = new ArrayList<Holding>();
      for (int length : lengths.stream().toArray()) {
        if (length <= asked.length()) {
          addEqual(new Prefix(asked.first(), length), found);
        }
      }
      return found;
    }

    private void addEqual(Prefix block, List<Holding> found) {
      int next = placeOf(block);
      while (next < holdings.size() && holdings.get(next).held().equals(block)) {
        found.add(holdings.get(next++));
      }
    }

    /// The place of the first holding that is not before a block.
    private int placeOf(Prefix block) {
      int below = 0;
      int above = holdings.size();
      while (below < above) {
        int middle = (below + above) >>> 1;
        if (holdings.get(middle).held().compareTo(block) < 0) {
          below = middle + 1;
        } else {
          above = middle;
        }
      }
      return below;
    }
  }
}
