package slash80.audit;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import slash80.alerts.Matter;
import slash80.alerts.Opening;
import slash80.alerts.Plain;
import slash80.facts.Fact;
import slash80.facts.Network;
import slash80.facts.Node;
import slash80.network.PacketSet;
import slash80.rules.Exempted;
import slash80.rules.Exemption;
import slash80.rules.Finding;
import slash80.rules.Judgement;

/// What `audit` prints of one cluster: its nodes, what is wrong, and what could not be told.
record AuditText(Network network, Judgement judgement, Style style) {
  private static final String MARGIN = " ".repeat(10);
  private static final int NODES = 100;
  private static final int LISTED = 8;
  private static final int WORDS = 1_000;

  String text() {
    var lines = new ArrayList<String>();
    heading(lines);
    nodes(lines);
    Matter.of(judgement.findings()).forEach(matter -> matter(lines, matter));
    exempted(lines);
    undecided(lines, "Could not be told", judgement.undecided());
    settling(lines);
    notes(lines);
    lines.add("");
    closing(lines);
    return String.join("\n", lines);
  }

  void heading(List<String> lines) {
    var cluster = judgement.cluster();
    lines.add(
        style.bold("Cluster " + Plain.text(cluster.name(), 100))
            + " in account %s, %s, at %s"
                .formatted(
                    Plain.text(cluster.account()),
                    Plain.text(cluster.region()),
                    Plain.moment(judgement.at())));
    lines.add("");
  }

  private void nodes(List<String> lines) {
    switch (network.nodes()) {
      case Fact.Known<List<Node>>(var nodes) when nodes.isEmpty() -> lines.add("It has no node.");
      case Fact.Known<List<Node>>(var nodes) -> nodes(lines, nodes);
      case Fact.Unread<List<Node>>(var why) ->
          lines.addAll(style.paragraph("", "Its nodes could not be read: " + why));
    }
  }

  /// All of them; of very many those with findings first.
  private void nodes(List<String> lines, List<Node> nodes) {
    var standing = new Standing(network, judgement);
    var table = new Table(1, "NODE", "SUBNET", "PREFIX", "STATE");
    var shown =
        nodes.size() <= NODES
            ? nodes
            : nodes.stream()
                .sorted(Comparator.comparing(node -> standing.findingsOf(node).isEmpty()))
                .toList();
    shown.stream().limit(NODES).forEach(node -> row(table, node, standing));
    lines.addAll(table.lines(style));
    if (nodes.size() > NODES) {
      lines.add(more(nodes.size() - NODES));
    }
  }

  private void row(Table table, Node node, Standing standing) {
    table.row(
        paint(node, standing),
        node.subjectId(),
        standing.subnet(node),
        standing.prefixes(node),
        standing.words(node));
  }

  private UnaryOperator<String> paint(Node node, Standing standing) {
    return standing.findingsOf(node).stream()
        .map(Finding::severity)
        .max(Comparator.naturalOrder())
        .<UnaryOperator<String>>map(worst -> text -> style.of(worst, text))
        .orElse(standing.until(node).isPresent() ? style::faint : style::good);
  }

  void matter(List<String> lines, Matter matter) {
    var first = matter.first();
    lines.add("");
    var headline = style.paragraph(MARGIN, Plain.text(first.detail(), WORDS));
    lines.add(
        style.of(matter.severity(), "%-10s".formatted(matter.severity()))
            + style.bold(headline.getFirst().strip()));
    headline.stream().skip(1).map(style::bold).forEach(lines::add);
    others(matter).ifPresent(others -> field(lines, "also", others));
    first.open().ifPresent(open -> opening(lines, "open", open));
    first.latent().ifPresent(latent -> opening(lines, "near", latent));
    fields(lines, "seen", matter.evidence());
    field(lines, "risk", first.risk());
    field(lines, "fix", first.remedy());
    field(lines, "read", first.see());
    field(lines, "rule", "%s: %s".formatted(first.rule(), first.title()));
  }

  private static Optional<String> others(Matter matter) {
    var others = matter.findings().stream().skip(1).map(Finding::subject).toList();
    return others.isEmpty() ? Optional.empty() : Optional.of(listed(others));
  }

  /// The first few, and how many there are besides.
  static String listed(List<String> things) {
    var some = things.stream().limit(LISTED).collect(joining(", "));
    var left = things.size() - LISTED;
    return left > 0 ? some + " " + more(left) : some;
  }

  static String more(int left) {
    return "and %s more; --format json has all".formatted(Plain.number(left));
  }

  private void opening(List<String> lines, String label, PacketSet packets) {
    fields(lines, label, Opening.lines(packets, judgement.internet(), LISTED));
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

  /// What is wrong and was agreed to, by its exemption.
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
            .filter(one -> one.exemption().equals(exemption))
            .map(Exempted::finding)
            .toList();
    var first = findings.getFirst();
    var left = findings.size() - 1;
    var others = left > 0 ? " and %s more of the rule".formatted(Plain.number(left)) : "";
    lines.addAll(
        style.field("", first.severity().name(), Plain.text(first.detail(), WORDS) + others));
    first.open().ifPresent(open -> opening(lines, "open", open));
    first.latent().ifPresent(latent -> opening(lines, "near", latent));
    field(
        lines,
        "until",
        "%s, by %s: %s".formatted(exemption.expires(), exemption.owner(), exemption.reason()));
    field(lines, "rule", first.rule());
  }

  void undecided(List<String> lines, String heading, List<Judgement.Undecided> all) {
    if (!all.isEmpty()) {
      lines.add("");
      lines.add(style.bold(heading));
      for (var undecided : all) {
        lines.addAll(style.paragraph("  ", undecided.rule() + ": " + undecided.because()));
        if (!undecided.subjects().isEmpty()) {
          lines.addAll(style.paragraph("    ", "of " + listed(undecided.subjects())));
        }
      }
    }
  }

  private void settling(List<String> lines) {
    if (!judgement.settling().isEmpty()) {
      lines.add("");
      lines.add(style.bold("Too early to say"));
      judgement.settling().stream()
          .limit(LISTED)
          .map(
              one ->
                  "%s: %s, until %s"
                      .formatted(one.rule(), one.subject(), Plain.moment(one.until())))
          .forEach(sentence -> lines.addAll(style.paragraph("  ", sentence)));
      if (judgement.settling().size() > LISTED) {
        lines.add("  " + more(judgement.settling().size() - LISTED));
      }
    }
  }

  private void notes(List<String> lines) {
    if (!judgement.notes().isEmpty()) {
      lines.add("");
      lines.add(style.bold("Notes on the reading"));
      judgement.notes().forEach(note -> lines.addAll(style.paragraph("  ", note)));
    }
  }

  private void closing(List<String> lines) {
    style.paragraph("", closing(judgement)).stream().map(style::bold).forEach(lines::add);
  }

  /// What it all comes to, in a sentence.
  static String closing(Judgement judgement) {
    var findings = judgement.findings();
    return "%s%s%s, %s undecided, %s settling; %s asked of %s"
        .formatted(
            Plain.count(findings.size(), "finding"),
            findings.isEmpty() ? "" : " (" + Matter.counts(findings) + ")",
            judgement.exempted().isEmpty()
                ? ""
                : ", %s exempted".formatted(Plain.number(judgement.exempted().size())),
            Plain.number(judgement.undecided().size()),
            Plain.number(judgement.settling().size()),
            Plain.count(judgement.rules(), "rule"),
            Plain.count(judgement.nodes(), "node"));
  }
}
