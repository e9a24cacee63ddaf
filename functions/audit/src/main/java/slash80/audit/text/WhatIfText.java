package slash80.audit.text;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slash80.alerts.FindingGroup;
import slash80.alerts.TextFormat;
import slash80.audit.report.ReplacedFiles;
import slash80.ledger.Since;
import slash80.network.Network;
import slash80.report.AuditSummary;
import slash80.report.NodeStatus;
import slash80.report.WhatIf;

/// The text that `audit --with` prints about one cluster: the findings that would be new, worse,
/// better or fixed, in their own words before and after.
///
/// @param since when findings were first seen, where a ledger tells
public record WhatIfText(
    Network network, WhatIf change, List<Path> with, Since since, TextStyle style) {

  public String text() {
    var lines = new ArrayList<String>();
    var status = new NodeStatus(network, change.after());
    var audit = new AuditText(network, change.after(), status, since, Optional.empty(), style);
    audit.heading(lines);
    lines.addAll(style.paragraph("", ReplacedFiles.sentence(with)));
    if (!change.added().isEmpty()) {
      heading(lines, "Would be new");
      FindingGroup.of(change.added()).forEach(group -> audit.group(lines, group));
    }
    changed(lines, "Would be worse", change.worse(), audit);
    changed(lines, "Would be better", change.better(), audit);
    fixed(lines);
    audit.undecided(lines, "Not checked any more", change.undecided());
    lines.add("");
    style.paragraph("", AuditSummary.of(change)).stream().map(style::bold).forEach(lines::add);
    return String.join("\n", lines);
  }

  private void heading(List<String> lines, String heading) {
    lines.add("");
    lines.add(style.bold(heading));
  }

  /// Changes of one cause stand together.
  private void changed(
      List<String> lines, String heading, List<WhatIf.Change> changes, AuditText audit) {
    if (changes.isEmpty()) {
      return;
    }
    heading(lines, heading);
    for (var group : FindingGroup.of(changes.stream().map(WhatIf.Change::after).toList())) {
      changes.stream()
          .filter(one -> one.after().equals(group.first()))
          .forEach(first -> audit.changed(lines, group, first));
    }
  }

  private void fixed(List<String> lines) {
    if (change.resolved().isEmpty()) {
      return;
    }
    heading(lines, "Would be fixed");
    for (var ended : change.resolved()) {
      var before = ended.before();
      lines.addAll(style.paragraph("  ", before.id() + ended.words()));
      lines.addAll(style.field("    ", "Before", WhatIf.was(before)));
      since
          .of(List.of(before))
          .map(TextFormat::moment)
          .ifPresent(moment -> lines.addAll(style.field("    ", "Since", moment)));
    }
  }
}
