package slash80.reach;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import slash80.facts.Fact;
import slash80.facts.Trilean;
import slash80.ip.Packet;

/// The trace of one packet that a client sends to an entrance, to one of its targets.
///
/// @param packet the packet as the client sends it, to a port of the entrance
/// @param isLetIn whether its source is an address of the internet, or AWS admits others to the
///   entrance elsewhere
/// @param sees the source that the target's groups see
/// @param layers whether each layer in front of the entrance lets the packet through; none for an
///   entrance that lets in whom AWS admits elsewhere
/// @param target whether the entrance sends the packet to the target, and its groups admit it
/// @param front the deciding entry of each layer in front of the entrance
/// @param behind the entry of each group behind it that admits the packet
public record EntranceTrace(
    Entrance entrance,
    Packet packet,
    boolean isLetIn,
    Sees sees,
    Map<Layer, Fact<Boolean>> layers,
    Fact<Boolean> target,
    List<PacketTrace.Step> front,
    List<PacketTrace.Step> behind) {
  public EntranceTrace {
    layers = Map.copyOf(layers);
    front = List.copyOf(front);
    behind = List.copyOf(behind);
  }

  static final Comparator<EntranceTrace> BEST_FIRST =
      Comparator.comparing(EntranceTrace::isLetIn)
          .reversed()
          .thenComparing(
              trace ->
                  switch (trace.passes()) {
                    case Fact.Known<Boolean>(var passes) -> passes ? 0 : 2;
                    case Fact.Unread<Boolean> _ -> 1;
                  });

  /// The deciding entry of each layer and group, in the order of the packet's way.
  public List<PacketTrace.Step> path() {
    return Stream.concat(front.stream(), behind.stream()).toList();
  }

  /// Whether the packet surely arrives.
  public boolean delivered() {
    return isLetIn && passes().equals(Fact.known(true));
  }

  /// Whether it passes every layer and the target's groups; unread where the facts do not tell.
  public Fact<Boolean> passes() {
    return Stream.concat(layers.values().stream(), Stream.of(target))
        .reduce(Fact.known(true), Trilean::both);
  }
}
