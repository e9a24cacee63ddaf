package slash80.audit;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.alerts.Matter;
import slash80.alerts.Opening;
import slash80.alerts.Plain;
import slash80.facts.Network;
import slash80.facts.NetworkInterface;
import slash80.facts.Node;
import slash80.facts.Subnet;
import slash80.network.Prefix;
import slash80.rules.Finding;
import slash80.rules.Judgement;

/// What `audit` prints of one cluster: its nodes, what is wrong, and what could not be told.
record AuditText(Network network, Judgement judgement, Style style) {
  private static final int SUBJECTS = 6;
  private static final int NODES = 60;
  private static final int OPENINGS = 4;

  String text() {
    var lines = new ArrayList<String>();
    heading(lines);
    nodes(lines);
    Matter.of(judgement.findings()).forEach(matter -> matter(lines, matter));
    undecided(lines);
    settling(lines);
    notes(lines);
    lines.add("");
    lines.add(style.bold(closing()));
    return String.join("\n", lines);
  }

  private void heading(List<String> lines) {
    var cluster = judgement.cluster();
    lines.add(
        style.bold("Cluster " + Plain.text(cluster.name(), 100))
            + " in account %s, %s, at %s"
                .formatted(cluster.account(), cluster.region(), judgement.at()));
  }

  private void nodes(List<String> lines) {
    var table = new Table("NODE", "SUBNET", "PREFIX", "STATE");
    var nodes = network.nodes().asKnown().orElse(List.of());
    var findings =
        judgement.findings().stream()
            .filter(finding -> finding.node().isPresent())
            .collect(groupingBy(finding -> finding.node().get()));
    nodes.stream().limit(NODES).forEach(node -> row(table, node, findings));
    lines.add("");
    lines.addAll(table.lines(style));
    if (nodes.size() > NODES) {
      lines.add("  and %s more nodes".formatted(Plain.number(nodes.size() - NODES)));
    }
  }

  private void row(Table table, Node node, Map<String, List<Finding>> findings) {
    var found = findings.getOrDefault(node.id().value(), List.of());
    table.row(node.id().value(), subnet(node), prefixes(node), state(node, found));
  }

  private String subnet(Node node) {
    return network
        .primaryInterfaceOf(node)
        .map(NetworkInterface::subnet)
        .map(Subnet.Id::value)
        .asKnown()
        .orElse("?");
  }

  private String prefixes(Node node) {
    var prefixes = network.prefixesOf(node).asKnown();
    if (prefixes.isEmpty()) {
      return "?";
    }
    return prefixes.get().isEmpty()
        ? "none"
        : prefixes.get().stream().map(Prefix::toString).collect(joining(" "));
  }

  private String state(Node node, List<Finding> found) {
    if (!found.isEmpty()) {
      return Matter.counts(found);
    }
    return judgement.settling().stream()
        .filter(settling -> settling.subject().equals(node.subjectId()))
        .findFirst()
        .map(settling -> "settling until " + settling.until())
        .orElse("well");
  }

  private void matter(List<String> lines, Matter matter) {
    var first = matter.first();
    var margin = "           ";
    lines.add("");
    lines.add(
        style.of(matter.severity(), "%-10s ".formatted(matter.severity()))
            + style.bold(Plain.text(first.detail())));
    others(matter).ifPresent(others -> lines.addAll(style.paragraph(margin, others)));
    first.open().ifPresent(open -> openings(lines, "open: ", open));
    first.latent().ifPresent(latent -> openings(lines, "one change away: ", latent));
    for (var seen : first.evidence()) {
      lines.addAll(style.paragraph(margin + "· ", seen.at() + ": " + seen.because()));
    }
    lines.addAll(style.paragraph(margin, first.risk()));
    lines.addAll(style.paragraph(margin + "fix: ", first.remedy()));
    lines.add(style.faint(margin + "rule: %s (%s)".formatted(first.title(), first.rule())));
    lines.add(style.faint(margin + "read: " + first.see()));
  }

  private Optional<String> others(Matter matter) {
    var more = matter.findings().stream().skip(1).map(Finding::subject).toList();
    if (more.isEmpty()) {
      return Optional.empty();
    }
    var left = more.size() - SUBJECTS;
    var listed = more.stream().limit(SUBJECTS).collect(joining(", "));
    return Optional.of(
        "The same is true of %s%s."
            .formatted(
                listed,
                left > 0
                    ? " and %s more (--format json has all)".formatted(Plain.number(left))
                    : ""));
  }

  private void openings(List<String> lines, String label, slash80.network.PacketSet packets) {
    for (var line : Opening.lines(packets, judgement.internet(), OPENINGS)) {
      lines.addAll(style.paragraph("           " + label, line));
    }
  }

  private void undecided(List<String> lines) {
    if (judgement.undecided().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(style.bold("Could not be told"));
    for (var undecided : judgement.undecided()) {
      var count = undecided.subjects().size();
      var of =
          count == 0
              ? ""
              : " (%s: %s%s)"
                  .formatted(
                      Plain.count(count, "subject"),
                      undecided.subjects().getFirst(),
                      count > 1 ? ", …" : "");
      lines.addAll(style.paragraph("  ", undecided.rule() + ": " + undecided.because() + of));
    }
  }

  private void settling(List<String> lines) {
    if (judgement.settling().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(style.bold("Too early to say"));
    for (var settling : judgement.settling()) {
      lines.addAll(
          style.paragraph(
              "  ",
              "%s: %s, until %s".formatted(settling.rule(), settling.subject(), settling.until())));
    }
  }

  private void notes(List<String> lines) {
    if (judgement.notes().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(style.bold("Notes on the reading"));
    judgement.notes().forEach(note -> lines.addAll(style.paragraph("  ", note)));
  }

  private String closing() {
    var findings = judgement.findings();
    return "%s: %s; %s undecided; %s asked of %s"
        .formatted(
            Plain.count(findings.size(), "finding"),
            Matter.counts(findings),
            Plain.count(judgement.undecided().size(), "rule"),
            Plain.count(judgement.rules(), "rule"),
            Plain.count(judgement.nodes(), "node"));
  }
}
