package slash80.alerts;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// The alert of a test: it goes the way of every alert, and tells of no finding.
public final class TestAlert {
  /// Its kind, as filter policies and the document name it.
  public static final String KIND = "test";

  private static final String SCHEMA = "slash80.test/1";
  private static final String SEVERITY = "RESOLVED";
  private static final int NAME = 100;

  private TestAlert() {}

  /// @param id the mark of the test, from whoever began it
  /// @param account where Slash80 runs
  public static Alert of(String id, String account, String region, Instant at) {
    var mark = TextFormat.text(id, NAME);
    var where = "account %s, %s".formatted(account, region);
    var subject = SubjectLine.printed("[TEST] Slash80: alerts arrive (%s)".formatted(region));
    var text = new EmailLines();
    text.paragraph(
        "This is a test of Slash80 in %s. Nothing has changed in the network, and there is nothing to do: an event went through the queue and the function, and this message through the topic, as every alert does."
            .formatted(where));
    text.line("");
    text.field("Test", mark);
    text.field("At", Email.moment(at));
    var document = new LinkedHashMap<String, Object>();
    document.put("schema", SCHEMA);
    document.put("kind", KIND);
    document.put("account", account);
    document.put("region", region);
    document.put("at", TextFormat.moment(at));
    document.put("severity", SEVERITY);
    document.put("test", mark);
    return new Alert(
        subject,
        text.toString(),
        ChatCard.bare(subject, "A test in %s: nothing has changed.".formatted(where)),
        document,
        Map.of("kind", KIND, "severity", SEVERITY, "account", account, "region", region));
  }
}
