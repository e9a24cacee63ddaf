package slash80.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import slash80.facts.Cluster;
import slash80.facts.Refusal;
import slash80.fixtures.AlertSchema;
import slash80.fixtures.FindingCopy;
import slash80.fixtures.JudgementFixture;
import slash80.ip.Prefix;
import slash80.judge.Judgement;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.Delta;
import slash80.ledger.DeltaExamples;
import slash80.ledger.Examples;
import slash80.ledger.Ledger;
import slash80.network.Names;
import slash80.rule.Finding;
import slash80.rule.Severity;
import slash80.rule.Verdict;

/// Alerts of every kind about random ledgers and hostile names: the subject is one line that has
/// its verb, the mail is narrow, the card fits, and the document fits its schema.
class AlertWordsTest {
  private static final int SEEDS = 400;

  /// Names that a person can give; every other name is one of AWS.
  private static final String[] NAMES = {
    "web",
    "is",
    "a name with words",
    "\u202egnp.exe",
    "\r\nBcc: x@example.com\r\n",
    "<!channel> *bold* `code`",
    "節點-🙂",
    "x".repeat(255),
    "%s%n {0} ${x}",
    "https://example.com/" + "y".repeat(100),
    "'; rm -rf / #",
    " ",
    "\u001b[31mred",
  };

  private static final String[] CLUSTERS = {
    "demo", "is", "a".repeat(100), "prod-eu_1", "0", "UPPER-" + "b_".repeat(40), "open",
  };

  private static final String[] REGIONS = {"us-east-2", "ap-southeast-2", "us-gov-west-1"};

