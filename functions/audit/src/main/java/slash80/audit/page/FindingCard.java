package slash80.audit.page;

import java.util.List;
import slash80.alerts.FindingGroup;
import slash80.alerts.TextFormat;
import slash80.network.Network;
import slash80.rule.Finding;

/// The card of a group of findings that have one cause. Its template reads what is public.
///
/// @param paths from the internet; empty if the findings are not about reachability
record FindingCard(FindingGroup group, List<ReachPath> paths) {
  private static final String DOCUMENTATION = "https://docs.aws.amazon.com/";
  private static final int FEW = 8;

  static List<FindingCard> of(List<Finding> findings, Network network) {
    return FindingGroup.of(findings).stream()
        .map(group -> new FindingCard(group, ReachPath.of(group.findings(), network)))
        .toList();
  }

  /// The finding that stands for the group.
  public Finding first() {
    return group.first();
  }

  public String severity() {
    return group.severity().name();
  }

  /// The evidence, if no path shows it.
  public List<String> evidence() {
    return paths.isEmpty() ? group.evidence() : List.of();
  }

  /// The lines of the command that fixes the group, to be copied; empty if the fix is a sentence.
  public List<String> command() {
    return command(first());
  }

  /// Another finding of the same cause, and its own command if that differs.
  record Other(Finding finding, List<String> command) {}

  public List<Other> others() {
    return group.findings().stream()
        .skip(1)
        .map(
            finding ->
                new Other(
                    finding,
                    finding.remedy().equals(first().remedy()) ? List.of() : command(finding)))
        .toList();
  }

  /// `1 more finding`.
  public String more() {
    return TextFormat.count(group.findings().size() - 1, "more finding");
  }

  public boolean isOfFew() {
    return group.findings().size() <= FEW;
  }

  private static List<String> command(Finding finding) {
    return TextFormat.isCommand(finding.remedy())
        ? TextFormat.repair(finding.remedy(), Integer.MAX_VALUE)
        : List.of();
  }

  /// Whether the page is AWS's: only such pages are linked to.
  public boolean isDocumented() {
    return first().see().startsWith(DOCUMENTATION);
  }
}
