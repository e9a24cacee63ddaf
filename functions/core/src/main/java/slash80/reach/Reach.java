package slash80.reach;

import java.util.List;
import java.util.Set;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;

/// The packets that the internet can send to an interface over one family, and the layers that stop
/// the rest. The four sets do not overlap; every other packet is stopped.
///
/// @param open the packets that pass every layer
/// @param unknown the packets that may pass, as some facts were not read
/// @param inspected the packets that pass through an appliance first
/// @param latent the packets that the security groups admit and another layer stops
/// @param stoppedBy the layers that stop any of the latent packets; when nothing is latent, the
///   layers that let nothing in
/// @param unread why packets are unknown, each reason once; empty when none are
public record Reach(
    IpFamily family,
    PacketSet open,
    PacketSet unknown,
    PacketSet inspected,
    PacketSet latent,
    Set<Layer> stoppedBy,
    List<String> unread) {

  /// The number of ranges of addresses in all four sets.
  long ranges() {
    return open.ranges() + unknown.ranges() + inspected.ranges() + latent.ranges();
  }

  /// The state of an interface over one family: the first of these that applies.
  public enum State {
    OPEN,
    UNKNOWN,
    INSPECTED,
    LATENT,
    CLOSED
  }

  public State state() {
    if (!open.isEmpty()) {
      return State.OPEN;
    }
    if (!unknown.isEmpty()) {
      return State.UNKNOWN;
    }
    if (!inspected.isEmpty()) {
      return State.INSPECTED;
    }
    return latent.isEmpty() ? State.CLOSED : State.LATENT;
  }
}
