package slash80.reach;

import java.util.List;
import java.util.stream.Stream;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;

/// The packets that a layer lets through, bounded by what was read.
///
/// @param surely the packets that pass whatever the unread facts are
/// @param possibly those and all packets that may pass
/// @param unread why the two differ, each reason once
record PacketBounds(PacketSet surely, PacketSet possibly, List<String> unread) {
  PacketBounds {
    unread = surely.equals(possibly) ? List.of() : unread.stream().distinct().toList();
  }

  static PacketBounds exactly(PacketSet packets) {
    return new PacketBounds(packets, packets, List.of());
  }

  static PacketBounds unread(IpFamily family, String why) {
    return new PacketBounds(PacketSet.none(family), PacketSet.all(family), List.of(why));
  }

  static PacketBounds from(SourceBounds sources) {
    return new PacketBounds(
        PacketSet.from(sources.surely()), PacketSet.from(sources.possibly()), sources.unread());
  }

  static PacketBounds of(AdmittedPackets admitted) {
    return new PacketBounds(admitted.surely(), admitted.atMost(), admitted.unread());
  }

  /// The number of ranges of addresses in both sets. They are one object if nothing is unread.
  @SuppressWarnings("ReferenceEquality")
  long ranges() {
    return surely.ranges() + (possibly == surely ? 0 : possibly.ranges());
  }

  /// The packets that both let through.
  PacketBounds and(PacketBounds other) {
    var both = surely.intersection(other.surely);
    boolean bothRead = unread.isEmpty() && other.unread.isEmpty();
    return bothRead
        ? exactly(both)
        : new PacketBounds(
            both,
            possibly.intersection(other.possibly),
            Stream.concat(unread.stream(), other.unread.stream()).toList());
  }
}
