package slash80.audit;

import java.util.List;
import slash80.alerts.Matter;
import slash80.alerts.Plain;
import slash80.facts.Network;
import slash80.rules.Finding;

/// What is wrong for one cause, as a card. Its template asks what is public.
///
/// @param ways how the internet gets in; empty where it does not
record MatterCard(Matter matter, List<WayIn> ways) {
  private static final String DOCUMENTATION = "https://docs.aws.amazon.com/";
  private static final int FEW = 8;

  static List<MatterCard> of(List<Finding> findings, Network network) {
    return Matter.of(findings).stream()
        .map(matter -> new MatterCard(matter, WayIn.of(matter.findings(), network)))
        .toList();
  }

  /// The finding that speaks for all.
  public Finding first() {
    return matter.first();
  }

  public String severity() {
    return matter.severity().name();
  }

  /// What was seen, where no way in shows it.
  public List<String> evidence() {
    return ways.isEmpty() ? matter.evidence() : List.of();
  }

  /// The repair as a command to be copied, a line each; empty where it is a sentence.
  public List<String> command() {
    return command(first());
  }

  /// Another finding of the same cause, and its own repair where that differs.
  record Other(Finding finding, List<String> command) {}

  public List<Other> others() {
    return matter.findings().stream()
        .skip(1)
        .map(
            one -> new Other(one, one.remedy().equals(first().remedy()) ? List.of() : command(one)))
        .toList();
  }

  /// `1 more finding`.
  public String more() {
    return Plain.count(matter.findings().size() - 1, "more finding");
  }

  public boolean isOfFew() {
    return matter.findings().size() <= FEW;
  }

  private static List<String> command(Finding finding) {
    return Plain.isCommand(finding.remedy())
        ? Plain.repair(finding.remedy(), Integer.MAX_VALUE)
        : List.of();
  }

  /// AWS's page; only theirs is linked to.
  public boolean isDocumented() {
    return first().see().startsWith(DOCUMENTATION);
  }
}
