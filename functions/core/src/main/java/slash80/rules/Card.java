package slash80.rules;

/// What people read about a rule.
///
/// @param severity of its findings, unless a verdict says another
/// @param scale how severe findings are where they differ, in a phrase; empty where they do not
/// @param title the compliant state, as a sentence without a full stop
/// @param risk one concrete consequence of a violation
/// @param fix an imperative that names the API or command; it is the remedy of a finding whose
///   verdict names none of its own
/// @param see a page of AWS's documentation
public record Card(
    Severity severity, String scale, String title, String risk, String fix, String see) {

  static Card critical(String title) {
    return new Card(Severity.CRITICAL, "", title, "", "", "");
  }

  static Card high(String title) {
    return new Card(Severity.HIGH, "", title, "", "", "");
  }

  static Card medium(String title) {
    return new Card(Severity.MEDIUM, "", title, "", "", "");
  }

  static Card low(String title) {
    return new Card(Severity.LOW, "", title, "", "", "");
  }

  Card scale(String scale) {
    return new Card(severity, scale, title, risk, fix, see);
  }

  Card risk(String risk) {
    return new Card(severity, scale, title, risk, fix, see);
  }

  Card fix(String fix) {
    return new Card(severity, scale, title, risk, fix, see);
  }

  Card see(String see) {
    return new Card(severity, scale, title, risk, fix, see);
  }
}
