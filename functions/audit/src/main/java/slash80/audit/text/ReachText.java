package slash80.audit.text;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import slash80.alerts.TextFormat;
import slash80.facts.NetworkInterface;
import slash80.facts.Node;
import slash80.ip.IpFamily;
import slash80.network.Network;
import slash80.reach.Layer;
import slash80.reach.Reach;
import slash80.report.EntranceNotes;
import slash80.report.ReachWords;
import slash80.report.ShownEntrance;

/// The text that `reach` prints about one cluster: a row for each interface, and below what can be
/// opened. Interfaces on which the same can be opened are grouped.
public record ReachText(
    Network network, Instant at, List<NetworkInterface> interfaces, TextStyle style) {
  private static final int LISTED = 6;

  public String text() {
    var table = new TextTable(0, "NODE", "INTERFACE", "KIND", "IPV4", "IPV6", "IPV6 STOPPED BY");
    Map<List<String>, List<String>> openings = new LinkedHashMap<>();
    for (var networkInterface : interfaces) {
      var ipv6 = network.reach(networkInterface, IpFamily.IPV6);
      var ipv4 = network.reach(networkInterface, IpFamily.IPV4);
      row(table, networkInterface, ipv6, ipv4);
      openings
          .computeIfAbsent(ReachWords.opened(networkInterface, network), _ -> new ArrayList<>())
          .add(networkInterface.id().value());
    }
    openings.remove(List.<String>of());
    var lines = new ArrayList<String>();
    var cluster = network.cluster().id();
    lines.addAll(AuditText.heading(cluster, at, ": what the internet can open", style));
    lines.add("");
    lines.addAll(table.lines(style));
    openings.forEach((opened, ids) -> section(lines, opened, ids));
    entrances(lines);
    notes(lines);
    return String.join("\n", lines);
  }

  private void row(TextTable table, NetworkInterface networkInterface, Reach ipv6, Reach ipv4) {
    table.row(
        UnaryOperator.identity(),
        network.nodeOf(networkInterface).map(Node::subjectId).orElse("no node"),
        networkInterface.id().value(),
        network.kindOf(networkInterface).map(ReachWords::word).orElse("-"),
        state(ipv4.state()),
        state(ipv6.state()),
        ipv6.stoppedBy().stream().sorted().map(Layer::toString).collect(joining(", ")));
  }

  /// Short enough for a column.
  private static String state(Reach.State state) {
    return state == Reach.State.LATENT ? "one change" : ReachWords.state(state);
  }

  private void section(List<String> lines, List<String> opened, List<String> ids) {
    var left = ids.size() - LISTED;
    var text = ids.stream().limit(LISTED).collect(joining(", "));
    var more =
        left > 0 ? " and %s more; --format json has all".formatted(TextFormat.number(left)) : "";
    lines.add("");
    style.paragraph("", text + more).stream().map(style::bold).forEach(lines::add);
    opened.forEach(sentence -> lines.addAll(style.paragraph("  ", sentence)));
  }

  private void entrances(List<String> lines) {
    lines.add("");
    lines.add(style.bold("Entrances"));
    for (var entrance : ShownEntrance.of(network)) {
      lines.add("");
      style.paragraph("", entrance.label()).stream().map(style::bold).forEach(lines::add);
      field(lines, "Lets in", entrance.admits());
      field(lines, "Leads to", entrance.leads());
      field(lines, "Note", entrance.notes());
    }
  }

  private void notes(List<String> lines) {
    var notes = EntranceNotes.of(network);
    if (!notes.isEmpty()) {
      lines.add("");
      lines.add(style.bold("Notes"));
      notes.forEach(note -> lines.addAll(style.paragraph("  ", note)));
    }
  }

  private void field(List<String> lines, String label, List<String> sentences) {
    var shown = label;
    for (var sentence : sentences) {
      lines.addAll(style.field("  ", shown, sentence));
      shown = "";
    }
  }
}
