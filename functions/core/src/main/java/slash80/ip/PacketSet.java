package slash80.ip;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A set of packets of one family: for every (protocol, port) the set of sources. Kept as cells
/// that cut the line of [ServiceSet] into ranges, each with its [AddressSet]; equal neighbours are
/// merged, so equal sets are equal objects. Immutable.
public final class PacketSet {
  private final IpFamily family;

  /// The cells, sorted by their starts, the first at 0; each reaches to the start of the next.
  private final List<Cell> cells;

  private PacketSet(IpFamily family, List<Cell> cells) {
    this.family = family;
    this.cells = cells;
  }

  /// A cell: the sources, perhaps none, from a place of the line on.
  private record Cell(int start, AddressSet sources) {}

  /// Builds cells from left to right.
  private static final class Cells {
    private final List<Cell> laid = new ArrayList<>();

    void add(int start, AddressSet sources) {
      if (laid.isEmpty() || !laid.getLast().sources().equals(sources)) {
        laid.add(new Cell(start, sources));
      }
    }

    PacketSet of(IpFamily family) {
      return new PacketSet(family, List.copyOf(laid));
    }
  }

  private static final PacketSet NONE_OF_IPV4 = from(AddressSet.none(IpFamily.IPV4));
  private static final PacketSet NONE_OF_IPV6 = from(AddressSet.none(IpFamily.IPV6));

  public static PacketSet none(IpFamily family) {
    return switch (family) {
      case IPV4 -> NONE_OF_IPV4;
      case IPV6 -> NONE_OF_IPV6;
    };
  }

  public static PacketSet all(IpFamily family) {
    return from(AddressSet.all(family));
  }

  /// Every packet that asks for one of `services` from one of `sources`.
  public static PacketSet of(ServiceSet services, AddressSet sources) {
    from(sources).requireFamily(services.family());
    var cells = new Cells();
    AddressSet none = AddressSet.none(sources.family());
    Cuts places = services.places();
    if (!places.contains(0, 0)) {
      cells.add(0, none);
    }
    for (int cut = 0; cut < places.count(); cut++) {
      cells.add((int) places.low(cut), cut % 2 == 0 ? sources : none);
    }
    return cells.of(sources.family());
  }

  /// Every packet from `sources`, whatever it asks for.
  public static PacketSet from(AddressSet sources) {
    return new PacketSet(sources.family(), List.of(new Cell(0, sources)));
  }

  /// The sources from each of these places of the line to the next.
  static PacketSet of(IpFamily family, int[] starts, List<AddressSet> sources) {
    var cells = new Cells();
    for (int cell = 0; cell < starts.length; cell++) {
      cells.add(starts[cell], sources.get(cell));
    }
    return cells.of(family);
  }

  /// The union of many sets in one pass.
  public static PacketSet union(IpFamily family, Collection<PacketSet> sets) {
    return PacketUnion.unite(family, sets);
  }

  /// Adds the stretches of the line that have sources.
  void addPieces(IpFamily expected, List<PacketUnion.Piece> pieces) {
    requireFamily(expected);
    for (int cell = 0; cell < cells.size(); cell++) {
      if (!sources(cell).isEmpty()) {
        pieces.add(new PacketUnion.Piece(start(cell), start(cell + 1), sources(cell)));
      }
    }
  }

  private AddressSet sources(int cell) {
    return cells.get(cell).sources();
  }

  /// The start of a cell; the end of the line for the index after the last cell.
  private int start(int cell) {
    return cell == cells.size() ? ServiceLine.of(family).end() : cells.get(cell).start();
  }

  private Cuts places(int cell) {
    return ServiceLine.of(family).cuts(start(cell), start(cell + 1));
  }

  public IpFamily family() {
    return family;
  }

  /// The number of ranges of addresses in all cells: how much the set holds.
  public long ranges() {
    return cells.stream().mapToLong(cell -> 1 + cell.sources().ranges()).sum();
  }

  public boolean isEmpty() {
    return cells.size() == 1 && sources(0).isEmpty();
  }

