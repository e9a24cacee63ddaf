package slash80.ip;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// A set of services, the (protocol, destination port) pairs of one family. All 256 protocols stand
/// on one line in the order of their numbers, TCP and UDP taking 65,536 places each, the family's
/// own ICMP 256, every other protocol one; the set is a sorted list of disjoint ranges of that
/// line. Immutable, canonical.
public final class ServiceSet {
  private final IpFamily family;
  private final Cuts places;

  private ServiceSet(IpFamily family, Cuts places) {
    this.family = family;
    this.places = places;
  }

  public static ServiceSet none(IpFamily family) {
    return new ServiceSet(family, Cuts.NONE);
  }

  public static ServiceSet all(IpFamily family) {
    return new ServiceSet(family, Cuts.ALL);
  }

  /// All ports (or types) of one protocol.
  public static ServiceSet of(IpFamily family, int protocol) {
    return of(family, protocol, PortRange.ALL);
  }

  /// A range of ports of one protocol. A protocol without ports ignores the range; the family's
  /// ICMP cuts it to 0-255.
  public static ServiceSet of(IpFamily family, int protocol, PortRange ports) {
    ServiceLine line = ServiceLine.of(family);
    if (!line.holds(protocol, 0)) {
      throw new IllegalArgumentException("%d is not an IP protocol".formatted(protocol));
    }
    if (!line.holds(protocol, ports.first())) {
      return none(family);
    }
    int first = line.place(protocol, ports.first());
    int last = Math.min(line.place(protocol, ports.last()), line.start(protocol + 1) - 1);
    return new ServiceSet(family, line.cuts(first, last + 1));
  }

  /// The services at any of these places of the line.
  static ServiceSet at(IpFamily family, Collection<Cuts> places) {
    return new ServiceSet(family, Cuts.union(places));
  }

  public IpFamily family() {
    return family;
  }

  /// The places of the line that are in the set.
  Cuts places() {
    return places;
  }

  public boolean isEmpty() {
    return places.isEmpty();
  }

  /// `port` is ignored for a protocol without ports.
  public boolean contains(int protocol, int port) {
    ServiceLine line = ServiceLine.of(family);
    return line.holds(protocol, port) && places.contains(0, line.place(protocol, port));
  }

  public boolean containsAll(ServiceSet other) {
    return other.difference(this).isEmpty();
  }

  public boolean overlaps(ServiceSet other) {
    return !intersection(other).isEmpty();
  }

  public ServiceSet union(ServiceSet other) {
    return new ServiceSet(family, places.union(placesOf(other)));
  }

  public ServiceSet intersection(ServiceSet other) {
    return new ServiceSet(family, places.intersection(placesOf(other)));
  }

  public ServiceSet difference(ServiceSet other) {
    return new ServiceSet(family, places.difference(placesOf(other)));
  }

  public ServiceSet complement() {
    return new ServiceSet(family, places.complement());
  }

  /// The TCP and UDP ports over another family, so that two families can be compared. They stand on
  /// both lines in the same order, moved by the family's ICMP.
  public ServiceSet portsOver(IpFamily other) {
    Cuts ports =
        places.intersection(of(family, Protocol.TCP).union(of(family, Protocol.UDP)).places);
    ServiceLine line = ServiceLine.of(other);
    int shift = line.start(Protocol.TCP) - ServiceLine.of(family).start(Protocol.TCP);
    var moved = new ArrayList<Cuts>();
    for (int cut = 0; cut < ports.count(); cut += 2) {
      moved.add(line.cuts((int) ports.low(cut) + shift, (int) ports.low(cut + 1) + shift));
    }
    return at(other, moved);
  }

  private Cuts placesOf(ServiceSet other) {
    if (other.family != family) {
      throw new IllegalArgumentException(
          "services of %s and of %s cannot be combined".formatted(family, other.family));
    }
    return other.places;
  }

  /// One line of the set's text: `protocol` is `tcp`, `udp`, `icmpv6` (IPv6) or `icmp` (IPv4), a
  /// number, a range of unnamed numbers `59-255`, or `-1` for the whole line; `ports` is `all` or a
  /// list `22,80-443`.
  public record Line(String protocol, String ports) {}

  /// The set as lines, one per named protocol and per run of unnamed ones, in the order of their
  /// numbers; `-1` alone for the set of all services.
  public List<Line> lines() {
    return placedLines().stream().map(PlacedLine::line).toList();
  }

  /// A line and its first place, by which the lines of several sets are sorted.
  record PlacedLine(int place, Line line) {}

  List<PlacedLine> placedLines() {
    if (places.isAll()) {
      return List.of(new PlacedLine(0, new Line("-1", "all")));
    }
    var lines = new ArrayList<PlacedLine>();
    for (int protocol = 0; protocol < Protocol.COUNT; protocol++) {
      if (Protocol.hasPorts(family, protocol)) {
        addNamed(lines, protocol);
      } else if (holdsUnnamed(protocol) && !holdsUnnamed(protocol - 1)) {
        addRun(lines, protocol);
      }
    }
    return List.copyOf(lines);
  }

  private void addNamed(List<PlacedLine> lines, int protocol) {
    Cuts whole = of(family, protocol).places;
    Cuts held = places.intersection(whole);
    if (!held.isEmpty()) {
      String ports = held.equals(whole) ? "all" : ports(held, protocol);
      lines.add(new PlacedLine((int) held.low(0), new Line(Protocol.name(protocol), ports)));
    }
  }

  /// The ports of a part of a protocol; the last protocol has none, so each range has its end.
  private String ports(Cuts held, int protocol) {
    long start = ServiceLine.of(family).start(protocol);
    var ports = new ArrayList<String>();
    for (int cut = 0; cut < held.count(); cut += 2) {
      ports.add(range(held.low(cut) - start, held.low(cut + 1) - 1 - start));
    }
    return String.join(",", ports);
  }

  private void addRun(List<PlacedLine> lines, int first) {
    int last = first;
    while (holdsUnnamed(last + 1)) {
      last++;
    }
    int place = ServiceLine.of(family).start(first);
    lines.add(new PlacedLine(place, new Line(range(first, last), "all")));
  }

  private boolean holdsUnnamed(int protocol) {
    return !Protocol.hasPorts(family, protocol) && contains(protocol, 0);
  }

  private static String range(long first, long last) {
    return first == last ? Long.toString(first) : first + "-" + last;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof ServiceSet that
            && family == that.family
            && places.equals(that.places));
  }

  @Override
  public int hashCode() {
    return 31 * family.ordinal() + places.hashCode();
  }

  /// The set's lines: `[tcp 22,80-443, 59-255 all]`.
  @Override
  public String toString() {
    return lines().stream().map(line -> line.protocol() + " " + line.ports()).toList().toString();
  }
}
