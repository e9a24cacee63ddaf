package slash80.audit.page;

import java.util.ArrayList;
import java.util.List;
import slash80.audit.report.ShownEntrance;
import slash80.network.Network;
import slash80.reach.Entrance;

/// The card of an entrance: its words, and the paths of the packets that arrive through it.
record EntranceCard(ShownEntrance shown, List<ReachPath> paths) {

  static List<EntranceCard> of(Network network) {
    return ShownEntrance.all(network).stream()
        .map(
            entrance ->
                new EntranceCard(ShownEntrance.of(entrance, network), paths(entrance, network)))
        .toList();
  }

  private static List<ReachPath> paths(Entrance entrance, Network network) {
    var paths = new ArrayList<ReachPath>();
    for (var way : entrance.ways()) {
      ReachPath.of(entrance, way, network).ifPresent(paths::add);
    }
    return ReachPath.merged(paths);
  }
}
