package slash80.alerts;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import slash80.rule.Finding;

/// The lines of a policy that exempt a finding for a month.
final class ExemptionSnippet {
  private static final int DAYS = 30;
  private static final int NAME = 200;

  private ExemptionSnippet() {}

  static List<String> lines(Finding finding, Instant at) {
    return List.of(
        "exemptions:",
        "  - rule: " + finding.rule(),
        "    subject: " + scalar(finding.subject()),
        "    reason: why this is meant",
        "    owner: team@example.com",
        "    expires: " + at.atZone(ZoneOffset.UTC).toLocalDate().plusDays(DAYS));
  }

  /// A value that YAML reads as this text.
  private static String scalar(String text) {
    String safe = TextFormat.text(text, NAME);
    return safe.matches("[A-Za-z][A-Za-z0-9-]*")
            && !safe.matches("(?i)true|false|yes|no|on|off|null|y|n")
        ? safe
        : "'" + safe.replace("'", "''") + "'";
  }
}
