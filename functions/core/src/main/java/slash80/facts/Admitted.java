package slash80.facts;

import java.util.List;
import slash80.network.PacketSet;

/// What the security groups of an interface admit from the internet.
///
/// @param surely what the rules that could be read admit
/// @param atMost the same and all that the others may admit
/// @param unread why the two differ, each reason once; empty when they do not
public record Admitted(PacketSet surely, PacketSet atMost, List<String> unread) {
  public Admitted {
    unread = List.copyOf(unread);
  }
}
