package slash80.reach;

import java.util.List;
import slash80.ip.PacketSet;

/// The packets that security groups admit from the internet.
///
/// @param surely the packets that the rules that were read admit
/// @param atMost those and all packets that unread rules may admit
/// @param unread why the two differ, each reason once; empty when they do not
public record AdmittedPackets(PacketSet surely, PacketSet atMost, List<String> unread) {
  public AdmittedPackets {
    unread = List.copyOf(unread);
  }
}
