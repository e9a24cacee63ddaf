package slash80.audit;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import slash80.alerts.Opening;
import slash80.alerts.Plain;
import slash80.facts.Layer;
import slash80.facts.Network;
import slash80.facts.NetworkInterface;
import slash80.facts.Node;
import slash80.facts.Reach;
import slash80.network.IpFamily;
import slash80.network.PacketSet;

/// What `reach` prints of one cluster: an interface a row, and below what can be opened on them.
/// Interfaces on which the same can be opened are told together.
record ReachText(Network network, Instant at, List<NetworkInterface> interfaces, Style style) {
  private static final int OPENINGS = 8;
  private static final int LISTED = 6;

  String text() {
    var table = new Table(0, "NODE", "INTERFACE", "KIND", "IPV4", "IPV6", "IPV6 IS STOPPED BY");
    Map<List<String>, List<String>> openings = new LinkedHashMap<>();
    for (var one : interfaces) {
      var ipv6 = network.reach(one, IpFamily.IPV6);
      var ipv4 = network.reach(one, IpFamily.IPV4);
      row(table, one, ipv6, ipv4);
      openings.computeIfAbsent(opened(one, network), _ -> new ArrayList<>()).add(one.id().value());
    }
    openings.remove(List.<String>of());
    var lines = new ArrayList<String>();
    var cluster = network.cluster();
    lines.add(
        style.bold("Cluster " + Plain.text(cluster.name(), 100))
            + " in account %s, %s, at %s: what the internet can open"
                .formatted(
                    Plain.text(cluster.account()), Plain.text(cluster.region()), Plain.moment(at)));
    lines.add("");
    lines.addAll(table.lines(style));
    openings.forEach((opened, ids) -> section(lines, opened, ids));
    return String.join("\n", lines);
  }

  private void row(Table table, NetworkInterface one, Reach ipv6, Reach ipv4) {
    table.row(
        UnaryOperator.identity(),
        network.nodeOf(one).map(Node::subjectId).orElse("no node"),
        one.id().value(),
        network.kindOf(one).map(ReachText::word).orElse("-"),
        word(ipv4.state()),
        word(ipv6.state()),
        ipv6.stoppedBy().stream().sorted().map(Layer::toString).collect(joining(", ")));
  }

  private void section(List<String> lines, List<String> opened, List<String> ids) {
    var left = ids.size() - LISTED;
    var some = ids.stream().limit(LISTED).collect(joining(", "));
    var more = left > 0 ? " and %s more; --format json has all".formatted(Plain.number(left)) : "";
    lines.add("");
    style.paragraph("", some + more).stream().map(style::bold).forEach(lines::add);
    opened.forEach(sentence -> lines.addAll(style.paragraph("  ", sentence)));
  }

  /// What can be opened on an interface, over both families; nothing where it is closed.
  static List<String> opened(NetworkInterface one, Network network) {
    return Stream.of(IpFamily.IPV6, IpFamily.IPV4)
        .flatMap(family -> opened(one, network.reach(one, family), network).stream())
        .toList();
  }

  private static List<String> opened(NetworkInterface one, Reach reach, Network network) {
    var family = word(reach.family());
    var lines = new ArrayList<String>();
    lines.addAll(say(family + " open: ", reach.open(), network));
    lines.addAll(say(family + " may be open: ", reach.unknown(), network));
    reach.unread().forEach(why -> lines.add(family + " not read: " + why));
    lines.addAll(say(family + " open through inspection: ", reach.inspected(), network));
    lines.addAll(say(family + " one change away from open: ", reach.latent(), network));
    var allowed = network.tolerated(one, reach.family());
    lines.addAll(
        say(
            family + " of which the policy allows: ",
            reach.open().union(reach.latent()).intersection(allowed),
            network));
    return lines;
  }

  private static List<String> say(String how, PacketSet packets, Network network) {
    return Opening.lines(packets, network.internet(), OPENINGS).stream().map(how::concat).toList();
  }

  static String word(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
