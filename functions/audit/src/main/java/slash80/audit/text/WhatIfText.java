package slash80.audit.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slash80.alerts.FindingGroup;
import slash80.audit.report.AuditSummary;
import slash80.audit.report.WhatIf;
import slash80.network.Network;

/// The text that `audit --with` prints about one cluster: the findings that would be new, and those
/// that would be fixed.
public record WhatIfText(Network network, WhatIf change, List<Path> with, TextStyle style) {

  public String text() {
    var lines = new ArrayList<String>();
    var audit = new AuditText(network, change.after(), Optional.empty(), style);
    audit.heading(lines);
    lines.addAll(style.paragraph("", AuditSummary.supposed(with)));
    if (!change.opened().isEmpty()) {
      lines.add("");
      lines.add(style.bold("Would be new"));
      FindingGroup.of(change.opened()).forEach(group -> audit.group(lines, group));
    }
    resolved(lines);
    audit.undecided(lines, "Not checked any more", change.undecided());
    lines.add("");
    style.paragraph("", AuditSummary.of(change)).stream().map(style::bold).forEach(lines::add);
    return String.join("\n", lines);
  }

  private void resolved(List<String> lines) {
    if (!change.resolved().isEmpty()) {
      lines.add("");
      lines.add(style.bold("Would be fixed"));
      for (var resolved : change.resolved()) {
        lines.addAll(style.paragraph("  ", "%s: %s".formatted(resolved.id(), resolved.title())));
      }
    }
  }
}