  /// A packet of the other family is in no set of this one.
  public boolean contains(Packet packet) {
    return sourcesOf(packet.protocol(), packet.port()).contains(packet.source());
  }

  public boolean containsAll(PacketSet other) {
    return other.difference(this).isEmpty();
  }

  private boolean isAll() {
    return cells.size() == 1 && sources(0).isAll();
  }

  public PacketSet union(PacketSet other) {
    other.requireFamily(family);
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    return combined(other, AddressSet::union);
  }

  public PacketSet intersection(PacketSet other) {
    other.requireFamily(family);
    if (isEmpty() || other.isAll()) {
      return this;
    }
    return other.isEmpty() || isAll() ? other : combined(other, AddressSet::intersection);
  }

  public PacketSet difference(PacketSet other) {
    other.requireFamily(family);
    if (isEmpty() || other.isEmpty()) {
      return this;
    }
    return other.isAll() ? none(family) : combined(other, AddressSet::difference);
  }

  public PacketSet complement() {
    return all(family).difference(this);
  }

  /// The packets of this set that come from `sources`.
  public PacketSet within(AddressSet sources) {
    return intersection(from(sources));
  }

  /// The packets of this set that ask for one of `services`.
  public PacketSet within(ServiceSet services) {
    requireFamily(services.family());
    return intersection(of(services, AddressSet.all(family)));
  }

  /// Combines the sources of two overlapping cells.
  private record Pair(AddressSet here, AddressSet there) {}

  /// Cell by cell, to the end of the line, which both reach together; cells often share their
  /// sources, so each pair of them is combined once.
  private PacketSet combined(PacketSet other, BinaryOperator<AddressSet> operation) {
    var known = new HashMap<Pair, AddressSet>();
    var combined = new Cells();
    int here = 0;
    int there = 0;
    while (here < cells.size()) {
      var pair = new Pair(sources(here), other.sources(there));
      AddressSet sources =
          known.computeIfAbsent(pair, _ -> operation.apply(pair.here(), pair.there()));
      combined.add(Math.max(start(here), other.start(there)), sources);
      int next = Integer.compare(start(here + 1), other.start(there + 1));
      here += next <= 0 ? 1 : 0;
      there += next >= 0 ? 1 : 0;
    }
    return combined.of(family);
  }

  private void requireFamily(IpFamily expected) {
    if (family != expected) {
      throw new IllegalArgumentException(
          "packets of %s and of %s cannot be combined".formatted(family, expected));
    }
  }

  /// Whether all packets come from `sources`.
  public boolean comesFrom(AddressSet sources) {
    return sources.isAll() || cells.stream().map(Cell::sources).allMatch(sources::containsAll);
  }

  /// The sources of the packets, over all services.
  public AddressSet sources() {
    return AddressSet.union(family, cells.stream().map(Cell::sources).toList());
  }

  /// The sources of the packets for this protocol and port.
  public AddressSet sourcesOf(int protocol, int port) {
    ServiceLine line = ServiceLine.of(family);
    if (!line.holds(protocol, port)) {
      return AddressSet.none(family);
    }
    return sources(cellAt(line.place(protocol, port)));
  }

  /// The sources of the packets for any of these services; only the cells over the services are
  /// visited.
  public AddressSet sourcesOf(ServiceSet services) {
    return sourcesOf(services, AddressSet.all(family));
  }

  /// Those of some sources that send packets for any of these services. A few sources are looked up
  /// cell by cell, until all of them are found: a set of packets may have thousands of cells of a
  /// thousand ranges each.
  public AddressSet sourcesOf(ServiceSet services, AddressSet among) {
    requireFamily(services.family());
    Cuts places = services.places();
    var sources = new LinkedHashSet<AddressSet>();
    for (int cut = 0; cut < places.count(); cut += 2) {
      boolean ends = cut + 1 < places.count();
      int end = ends ? (int) places.low(cut + 1) : ServiceLine.of(family).end();
      int cell = cellAt((int) places.low(cut));
      while (cell < cells.size() && start(cell) < end) {
        AddressSet found = among.intersection(sources(cell++));
        if (found.equals(among)) {
          return among;
        }
        sources.add(found);
      }
    }
    return AddressSet.union(family, sources);
  }

