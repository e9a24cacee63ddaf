package slash80.audit.text;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import slash80.alerts.FindingGroup;
import slash80.alerts.OpeningText;
import slash80.alerts.TextFormat;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Node;
import slash80.ip.PacketSet;
import slash80.judge.Exempted;
import slash80.judge.Exemption;
import slash80.judge.Judgement;
import slash80.ledger.Since;
import slash80.network.Network;
import slash80.report.AuditSummary;
import slash80.report.NamedResource;
import slash80.report.NodeStatus;
import slash80.report.WhatIf;
import slash80.rule.Finding;

/// The text that `audit` prints about one cluster: its nodes, its findings, and what was not
/// checked.
///
/// @param judgement the findings that are shown
/// @param status of the nodes, from all findings: a node is never well because only some are shown
/// @param since when findings were first seen, where a ledger tells
/// @param elapsed how long the audit took, for a person at a terminal; empty where the output has
///   to be the same each time
public record AuditText(
    Network network,
    Judgement judgement,
    NodeStatus status,
    Since since,
    Optional<String> elapsed,
    TextStyle style) {
  private static final String MARGIN = " ".repeat(10);
  private static final int NODES = 100;
  private static final int LISTED = 8;
  private static final int WORDS = 1_000;

  /// The room for the names of a resource, and that for a node's in the table.
  private static final int NAMES = 200;

  private static final int NODE_NAMES = 32;

  /// The width of a terminal whose table of nodes has room for their names.
  private static final int WIDE = 120;

  public String text() {
    var lines = new ArrayList<String>();
    heading(lines);
    nodes(lines);
    FindingGroup.of(judgement.findings()).forEach(group -> group(lines, group));
    exempted(lines);
    undecided(lines, "Not checked", judgement.undecided());
    settling(lines);
    notes(lines);
    lines.add("");
    closing(lines);
    return String.join("\n", lines);
  }

  void heading(List<String> lines) {
    lines.addAll(heading(judgement.cluster(), judgement.at(), "", style));
    lines.add("");
  }

  /// Names the cluster, its account and region, and the moment of the report.
  ///
  /// @param more the end of the sentence
  static List<String> heading(Cluster.Id cluster, Instant at, String more, TextStyle style) {
    var name = "Cluster " + TextFormat.text(cluster.name(), 100);
    var sentence =
        "%s in account %s, %s, at %s%s"
            .formatted(name, cluster.account(), cluster.region(), TextFormat.moment(at), more);
    var lines = new ArrayList<>(style.paragraph("", sentence));
    if (lines.getFirst().startsWith(name)) {
      lines.set(0, style.bold(name) + lines.getFirst().substring(name.length()));
    }
    return lines;
  }

  private void nodes(List<String> lines) {
    switch (network.nodes()) {
      case Fact.Known<List<Node>>(var nodes) when nodes.isEmpty() ->
          lines.add(AuditSummary.NO_NODES);
      case Fact.Known<List<Node>>(var nodes) -> nodes(lines, nodes);
      case Fact.Unread<List<Node>>(var why) ->
          lines.addAll(style.paragraph("", "Nodes not checked: " + why));
    }
  }

  /// All nodes; if there are many, those with findings first.
  private void nodes(List<String> lines, List<Node> nodes) {
    boolean isNamed =
        style.width() >= WIDE
            && nodes.stream()
                .anyMatch(node -> judgement.names().words(node.subjectId()).isPresent());
    var table =
        isNamed
            ? new TextTable(1, "NODE", "SUBNET", "NAME", "PREFIX", "STATE")
            : new TextTable(1, "NODE", "SUBNET", "PREFIX", "STATE");
    var shown =
        nodes.size() <= NODES
            ? nodes
            : nodes.stream()
                .sorted(Comparator.comparing(node -> status.findingsOf(node).isEmpty()))
                .toList();
    shown.stream().limit(NODES).forEach(node -> row(table, node, isNamed));
    lines.addAll(table.lines(style));
    if (nodes.size() > NODES) {
      lines.add(AuditSummary.more(nodes.size() - NODES));
    }
  }

  private void row(TextTable table, Node node, boolean isNamed) {
    var cells = new ArrayList<>(List.of(node.subjectId(), status.subnet(node)));
    if (isNamed) {
      var names = judgement.names().words(node.subjectId());
      cells.add(TextFormat.text(names.orElse(""), NODE_NAMES));
    }
    cells.add(status.prefixes(node));
    cells.add(status.words(node));
    table.row(paint(node), cells.toArray(String[]::new));
  }

  private UnaryOperator<String> paint(Node node) {
    return status.findingsOf(node).stream()
        .map(Finding::severity)
        .max(Comparator.naturalOrder())
        .<UnaryOperator<String>>map(worst -> text -> style.of(worst, text))
        .orElse(status.until(node).isPresent() ? style::faint : style::good);
  }

  void group(List<String> lines, FindingGroup group) {
    var first = group.first();
    headline(lines, first);
    AuditSummary.others(group).ifPresent(others -> field(lines, "Also", others));
    first.open().ifPresent(open -> opening(lines, "Open", open));
    first.latent().ifPresent(latent -> opening(lines, "Could open", latent));
    field(lines, "Since", since(group));
    fields(lines, "Path", group.evidence());
    fields(lines, "Names", names(first));
    field(lines, "Risk", first.risk());
    fields(lines, "Fix", remedies(group));
    field(lines, "Docs", first.see());
    field(lines, "Rule", "%s: %s".formatted(first.rule(), first.title()));
  }

  /// Findings of one cause in a what-if report, as they would be; above them the first as it is.
  void changed(List<String> lines, FindingGroup group, WhatIf.Change change) {
    var after = change.after();
    headline(lines, after);
    var before = new ArrayList<>(List.of(TextFormat.text(change.was(), WORDS)));
    change.before().open().ifPresent(open -> before.addAll(lines(open, "open: ")));
    change.before().latent().ifPresent(latent -> before.addAll(lines(latent, "could open: ")));
    fields(lines, "Before", before);
    AuditSummary.others(group).ifPresent(others -> field(lines, "Also", others));
    after.open().ifPresent(open -> opening(lines, "Open", open));
    after.latent().ifPresent(latent -> opening(lines, "Could open", latent));
    field(lines, "Since", since(group));
    fields(lines, "Path", group.evidence());
    fields(lines, "Names", names(after));
    fields(lines, "Fix", remedies(group));
    field(lines, "Rule", "%s: %s".formatted(after.rule(), after.title()));
  }

  /// The commands of the findings, each on lines of its own.
  private static List<String> remedies(FindingGroup group) {
    var all = group.remedies();
    var listed = new ArrayList<>(all.stream().limit(LISTED).toList());
    if (all.size() > LISTED) {
      listed.add(AuditSummary.more(all.size() - LISTED));
    }
    return listed;
  }

  private String since(FindingGroup group) {
    return since.of(group.findings()).map(TextFormat::moment).orElse("");
  }

  /// The names of the resources of a finding, a line each: `sg-1 is web, open to the office`.
  private List<String> names(Finding finding) {
    return NamedResource.of(finding, judgement.names()).stream()
        .map(named -> TextFormat.text(named.sentence(), NAMES))
        .limit(LISTED)
        .toList();
  }

  private List<String> lines(PacketSet packets, String label) {
    return OpeningText.lines(packets, judgement.internet(), LISTED).stream()
        .map(line -> label + line)
        .toList();
  }

  private void headline(List<String> lines, Finding finding) {
    lines.add("");
    var words = style.paragraph(MARGIN, TextFormat.text(finding.detail(), WORDS));
    lines.add(
        style.of(finding.severity(), "%-10s".formatted(finding.severity()))
            + style.bold(words.getFirst().strip()));
    words.stream().skip(1).map(style::bold).forEach(lines::add);
  }

  private void opening(List<String> lines, String label, PacketSet packets) {
    fields(lines, label, OpeningText.lines(packets, judgement.internet(), LISTED));
  }

  private void field(List<String> lines, String label, String text) {
    if (!text.isEmpty()) {
      fields(lines, label, List.of(text));
    }
  }

  private void fields(List<String> lines, String label, List<String> texts) {
    var name = label;
    for (var text : texts) {
      lines.addAll(style.field(MARGIN, name, text));
      name = "";
    }
  }

  /// The exempted findings, by exemption.
  private void exempted(List<String> lines) {
    if (!judgement.exempted().isEmpty()) {
      lines.add("");
      lines.add(style.bold("Exempted"));
      judgement.used().forEach(exemption -> exempted(lines, exemption));
    }
  }

  private void exempted(List<String> lines, Exemption exemption) {
    var findings =
        judgement.exempted().stream()
            .filter(exempted -> exempted.exemption().equals(exemption))
            .map(Exempted::finding)
            .toList();
    var first = findings.getFirst();
    var left = findings.size() - 1;
    var others = left > 0 ? " and %s more of the rule".formatted(TextFormat.number(left)) : "";
    lines.addAll(
        style.field("", first.severity().name(), TextFormat.text(first.detail(), WORDS) + others));
    first.open().ifPresent(open -> opening(lines, "Open", open));
    first.latent().ifPresent(latent -> opening(lines, "Could open", latent));
    field(
        lines,
        "Until",
        "%s, by %s: %s".formatted(exemption.expires(), exemption.owner(), exemption.reason()));
    field(lines, "Rule", first.rule());
  }

  void undecided(List<String> lines, String heading, List<Judgement.Undecided> undecideds) {
    if (!undecideds.isEmpty()) {
      lines.add("");
      lines.add(style.bold(heading));
      for (var unchecked : AuditSummary.unchecked(undecideds)) {
        lines.addAll(style.paragraph("  ", unchecked.sentence()));
        unchecked
            .concerned()
            .ifPresent(concerned -> lines.addAll(style.paragraph("    ", concerned)));
      }
    }
  }

  private void settling(List<String> lines) {
    if (!judgement.settling().isEmpty()) {
      lines.add("");
      lines.add(style.bold("Settling"));
      judgement.settling().stream()
          .limit(LISTED)
          .map(
              settling ->
                  "%s: %s, until %s"
                      .formatted(
                          settling.rule(), settling.subject(), TextFormat.moment(settling.until())))
          .forEach(sentence -> lines.addAll(style.paragraph("  ", sentence)));
      if (judgement.settling().size() > LISTED) {
        lines.add("  " + AuditSummary.more(judgement.settling().size() - LISTED));
      }
    }
  }

  private void notes(List<String> lines) {
    if (!judgement.notes().isEmpty()) {
      lines.add("");
      lines.add(style.bold("Notes"));
      judgement.notes().forEach(note -> lines.addAll(style.paragraph("  ", note)));
    }
  }

  private void closing(List<String> lines) {
    var closing = AuditSummary.of(judgement) + elapsed.map(time -> ", " + time).orElse("");
    style.paragraph("", closing).stream().map(style::bold).forEach(lines::add);
  }
}
