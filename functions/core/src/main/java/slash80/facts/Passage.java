package slash80.facts;

import java.util.List;
import java.util.Map;
import slash80.network.Packet;

/// What becomes of one packet from the internet that is sent to one interface.
///
/// @param packet the packet
/// @param layers for each layer whether it passes; unread where that could not be told
/// @param inspected it goes through an appliance first
/// @param path the deciding entry of each layer as people know it: `igw-1`, `rtb-1 ::/0`, `acl-1
///   100`, `sg-2 tcp/22 ::/0`
public record Passage(
    Packet packet, Map<Layer, Fact<Boolean>> layers, boolean inspected, List<Step> path) {

  /// One step of the path: `at` is the id of the gateway, table, ACL or group, `because` what it
  /// does there, such as `route ::/0` or `rule 100 allows tcp 22 from ::/0`.
  public record Step(Layer layer, String at, String entry, String because) {}
}
