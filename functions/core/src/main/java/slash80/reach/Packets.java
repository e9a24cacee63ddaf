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
record Packets(PacketSet surely, PacketSet possibly, List<String> unread) {
  Packets {
    unread = surely.equals(possibly) ? List.of() : unread.stream().distinct().toList();
  }

  static Packets exactly(PacketSet packets) {
    return new Packets(packets, packets, List.of());
  }

  static Packets unread(IpFamily family, String why) {
    return new Packets(PacketSet.none(family), PacketSet.all(family), List.of(why));
  }

  static Packets from(Sources sources) {
    return new Packets(
        PacketSet.from(sources.surely()), PacketSet.from(sources.possibly()), sources.unread());
  }

  /// The packets that both let through.
  Packets and(Packets other) {
    var both = surely.intersection(other.surely);
    boolean bothRead = unread.isEmpty() && other.unread.isEmpty();
    return bothRead
        ? exactly(both)
        : new Packets(
            both,
            possibly.intersection(other.possibly),
            Stream.concat(unread.stream(), other.unread.stream()).toList());
  }
}
