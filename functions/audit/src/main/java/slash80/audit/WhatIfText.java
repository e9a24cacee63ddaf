package slash80.audit;

import static java.util.stream.Collectors.joining;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import slash80.alerts.Matter;
import slash80.alerts.Plain;
import slash80.facts.Network;

/// What `audit --with` prints of one cluster: what would be new, and what would be resolved.
record WhatIfText(Network network, WhatIf change, List<Path> with, Style style) {

  String text() {
    var lines = new ArrayList<String>();
    var audit = new AuditText(network, change.after(), style);
    audit.heading(lines);
    lines.addAll(style.paragraph("", supposed(with)));
    if (!change.opened().isEmpty()) {
      lines.add("");
      lines.add(style.bold("Would be new"));
      Matter.of(change.opened()).forEach(matter -> audit.matter(lines, matter));
    }
    resolved(lines);
    audit.undecided(lines, "Could not be told any more", change.undecided());
    lines.add("");
    style.paragraph("", closing(change)).stream().map(style::bold).forEach(lines::add);
    return String.join("\n", lines);
  }

  static String supposed(List<Path> with) {
    return "As it would be with "
        + with.stream().map(file -> file.getFileName().toString()).collect(joining(", "));
  }

  private void resolved(List<String> lines) {
    if (!change.resolved().isEmpty()) {
      lines.add("");
      lines.add(style.bold("Would be resolved"));
      for (var one : change.resolved()) {
        lines.addAll(style.paragraph("  ", "%s: %s".formatted(one.id(), one.title())));
      }
    }
  }

  /// What it all comes to, in a sentence.
  static String closing(WhatIf change) {
    var opened = change.opened();
    return "%s would be new%s, %s resolved; %s would stay"
        .formatted(
            Plain.count(opened.size(), "finding"),
            opened.isEmpty() ? "" : " (" + Matter.counts(opened) + ")",
            Plain.number(change.resolved().size()),
            Plain.number(change.staying()));
  }
}
