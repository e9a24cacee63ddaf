package slash80.audit.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.alerts.EntranceJson;
import slash80.alerts.TextFormat;
import slash80.aws.Suggestions;
import slash80.facts.NetworkInterface;
import slash80.ip.Address;
import slash80.ip.Packet;
import slash80.network.Network;
import slash80.reach.Entrance;
import slash80.report.ShownEntrance;

/// The entrances of all clusters by name, for questions about packets through them. An entrance may
/// lead to several clusters.
final class NamedEntrances {
  private static final int NEAREST = 3;

  private final List<Network> networks;
  private final Map<Network, List<Entrance>> byNetwork = new HashMap<>();

  NamedEntrances(List<Network> networks) {
    this.networks = List.copyOf(networks);
  }

  /// The id of the entrance that a text names.
  String named(String text) {
    var ids =
        all().stream()
            .filter(entrance -> entrance.isNamed(text))
            .map(Entrance::id)
            .distinct()
            .toList();
    if (ids.size() > 1) {
      throw new IllegalArgumentException(
          "expected one entrance in \"through\", found \"%s\", which names %s"
              .formatted(TextFormat.text(text, 80), String.join(" and ", ids)));
    }
    return ids.stream().findFirst().orElseThrow(() -> unknown(text));
  }

  private IllegalArgumentException unknown(String text) {
    var labels = all().stream().map(Entrance::label).distinct().toList();
    var nearest = Suggestions.of(text, labels, NEAREST);
    return new IllegalArgumentException(
        "expected an entrance in \"through\", its ARN, id or type/name, found \"%s\"; %s"
            .formatted(
                TextFormat.text(text, 80),
                nearest.isEmpty()
                    ? "there is none"
                    : "the nearest are " + TextFormat.text(String.join(", ", nearest), 400)));
  }

  private List<Entrance> all() {
    return networks.stream().flatMap(network -> of(network).stream()).toList();
  }

  private List<Entrance> of(Network network) {
    return byNetwork.computeIfAbsent(network, ShownEntrance::all);
  }

  /// The way of a packet through an entrance to an interface.
  ///
  /// @param address the address of the interface that is meant; empty for any
  Map<String, ?> passage(
      String id, Network network, NetworkInterface to, Optional<Address> address, Packet packet) {
    var entrance =
        of(network).stream()
            .filter(candidate -> candidate.id().equals(id))
            .findFirst()
            .or(() -> all().stream().filter(other -> other.id().equals(id)).findFirst())
            .orElseThrow();
    if (entrance.type() == Entrance.Type.INTERNET_GATEWAY) {
      return network.entrances().isBehind(entrance, to)
          ? EntranceJson.passage(entrance, network.passage(to, packet))
          : EntranceJson.noWay(entrance, to, packet, network);
    }
    return leadingTo(entrance, address)
        .trace(to, packet)
        .map(trace -> EntranceJson.passage(trace, network))
        .orElseGet(() -> EntranceJson.noWay(entrance, to, packet, network));
  }

  /// The entrance with the ways that lead to an address alone.
  private static Entrance leadingTo(Entrance entrance, Optional<Address> address) {
    var ways = new ArrayList<>(entrance.ways());
    address.ifPresent(wanted -> ways.removeIf(way -> !way.address().equals(wanted.toString())));
    return new Entrance(
        entrance.type(),
        entrance.id(),
        entrance.name(),
        entrance.who(),
        entrance.admits(),
        ways,
        entrance.notes());
  }
}
