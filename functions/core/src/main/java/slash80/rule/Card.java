package slash80.rule;

/// The description of a rule for people.
///
/// @param severity the severity of its findings, unless the verdict has another
/// @param scale a phrase about the severities of its findings if they differ; else empty
/// @param title the compliant state, as a sentence with "should" and without a full stop
/// @param passes when it passes, as the rest of a sentence that begins with "Passes when"
/// @param fails when it fails, likewise
/// @param unchecked when facts are missing, likewise: "Not checked when"
/// @param risk one concrete consequence of a violation
/// @param fix an imperative that names the API or command; it is the remedy of a finding whose
///   verdict names none of its own
/// @param see a page of AWS's documentation
public record Card(
    Severity severity,
    String scale,
    String title,
    String passes,
    String fails,
    String unchecked,
    String risk,
    String fix,
    String see) {

  public static Card critical(String title) {
    return of(Severity.CRITICAL, title);
  }

  public static Card high(String title) {
    return of(Severity.HIGH, title);
  }

  public static Card medium(String title) {
    return of(Severity.MEDIUM, title);
  }

  public static Card low(String title) {
    return of(Severity.LOW, title);
  }

  private static Card of(Severity severity, String title) {
    return new Card(severity, "", title, "", "", "", "", "", "");
  }

  public Card scale(String scale) {
    return new Card(severity, scale, title, passes, fails, unchecked, risk, fix, see);
  }

  public Card passes(String passes) {
    return new Card(severity, scale, title, passes, fails, unchecked, risk, fix, see);
  }

  public Card fails(String fails) {
    return new Card(severity, scale, title, passes, fails, unchecked, risk, fix, see);
  }

  public Card unchecked(String unchecked) {
    return new Card(severity, scale, title, passes, fails, unchecked, risk, fix, see);
  }

  public Card risk(String risk) {
    return new Card(severity, scale, title, passes, fails, unchecked, risk, fix, see);
  }

  public Card fix(String fix) {
    return new Card(severity, scale, title, passes, fails, unchecked, risk, fix, see);
  }

  public Card see(String see) {
    return new Card(severity, scale, title, passes, fails, unchecked, risk, fix, see);
  }
}
