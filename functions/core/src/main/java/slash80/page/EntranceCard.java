package slash80.page;

import java.util.ArrayList;
import java.util.List;
import slash80.network.Network;
import slash80.reach.Entrance;
import slash80.report.ShownEntrance;

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

  void write(Html html) {
    html.open("article", "class", "card " + shown.kind()).element("h4", shown.label());
    html.open("dl").element("dt", "Lets in");
    shown.admits().forEach(line -> html.element("dd", line));
    html.element("dt", "Leads to");
    shown.leads().forEach(line -> html.element("dd", line));
    if (!shown.notes().isEmpty()) {
      html.element("dt", "Note");
      shown.notes().forEach(note -> html.element("dd", note));
    }
    html.end();
    paths.forEach(path -> path.write(html));
    html.end();
  }
}
