package slash80.facts;

import java.util.List;
import java.util.Set;
import slash80.network.IpFamily;
import slash80.network.PacketSet;

/// What the internet can open on an interface over one family, and what stops the rest. The four
/// sets do not overlap; the rest is closed.
///
/// @param open what passes every layer
/// @param unknown what may pass, for all that could be read
/// @param inspected what passes through an appliance first
/// @param latent what the security groups admit while another layer stops it
/// @param stoppedBy the layers that stop some of the latent set; when nothing is latent, those that
///   let nothing in at all
/// @param unread why something is unknown, each reason once; empty when nothing is
public record Reach(
    IpFamily family,
    PacketSet open,
    PacketSet unknown,
    PacketSet inspected,
    PacketSet latent,
    Set<Layer> stoppedBy,
    List<String> unread) {

  /// The first that applies.
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
