package slash80.reach;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import slash80.facts.Fact;
import slash80.ip.Packet;

/// The trace of one packet that is sent to one interface.
///
/// @param packet the packet
/// @param fromInternet whether its source is an address of the internet
/// @param layers whether each layer lets the packet through; unread where the facts do not tell
/// @param inspected whether the packet goes through an appliance first
/// @param path the deciding entry of each layer as people write it: `igw-1`, `rtb-1 ::/0`, `acl-1
///   100`, `sg-2 tcp/22 ::/0`; for a layer that stops the packet the entry that does, such as
///   `acl-1 32768 deny`
public record PacketTrace(
    Packet packet,
    boolean fromInternet,
    Map<Layer, Fact<Boolean>> layers,
    boolean inspected,
    List<Step> path) {
  public PacketTrace {
    layers = Collections.unmodifiableMap(new EnumMap<>(layers));
    path = List.copyOf(path);
  }

  /// The result of a layer that the packet was sent through.
  Fact<Boolean> result(Layer layer) {
    return Objects.requireNonNull(layers.get(layer));
  }

  /// The same trace with another result of one layer.
  PacketTrace with(Layer layer, Fact<Boolean> result) {
    var more = new EnumMap<>(layers);
    more.put(layer, result);
    return new PacketTrace(packet, fromInternet, more, inspected, path);
  }

  /// Whether the packet comes from the internet and surely passes every layer.
  public boolean delivered() {
    return fromInternet && layers.values().stream().allMatch(Fact.known(true)::equals);
  }

  /// One step of the path.
  ///
  /// @param at the id of the gateway, table, ACL or group
  /// @param entry the deciding entry as people write it; empty for a gateway
  /// @param because the effect of the entry, such as `route ::/0 leads to igw-1` or `rule 100
  ///   allows tcp 22 from ::/0`
  public record Step(Layer layer, String at, String entry, String because) {

    /// The step as the path prints it: `rtb-1 ::/0`.
    @Override
    public String toString() {
      return entry.isEmpty() ? at : at + " " + entry;
    }
  }
}
