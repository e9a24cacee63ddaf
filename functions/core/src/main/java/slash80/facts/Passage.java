package slash80.facts;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import slash80.network.Packet;

/// What becomes of one packet that is sent to one interface.
///
/// @param packet the packet
/// @param fromInternet whether its source is an address of the internet
/// @param layers for each layer whether it passes; unread where that could not be told
/// @param inspected it goes through an appliance first
/// @param path the deciding entry of each layer as people know it: `igw-1`, `rtb-1 ::/0`, `acl-1
///   100`, `sg-2 tcp/22 ::/0`; of a layer that stops it the entry that does, such as `acl-1 32768
///   deny`
public record Passage(
    Packet packet,
    boolean fromInternet,
    Map<Layer, Fact<Boolean>> layers,
    boolean inspected,
    List<Step> path) {
  public Passage {
    layers = Collections.unmodifiableMap(new EnumMap<>(layers));
    path = List.copyOf(path);
  }

  /// Whether it comes from the internet and surely passes every layer.
  public boolean delivered() {
    return fromInternet && layers.values().stream().allMatch(Fact.known(true)::equals);
  }

  /// One step of the path: `at` is the id of the gateway, table, ACL or group, `because` what it
  /// does there, such as `route ::/0 leads to igw-1` or `rule 100 allows tcp 22 from ::/0`.
  ///
  /// @param entry the entry that decides, as people know it; empty for a gateway
  public record Step(Layer layer, String at, String entry, String because) {

    /// As the path is printed: `rtb-1 ::/0`.
    @Override
    public String toString() {
      return entry.isEmpty() ? at : at + " " + entry;
    }
  }
}
