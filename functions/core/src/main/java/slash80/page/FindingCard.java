package slash80.page;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.alerts.FindingGroup;
import slash80.alerts.TextFormat;
import slash80.ledger.Since;
import slash80.network.Names;
import slash80.network.Network;
import slash80.report.NamedResource;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// The card of a group of findings that have one cause.
///
/// @param paths from the internet; empty if the findings are not about reachability
/// @param since when the first of them was seen; empty where no ledger tells
/// @param subnets the subnets of their nodes
/// @param nodeGroups the node groups of their nodes
/// @param names the names of the cluster's resources
/// @param before the first of them as it is now, where replaced files would change it; else empty
/// @param change what a what-if says about it, such as `worse`; else empty
record FindingCard(
    FindingGroup group,
    List<ReachPath> paths,
    Optional<Instant> since,
    Set<String> subnets,
    Set<String> nodeGroups,
    Names names,
    String before,
    String change) {
  private static final String DOCUMENTATION = "https://docs.aws.amazon.com/";
  private static final int FEW = 8;

  static FindingCard of(
      FindingGroup group, Network network, NodePlaces places, Names names, Since since) {
    var findings = group.findings();
    return new FindingCard(
        group,
        ReachPath.of(findings, network),
        since.of(findings),
        places.subnets(findings),
        places.groups(findings),
        names,
        "",
        "");
  }

  /// The same as a what-if shows it.
  FindingCard changed(String change, String before) {
    return new FindingCard(group, paths, since, subnets, nodeGroups, names, before, change);
  }

  /// The finding that stands for the group.
  Finding first() {
    return group.first();
  }

  String severity() {
    return group.severity().name();
  }

  /// The nodes that the findings are about.
  Set<String> nodes() {
    var nodes = new TreeSet<String>();
    group.findings().forEach(finding -> finding.node().ifPresent(nodes::add));
    return nodes;
  }

  /// The ids of the resources behind the findings.
  String cause() {
    var cause = first().cause();
    return cause.isEmpty() ? first().subject() : cause.replaceAll("[\\[\\]]", "");
  }

  /// The ids one by one; an id may hold a space where its account is hostile.
  private Stream<String> causes() {
    return names.words(cause()).isPresent()
        ? Stream.of(cause())
        : Stream.of(cause().split("[ ,]+"));
  }

  /// The names of these resources alone, for a narrow column; empty where there are none.
  String briefly() {
    return causes()
        .map(id -> names.of(id).name())
        .filter(name -> !name.isEmpty())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /// The names of the resources of the first finding, a sentence each; empty where there are none.
  private List<String> known() {
    return NamedResource.of(first(), names).stream().map(NamedResource::sentence).toList();
  }

  /// The evidence, if no path shows it.
  private List<String> evidence() {
    return paths.isEmpty() ? group.evidence() : List.of();
  }

  /// The lines of the command that fixes the group, to be copied; empty if the fix is a sentence.
  List<String> command() {
    return command(first());
  }

  private static List<String> command(Finding finding) {
    return TextFormat.isCommand(finding.remedy())
        ? TextFormat.repair(finding.remedy(), Integer.MAX_VALUE)
        : List.of();
  }

  /// Whether the page is AWS's: only such pages are linked to.
  boolean isDocumented() {
    return first().see().startsWith(DOCUMENTATION);
  }

  void write(Html html, String anchor) {
    boolean isSevere = group.severity().compareTo(Severity.HIGH) >= 0;
    html.open(
        "details",
        "class",
        "card " + severity(),
        "id",
        anchor + first().id(),
        "data-severity",
        severity(),
        "data-rule",
        first().rule(),
        "open",
        isSevere ? "open" : "");
    html.open("summary").open("h4");
    html.element("span", severity(), "class", "badge " + severity()).text(" ");
    html.element("span", first().detail(), "class", "words");
    html.close().end();
    if (!before.isEmpty()) {
      html.open("dl", "class", "change");
      html.element("dt", "Before").element("dd", before);
      html.element("dt", "After").element("dd", severity() + ": " + first().detail());
      html.end();
    }
    paths.forEach(path -> path.write(html));
    writeOthers(html, anchor);
    html.open("dl");
    if (!known().isEmpty()) {
      html.element("dt", "Names");
      known().forEach(sentence -> html.element("dd", sentence));
    }
    since.ifPresent(
        moment -> html.element("dt", "Open since").element("dd", TextFormat.moment(moment)));
    if (!evidence().isEmpty()) {
      html.element("dt", "Path");
      evidence().forEach(line -> html.element("dd", line));
    }
    html.element("dt", "Risk").element("dd", first().risk());
    html.element("dt", "Fix").open("dd");
    if (command().isEmpty()) {
      html.element("span", first().remedy(), "class", "fix");
    } else {
      html.open("pre", "class", "fix", "tabindex", "0").lines(command()).close();
    }
    html.close();
    html.element("dt", "Rule").open("dd");
    html.element("a", first().rule(), "href", "#rule-" + first().rule());
    html.text(": " + first().title()).close();
    writeSource(html);
    html.element("dt", "Id").open("dd");
    html.element("a", first().id(), "href", "#" + anchor + first().id()).close();
    html.end();
    html.open("p", "class", "tools");
    if (!command().isEmpty()) {
      html.element("button", "Copy command", "type", "button", "data-copy", "command").text(" ");
    }
    html.element("button", "Copy as Markdown", "type", "button", "data-copy", "markdown");
    html.end().end();
  }

  private void writeSource(Html html) {
    if (first().see().isEmpty()) {
      return;
    }
    html.element("dt", "Docs").open("dd");
    if (isDocumented()) {
      html.element("a", first().see(), "href", first().see(), "rel", "noreferrer");
    } else {
      html.text(first().see());
    }
    html.close();
  }

  /// The other findings of the cause, each with its own command if that differs.
  private void writeOthers(Html html, String anchor) {
    var others = group.findings().stream().skip(1).toList();
    if (others.isEmpty()) {
      return;
    }
    boolean isOfFew = others.size() < FEW;
    html.open("details", "class", "others", "open", isOfFew ? "open" : "");
    html.element("summary", "also " + TextFormat.count(others.size(), "more finding"));
    html.open("ul");
    for (var other : others) {
      html.open("li", "id", anchor + other.id()).element("code", other.subject());
      if (!other.subject().equals(other.node().orElse(other.subject()))) {
        html.text(" " + other.node().orElse(""));
      }
      other
          .node()
          .flatMap(names::words)
          .ifPresent(words -> html.text(" ").element("span", words, "class", "by"));
      if (!other.remedy().equals(first().remedy()) && !command(other).isEmpty()) {
        html.open("pre").lines(command(other)).close();
      }
      html.end();
    }
    html.end().end();
  }
}