  private int cellAt(int place) {
    int below = 0;
    int above = cells.size();
    while (above - below > 1) {
      int middle = (below + above) >>> 1;
      if (start(middle) <= place) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return below;
  }

  /// The services that the packets ask for.
  public ServiceSet services() {
    return servicesWhere(_ -> true);
  }

  /// The services whose sources pass a test; services without sources are left out.
  public ServiceSet servicesWhere(Predicate<AddressSet> test) {
    List<Cuts> passing = new ArrayList<>();
    placesBySources()
        .forEach((sources, places) -> passing.addAll(test.test(sources) ? places : List.of()));
    return ServiceSet.at(family, passing);
  }

  /// The services for each distinct, non-empty set of sources.
  public Map<AddressSet, ServiceSet> servicesBySources() {
    var services = new LinkedHashMap<AddressSet, ServiceSet>();
    placesBySources()
        .forEach((sources, places) -> services.put(sources, ServiceSet.at(family, places)));
    return services;
  }

  /// The places of the line for each distinct, non-empty set of sources, in the order of the line.
  private Map<AddressSet, List<Cuts>> placesBySources() {
    var places = new LinkedHashMap<AddressSet, List<Cuts>>();
    for (int cell = 0; cell < cells.size(); cell++) {
      if (!sources(cell).isEmpty()) {
        places.computeIfAbsent(sources(cell), _ -> new ArrayList<>()).add(places(cell));
      }
    }
    return places;
  }

  /// A sample packet of this set, the same on every call; empty when the set is empty. A named
  /// protocol is preferred, TCP first, because the sample appears in alerts.
  public Optional<Packet> sample() {
    ServiceSet services = services();
    ServiceLine line = ServiceLine.of(family);
    return Stream.of(Protocol.TCP, Protocol.UDP, Protocol.icmpOf(family))
        .map(protocol -> services.intersection(ServiceSet.of(family, protocol)))
        .filter(named -> !named.isEmpty())
        .findFirst()
        .or(() -> Optional.of(services).filter(any -> !any.isEmpty()))
        .map(serviceSet -> (int) serviceSet.places().low(0))
        .map(place -> sampleOf(line.protocolAt(place), line.portAt(place)));
  }

  private Packet sampleOf(int protocol, int port) {
    return new Packet(sourcesOf(protocol, port).first(), protocol, port);
  }

  /// A part of the set as people read it: all packets of `services`'s lines from `sources`.
  public record Box(String protocol, String ports, AddressSet sources) {}

  /// The set as boxes that do not overlap: per distinct set of sources, the lines of its services
  /// ([ServiceSet#lines]); in the order of protocol, then ports.
  public List<Box> boxes() {
    return placesBySources().entrySet().stream()
        .flatMap(entry -> boxes(ServiceSet.at(family, entry.getValue()), entry.getKey()))
        .sorted(Comparator.comparingInt(PlacedBox::place))
        .map(PlacedBox::box)
        .toList();
  }

  private record PlacedBox(int place, Box box) {}

  private static Stream<PlacedBox> boxes(ServiceSet services, AddressSet sources) {
    return services.placedLines().stream()
        .map(
            placed ->
                new PlacedBox(
                    placed.place(),
                    new Box(placed.line().protocol(), placed.line().ports(), sources)));
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof PacketSet that && family == that.family && cells.equals(that.cells));
  }

  @Override
  public int hashCode() {
    return 31 * family.ordinal() + cells.hashCode();
  }

  /// The set's boxes: `[tcp 22 from [::/0]]`.
  @Override
  public String toString() {
    return boxes().stream()
        .map(box -> "%s %s from %s".formatted(box.protocol(), box.ports(), box.sources()))
        .toList()
        .toString();
  }
}
