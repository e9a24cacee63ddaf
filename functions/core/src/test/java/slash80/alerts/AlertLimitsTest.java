package slash80.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import slash80.judge.Judgement;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.Delta;
import slash80.ledger.Examples;
import slash80.rule.Family;
import slash80.rule.Finding;
import slash80.rule.Severity;
import slash80.rule.Verdict;

/// Alerts about resources with hostile names: they stay within the limits of e-mail, chat and SNS,
/// and nothing in them is interpreted as markup or control characters.
class AlertLimitsTest {
  static final String[] HOSTILE = {
    "\u001b[2J\u001b[31m",
    "\r\nBcc: x@example.com\r\n",
    "\u0000",
    "\u009b1m",
    "\u202e",
    "\u2028",
    "\ud800",
    "<!channel>",
    "<@U123>",
    "@here",
    "<https://example.com|click>",
    "*",
    "_",
    "~",
    "`",
    "```",
    "&amp;",
    "%s%n",
    "ü",
    "節點",
    "🙂",
    "\u200b",
    "x".repeat(10_000),
    "a b c ",
    "\\",
    "\"",
    "'"
  };

  @Test
  void five_thousand_findings_with_hostile_names_stay_within_every_limit() {
    for (long seed = 1; seed <= 8; seed++) {
      var alert = hostileAlert(new Random(seed), 5_000 >> seed % 4 * 4);
      withinLimits(alert, "seed " + seed);
      nothingActs(alert, "seed " + seed);
    }
  }

  @Test
  void what_is_left_out_is_counted() {
    var alert = hostileAlert(new Random(7), 5_000);
    String email = alert.email().replaceAll("\\s+", " ");
    assertTrue(email.contains("not shown in this e-mail"), email);
    assertEquals(5_000, numbered(alert.email()) + left(email), "causes shown or counted");
  }

  /// The causes that the e-mail shows. Each cause of this alert has a single finding.
  private static long numbered(String email) {
    return email
        .lines()
        .filter(line -> line.matches(" ?\\d+\\. (LOW|MEDIUM|HIGH|CRITICAL): .*"))
        .count();
  }

  private static int left(String email) {
    var left = Pattern.compile("And ([\\d,]+) more causes, not shown").matcher(email);
    assertTrue(left.find(), email);
    return Integer.parseInt(left.group(1).replace(",", ""));
  }

  private static void withinLimits(Alert alert, String seed) {
    assertTrue(alert.subject().matches("[ -~]{1,99}"), seed + ": " + alert.subject());
    assertTrue(alert.email().length() <= 40_000, seed + ": " + alert.email().length());
    assertTrue(alert.attributes().size() <= 10, seed);
    var content = (Map<?, ?>) alert.card().get("content");
    atMost(250, content.get("title"), seed);
    atMost(8_000, content.get("description"), seed);
    assertFalse(content.get("description").toString().isBlank(), seed);
    ((List<?>) content.get("nextSteps")).forEach(step -> atMost(350, step, seed));
    ((List<?>) content.get("keywords")).forEach(word -> atMost(75, word, seed));
    assertTrue(alert.brief("s3://x").toString().length() <= 60_000, seed);
  }

  private static void atMost(int most, Object text, String seed) {
    assertTrue(text.toString().length() <= most, () -> seed + ": " + text);
  }

  private static void nothingActs(Alert alert, String seed) {
    for (int character : alert.email().codePoints().toArray()) {
      assertTrue(
          character == '\n' || !acts(character), seed + ": U+" + Integer.toHexString(character));
    }
    var content = (Map<?, ?>) alert.card().get("content");
    var texts = new ArrayList<String>();
    texts.add(content.get("title").toString());
    texts.add(content.get("description").toString());
    ((List<?>) content.get("nextSteps")).forEach(step -> texts.add(step.toString()));
    for (String text : texts) {
      assertFalse(
          text.replaceAll("<https://docs\\.aws\\.amazon\\.com/[^|>]*\\|AWS documentation>", "")
              .replaceAll("<https://us-east-2\\.console[^|>]*\\|All findings on one page>$", "")
              .matches("(?s).*[<>].*"),
          seed + ": " + text);
      assertTrue(text.replaceAll("&(amp|lt|gt);", "").indexOf('&') < 0, seed + ": " + text);
      for (String line : text.split("\n")) {
        plainOutsideCode(line, seed);
      }
    }
  }

  /// Code spans are closed on their line, and outside of them only our own bold words are marked.
  static void plainOutsideCode(String line, String seed) {
    assertEquals(0, line.chars().filter(c -> c == '`').count() % 2, seed + ": " + line);
    String outside =
        line.replaceAll("`[^`]*`", "")
            .replaceAll("\\*(LOW|MEDIUM|HIGH|CRITICAL|Resolved)\\*", "")
            .replaceAll("<https:[^>]*>", "")
            .replaceAll(":(warning|white_check_mark):", "");
    assertFalse(outside.matches(".*[*_~@].*"), seed + ": " + line);
  }

  private static boolean acts(int character) {
    int type = Character.getType(character);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.SURROGATE
        || character == 0x2028
        || character == 0x2029;
  }

  private static Alert hostileAlert(Random random, int findings) {
    var opened = new ArrayList<Finding>();
    for (int i = 0; i < findings; i++) {
      opened.add(hostileFinding(random, i));
    }
    var resolved = new ArrayList<Delta.Resolved>();
    for (int i = 0; i < random.nextInt(200); i++) {
      resolved.add(
          new Delta.Resolved(name(random), name(random), Examples.AT, Delta.Ending.MENDED));
    }
    var origins = new ArrayList<ChangeOrigin>();
    for (int i = 0; i < random.nextInt(200); i++) {
      origins.add(new ChangeOrigin(name(random), name(random), Examples.AT, Set.of(name(random))));
    }
    var undecided = new ArrayList<Judgement.Undecided>();
    for (int i = 0; i < random.nextInt(40); i++) {
      undecided.add(new Judgement.Undecided("rule-" + i, name(random), List.of(name(random))));
    }
    var judgement =
        Examples.judgement(Examples.cluster("d_emo" + "o".repeat(95)), opened, undecided);
    var page = Optional.of("https://us-east-2.console.aws.amazon.com/" + "a%252F&".repeat(120));
    return Alert.of(judgement, Examples.news(opened, resolved), origins, page);
  }

  static Finding hostileFinding(Random random, int number) {
    var evidence = new ArrayList<Verdict.Evidence>();
    for (int i = 0; i < random.nextInt(20); i++) {
      evidence.add(new Verdict.Evidence(name(random), name(random)));
    }
    return new Finding(
        "rule-" + random.nextInt(30),
        Family.values()[random.nextInt(3)],
        Severity.values()[random.nextInt(4)],
        "network-interface",
        "eni-" + number + name(random),
        random.nextBoolean() ? Optional.of(name(random)) : Optional.empty(),
        "A title",
        name(random) + " is wrong",
        name(random),
        random.nextBoolean() ? "aws ec2 " + name(random) : name(random),
        random.nextBoolean() ? "https://docs.aws.amazon.com/x" : name(random),
        "cause " + number,
        evidence,
        Optional.empty(),
        Optional.empty());
  }

  static String name(Random random) {
    var name = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      int which = random.nextInt(HOSTILE.length + 6);
      name.append(which < HOSTILE.length ? HOSTILE[which] : "sg-" + which);
    }
    return name.toString();
  }
}
