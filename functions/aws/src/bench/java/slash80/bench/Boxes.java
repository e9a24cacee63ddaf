package slash80.bench;

import java.util.ArrayList;
import java.util.List;
import slash80.ip.Address;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.ip.PortRange;
import slash80.ip.Protocol;
import slash80.ip.ServiceSet;

/// The naive packet set that [PacketSet] is measured against: a list of boxes, TCP ports by
/// sources, that do not overlap. Every operation compares each box with each other box.
record Boxes(List<Box> boxes) {

  /// Some ports from a range of addresses.
  record Box(PortRange ports, Address first, Address last) {

    private boolean overlaps(Box other) {
      return ports.first() <= other.ports.last()
          && other.ports.first() <= ports.last()
          && first.compareTo(other.last) <= 0
          && other.first.compareTo(last) <= 0;
    }

    /// The part that two overlapping boxes share.
    private Box intersection(Box other) {
      return new Box(
          new PortRange(
              Math.max(ports.first(), other.ports.first()),
              Math.min(ports.last(), other.ports.last())),
          first.compareTo(other.first) >= 0 ? first : other.first,
          last.compareTo(other.last) <= 0 ? last : other.last);
    }

    /// The parts left and right of another box, then below and above it.
    private List<Box> without(Box other) {
      if (!overlaps(other)) {
        return List.of(this);
      }
      var left = new ArrayList<Box>();
      var hole = intersection(other);
      if (ports.first() < hole.ports.first()) {
        left.add(new Box(new PortRange(ports.first(), hole.ports.first() - 1), first, last));
      }
      if (hole.ports.last() < ports.last()) {
        left.add(new Box(new PortRange(hole.ports.last() + 1, ports.last()), first, last));
      }
      if (first.compareTo(hole.first) < 0) {
        left.add(new Box(hole.ports, first, before(hole.first)));
      }
      if (hole.last.compareTo(last) < 0) {
        left.add(new Box(hole.ports, after(hole.last), last));
      }
      return left;
    }

    private static Address before(Address address) {
      return new Address(
          address.family(), address.high() - (address.low() == 0 ? 1 : 0), address.low() - 1);
    }

    private static Address after(Address address) {
      return new Address(
          address.family(), address.high() + (address.low() == -1 ? 1 : 0), address.low() + 1);
    }

    PacketSet packets(IpFamily family) {
      return PacketSet.of(
          ServiceSet.of(family, Protocol.TCP, ports), AddressSet.range(first, last));
    }
  }

  /// The set of boxes that may overlap.
  static Boxes of(List<Box> boxes) {
    var otherBoxes = new Boxes(List.of());
    for (var box : boxes) {
      otherBoxes = otherBoxes.union(new Boxes(List.of(box)));
    }
    return otherBoxes;
  }

  Boxes union(Boxes other) {
    var union = new ArrayList<>(boxes);
    union.addAll(other.difference(this).boxes);
    return new Boxes(union);
  }

  Boxes intersection(Boxes other) {
    var intersection = new ArrayList<Box>();
    for (var here : boxes) {
      for (var there : other.boxes) {
        if (here.overlaps(there)) {
          intersection.add(here.intersection(there));
        }
      }
    }
    return new Boxes(intersection);
  }

  Boxes difference(Boxes other) {
    var left = boxes;
    for (var hole : other.boxes) {
      var next = new ArrayList<Box>();
      left.forEach(box -> next.addAll(box.without(hole)));
      left = next;
    }
    return new Boxes(left);
  }

  boolean containsAll(Boxes other) {
    return other.difference(this).boxes.isEmpty();
  }

  PacketSet packets(IpFamily family) {
    return PacketSet.union(family, boxes.stream().map(box -> box.packets(family)).toList());
  }
}