  @Test
  void every_alert_keeps_its_limits_whatever_the_names() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      var dice = new Random(seed);
      var alert = alert(dice);
      String which = "seed %d: ".formatted(seed);
      assertTrue(alert.subject().matches("[ -~]{1,99}"), which + alert.subject());
      String told = alert.subject().replaceFirst("^.*?: ", "");
      assertTrue(Headline.hasVerb(told), which + alert.subject());
      assertEquals(
          List.of(),
          alert.email().lines().filter(AlertKindsTest::isTooWide).toList(),
          which + alert.email());
      fits(alert.card(), which);
    }
  }

  private static void fits(Map<String, Object> card, String which) {
    var content = (Map<?, ?>) card.get("content");
    assertTrue(content.get("title").toString().length() <= 250, which);
    int length = content.get("description").toString().length();
    assertTrue(length > 0 && length <= 8_000, which + length);
    if (content.get("nextSteps") instanceof List<?> steps) {
      steps.forEach(step -> assertTrue(step.toString().length() <= 350, which + step));
    }
    ((List<?>) content.get("keywords"))
        .forEach(word -> assertTrue(word.toString().length() <= 75, which + word));
  }

  private static Alert alert(Random dice) {
    var opened = dice.nextInt(3) == 0 ? List.<Finding>of() : findings(dice);
    var resolved = dice.nextInt(3) == 0 ? List.<Delta.Resolved>of() : resolved(dice);
    var reminded = dice.nextInt(3) == 0 ? findings(dice) : List.<Finding>of();
    var refused = dice.nextInt(4) == 0 ? List.of(missing(dice)) : List.<Judgement.Missing>of();
    var occasions = Delta.Occasion.values();
    var byRules =
        dice.nextInt(5) == 0 ? opened.stream().map(Finding::id).toList() : List.<String>of();
    var delta =
        new Delta(
            occasions[dice.nextInt(occasions.length)],
            new Delta.Changes(
                opened,
                Set.of(),
                new TreeMap<>(),
                List.of(),
                resolved,
                Set.copyOf(byRules),
                List.of()),
            reminded,
            refused,
            Delta.Unfinished.NOTHING,
            Ledger.empty("demo"));
    return delta.isEmpty()
        ? alert(dice) // nothing is sent
        : AlertSchema.alertOf(judgement(dice, opened), delta, origins(dice));
  }

  private static Judgement judgement(Random dice, List<Finding> opened) {
    var cluster = new Cluster.Id("111122223333", one(REGIONS, dice), one(CLUSTERS, dice));
    return JudgementFixture.judging(cluster, Examples.AT)
        .finds(opened)
        .naming(names(dice))
        .judgement();
  }

  private static Names names(Random dice) {
    var named = new HashMap<String, Names.Named>();
    for (int number = 0; number < 6; number++) {
      for (String id : List.of("eni-" + number, "i-" + number, "sg-" + number)) {
        named.put(
            id,
            new Names.Named(
                one(NAMES, dice),
                one(NAMES, dice),
                one(NAMES, dice),
                "us-east-2a",
                List.of(Prefix.parse("2001:db8::/80"))));
      }
    }
    return new Names(named);
  }

  private static List<ChangeOrigin> origins(Random dice) {
    var origins = new ArrayList<ChangeOrigin>();
    for (int count = dice.nextInt(4); count > 0; count--) {
      origins.add(
          new ChangeOrigin(
              "AuthorizeSecurityGroupIngress",
              dice.nextBoolean()
                  ? "arn:aws:sts::444455556666:assumed-role/" + one(NAMES, dice)
                  : "",
              Examples.AT.minusSeconds(dice.nextInt(4000)),
              Set.of("sg-" + dice.nextInt(6))));
    }
    return origins;
  }

  private static List<Delta.Resolved> resolved(Random dice) {
    var endings =
        Stream.of(Delta.Ending.values())
            .filter(ending -> ending != Delta.Ending.SILENCED) // no alert tells of these
            .toArray(Delta.Ending[]::new);
    var ending = endings[dice.nextInt(endings.length)];
    return findings(dice).stream()
        .map(
            was ->
                new Delta.Resolved(
                    was.id(),
                    was.title(),
                    Examples.AT.minusSeconds(dice.nextInt(1_000_000)),
                    ending,
                    dice.nextInt(4) == 0 ? Optional.empty() : Optional.of(was)))
        .toList();
  }

  private static Judgement.Missing missing(Random dice) {
    return new Judgement.Missing(
        new Refusal("ec2:DescribeSubnets", "AccessDenied", Optional.of(one(NAMES, dice))),
        new TreeSet<>(dice.nextBoolean() ? List.of("pod-prefix-lies-in-subnet") : List.of()));
  }

  private static List<Finding> findings(Random dice) {
    var findings = new HashMap<String, Finding>();
    for (int count = 1 + dice.nextInt(12); count > 0; count--) {
      var finding = finding(dice);
      findings.put(finding.id(), finding);
    }
    return List.copyOf(findings.values());
  }

  private static Finding finding(Random dice) {
    return switch (dice.nextInt(4)) {
      case 0 -> opening(dice, true);
      case 1 -> opening(dice, false);
      case 2 -> Examples.bare("i-" + dice.nextInt(6));
      default -> balancer(dice);
    };
  }

  /// Many ports are open, so that a list of them does not push the verb out of the subject.
  private static Finding opening(Random dice, boolean isOpen) {
    int number = dice.nextInt(6);
    var packets = DeltaExamples.tcp(22, "::/" + dice.nextInt(2));
    for (int port = dice.nextInt(40); port > 0; port--) {
      packets = packets.union(DeltaExamples.tcp(1000 + 7 * port, "::/0"));
    }
    var copy =
        FindingCopy.of(Examples.open("eni-" + number))
            .severity(Severity.values()[dice.nextInt(4)])
            .node("i-" + number)
            .remedy(
                "aws ec2 revoke-security-group-ingress --group-id sg-%d --security-group-rule-ids sgr-%d"
                    .formatted(number, dice.nextInt(9)))
            .cause("sg-" + number)
            .evidence(new Verdict.Evidence("sg-" + number, "it admits them"));
    return (isOpen
            ? copy.open(packets)
            : copy.rule("security-groups-closed-to-ipv6-internet").latent(packets))
        .finding();
  }

  /// A load balancer's name has at most 32 characters, a cluster's a hundred.
  private static Finding balancer(Random dice) {
    String name = "k8s-" + "b".repeat(dice.nextInt(28));
    return FindingCopy.of(Examples.bare(name))
        .rule("load-balancer-speaks-ipv6")
        .severity(Severity.values()[dice.nextInt(4)])
        .subject("load-balancer", name)
        .withoutNode()
        .title("A load balancer should speak IPv6")
        .detail(
            name + " of target group " + "t".repeat(32) + " has address type " + one(NAMES, dice))
        .remedy(one(NAMES, dice))
        .finding();
  }

  private static String one(String[] choices, Random dice) {
    return choices[dice.nextInt(choices.length)];
  }
}
