package slash80.audit;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import slash80.alerts.Opening;
import slash80.alerts.Plain;
import slash80.facts.Layer;
import slash80.facts.Network;
import slash80.facts.NetworkInterface;
import slash80.facts.Node;
import slash80.facts.Reach;
import slash80.network.IpFamily;

/// What `reach` prints of one cluster: an interface a row, and below it what is open.
record ReachText(Network network, List<NetworkInterface> interfaces, Style style) {
  private static final int OPENINGS = 3;

  String text() {
    var table = new Table("INTERFACE", "NODE", "KIND", "IPV6", "IPV4", "STOPPED BY (IPV6)");
    var below = new ArrayList<String>();
    for (var one : interfaces) {
      var ipv6 = network.reach(one, IpFamily.IPV6);
      var ipv4 = network.reach(one, IpFamily.IPV4);
      table.row(
          one.id().value(),
          network.nodeOf(one).map(Node::subjectId).orElse("-"),
          network.kindOf(one).map(kind -> word(kind)).orElse("-"),
          word(ipv6.state()),
          word(ipv4.state()),
          ipv6.stoppedBy().stream().sorted().map(Layer::toString).collect(joining(", ")));
      say(below, one, ipv6);
      say(below, one, ipv4);
    }
    var lines = new ArrayList<String>();
    lines.add(style.bold("Cluster " + Plain.text(network.cluster().name(), 100)));
    lines.addAll(table.lines(style));
    lines.addAll(below);
    return String.join("\n", lines);
  }

  private void say(List<String> lines, NetworkInterface one, Reach reach) {
    var family = word(reach.family());
    var openings = new ArrayList<String>();
    say(openings, "open to", reach.open());
    say(openings, "may be open to", reach.unknown());
    say(openings, "inspected on the way of", reach.inspected());
    say(openings, "one change away from", reach.latent());
    if (!openings.isEmpty()) {
      lines.add("");
      lines.add(style.bold(one.id() + " over " + family));
      openings.forEach(opening -> lines.addAll(style.paragraph("  ", opening)));
      reach.unread().forEach(why -> lines.addAll(style.paragraph("  not read: ", why)));
    }
  }

  private void say(List<String> openings, String how, slash80.network.PacketSet packets) {
    Opening.lines(packets, network.internet(), OPENINGS)
        .forEach(line -> openings.add(how + " " + line));
  }

  private static String word(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
