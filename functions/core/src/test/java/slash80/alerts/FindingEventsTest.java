package slash80.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.alerts.CheckedEvents.DEMO;
import static slash80.alerts.CheckedEvents.detail;
import static slash80.alerts.CheckedEvents.pagerDuty;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.blame.Effect;
import slash80.fixtures.FindingCopy;
import slash80.fixtures.JudgementFixture;
import slash80.ledger.CallRecord;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.Delta;
import slash80.ledger.Examples;
import slash80.ledger.Ledger;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// The events about findings, and the messages for Slack and PagerDuty in them.
class FindingEventsTest {
  private final CheckedEvents demo = new CheckedEvents();

  private static String slack(Map<String, Object> event) {
    return String.valueOf(detail(event).get("slack"));
  }

  private static List<Finding> behindOneGroup(int count) {
    return IntStream.range(0, count).mapToObj(i -> Examples.open("eni-" + i)).toList();
  }

  @Test
  void findings_with_one_cause_are_one_change() {
    var events = demo.events(Examples.open("eni-1"), Examples.open("eni-2"), Examples.bare("i-1"));
    assertEquals(
        List.of("Slash80 Finding Opened", "Slash80 Finding Opened"),
        events.stream().map(event -> event.get("type")).toList());
    var opening = detail(events.getFirst());
    assertEquals("CRITICAL", opening.get("severity"));
    assertEquals("sg-2", opening.get("cause"));
    assertEquals(2, opening.get("count"));
    assertEquals(
        List.of("arn:aws:eks:us-east-2:111122223333:cluster/demo"),
        events.getFirst().get("resources"));
    assertTrue(
        slack(events.getFirst()).contains("Changed with `AuthorizeSecurityGroupIngress` by"),
        slack(events.getFirst()));
    assertTrue(slack(events.getFirst()).contains("aws ec2 revoke-security-group-ingress"));
    assertEquals("trigger", pagerDuty(events.getFirst()).get("event_action"));
    assertEquals(
        "critical", ((Map<?, ?>) pagerDuty(events.getFirst()).get("payload")).get("severity"));
  }

  /// Findings that share no cause are one event, and need a command each.
  @Test
  void each_finding_has_its_own_command_and_people_read_all_of_them() {
    var events =
        demo.events(bare("i-1", "aws ec2 a"), bare("i-2", "aws ec2 b"), bare("i-3", "aws ec2 b"));
    var findings = (List<?>) detail(events.getFirst()).get("findings");
    assertEquals("aws ec2 a", detail(events.getFirst()).get("remedy"));
    assertEquals(
        List.of("null", "aws ec2 b", "aws ec2 b"),
        findings.stream().map(found -> String.valueOf(((Map<?, ?>) found).get("remedy"))).toList());
    assertTrue(slack(events.getFirst()).contains("Fix: `aws ec2 a`\n`aws ec2 b`"));
    assertTrue(
        pagerDuty(events.getFirst()).toString().contains("fix=aws ec2 a\naws ec2 b,"),
        pagerDuty(events.getFirst()).toString());
  }

  @Test
  void a_command_that_is_too_long_is_left_out_and_never_cut() {
    var tooLong = "aws ec2 " + "x".repeat(3_000);
    var events =
        demo.events(
            IntStream.range(0, 9)
                .mapToObj(i -> bare("i-" + i, i == 0 ? tooLong : "aws ec2 " + i))
                .toArray(Finding[]::new));
    var text = detail(events.getFirst()).toString();
    assertFalse(text.contains("xxx"), text);
    assertTrue(text.contains("remedy=The command is too long for this message"), text);
    assertTrue(slack(events.getFirst()).contains("the command is too long for a message"), text);
    var many =
        demo.events(
            IntStream.range(0, 9)
                .mapToObj(i -> bare("j-" + i, "aws ec2 command " + i))
                .toArray(Finding[]::new));
    assertTrue(
        slack(many.getFirst()).contains("`aws ec2 command 4`\nand 4 more commands, which"),
        slack(many.getFirst()));
  }

  private static Finding bare(String node, String remedy) {
    return FindingCopy.of(Examples.bare(node)).remedy(remedy).finding();
  }

  @Test
  void many_findings_continue_in_further_events_and_only_the_first_is_shown_to_people() {
    var events = demo.events(behindOneGroup(100).toArray(Finding[]::new));
    assertEquals(
        List.of(1, 2, 3), events.stream().map(event -> detail(event).get("part")).toList());
    assertEquals(
        100,
        events.stream().mapToInt(event -> ((List<?>) detail(event).get("findings")).size()).sum());
    assertEquals(1, events.stream().filter(event -> detail(event).containsKey("slack")).count());
    assertEquals(
        1, events.stream().filter(event -> detail(event).containsKey("pagerduty")).count());
    assertEquals(3, events.stream().map(event -> detail(event).get("id")).distinct().count());
  }

  @Test
  void an_incident_ends_with_the_last_finding_of_its_rule_and_cause() {
    var opened = demo.events(Examples.bare("i-1"), Examples.bare("i-2"));
    var one = demo.events(Examples.bare("i-2"));
    assertEquals("Slash80 Finding Resolved", one.getFirst().get("type"));
    assertEquals(1, detail(one.getFirst()).get("remaining"));
    assertFalse(detail(one.getFirst()).containsKey("pagerduty"));
    assertTrue(slack(one.getFirst()).contains("1 other finding of this rule and cause is open"));
    assertEquals("HIGH", detail(one.getFirst()).get("severity"));

    var both = demo.events();
    assertEquals(
        Map.of(
            "event_action", "resolve", "dedup_key", pagerDuty(opened.getFirst()).get("dedup_key")),
        pagerDuty(both.getFirst()));
    var ended = (Map<?, ?>) ((List<?>) detail(both.getFirst()).get("findings")).getFirst();
    assertEquals("node-holds-pod-prefix/i-2", ended.get("id"));
    assertEquals("the node is gone", ended.get("ending"));
  }

  @Test
  void a_finding_that_grows_is_worse_and_belongs_to_the_same_incident() {
    var mild = FindingCopy.of(Examples.bare("i-1")).severity(Severity.LOW).finding();
    var opened = demo.events(mild);
    var worse = demo.events(Examples.bare("i-1"));
    assertEquals("Slash80 Finding Worse", worse.getFirst().get("type"));
    assertTrue(slack(worse.getFirst()).contains("Worse than before"));
    assertEquals(
        pagerDuty(opened.getFirst()).get("dedup_key"),
        pagerDuty(worse.getFirst()).get("dedup_key"));
  }

  @Test
  void a_finding_below_the_least_severity_has_no_event() {
    var findings = List.of(Examples.open("eni-1"), Examples.bare("i-1"));
    assertEquals(
        List.of("CRITICAL"),
        demo.check(Severity.CRITICAL, findings).events().stream()
            .map(event -> detail(event).get("severity"))
            .toList());
    assertEquals(
        List.of("CRITICAL"),
        demo.check(Severity.CRITICAL, List.of()).events().stream()
            .map(event -> detail(event).get("severity"))
            .toList());
  }

  /// A finding check by check: its severity, or a dash where it is gone, and the least severity
  /// that is sent; after them the events.
  @ParameterizedTest
  @CsvSource({
    "CRITICAL>HIGH LOW>HIGH ->HIGH, opened CRITICAL; resolved CRITICAL",
    "CRITICAL>HIGH LOW>HIGH MEDIUM>HIGH ->HIGH, opened CRITICAL; resolved CRITICAL",
    "CRITICAL>HIGH LOW>HIGH HIGH>HIGH ->HIGH, opened CRITICAL; worse HIGH; resolved CRITICAL",
    "LOW>HIGH CRITICAL>HIGH LOW>HIGH ->HIGH, worse CRITICAL; resolved CRITICAL",
    "LOW>HIGH MEDIUM>HIGH ->HIGH, ''",
    "MEDIUM>LOW ->HIGH, opened MEDIUM; resolved MEDIUM",
    "MEDIUM>LOW MEDIUM>HIGH LOW>HIGH ->HIGH, opened MEDIUM; resolved MEDIUM",
    "CRITICAL>HIGH ->HIGH LOW>HIGH ->HIGH, opened CRITICAL; resolved CRITICAL",
    "CRITICAL>HIGH LOW>LOW ->LOW, opened CRITICAL; resolved CRITICAL"
  })
  void the_end_of_a_finding_that_was_sent_is_sent_however_severe_it_is_by_then(
      String checks, String expected) {
    var told = new ArrayList<String>();
    for (String check : checks.split(" ")) {
      var severity = check.substring(0, check.indexOf('>'));
      var least = Severity.valueOf(check.substring(check.indexOf('>') + 1));
      var found =
          severity.equals("-")
              ? List.<Finding>of()
              : List.of(
                  FindingCopy.of(Examples.bare("i-1"))
                      .severity(Severity.valueOf(severity))
                      .finding());
      demo.ledger = Ledger.of(demo.ledger.tree());
      demo.check(least, found)
          .events()
          .forEach(
              event -> told.add(detail(event).get("event") + " " + detail(event).get("severity")));
    }
    assertEquals(expected, String.join("; ", told));
  }

  @Test
  void an_end_that_a_check_owes_is_sent_when_the_finding_is_back_below_the_least_severity() {
    var mild = FindingCopy.of(Examples.bare("i-1")).severity(Severity.LOW).finding();
    demo.check(Severity.HIGH, List.of(Examples.bare("i-1")));
    var killed = demo.check(Severity.HIGH, List.of());
    var claim = killed.delta().claim("check-1", demo.now, List.of());
    demo.ledger = Ledger.of(demo.ledger.with(claim).tree());
    demo.now = demo.now.minus(Duration.ofMinutes(55)); // back so soon that it is known
    assertEquals(List.of(), demo.check(Severity.HIGH, List.of(mild)).events());

    var ended = demo.check(Severity.HIGH, List.of()).events();
    assertEquals("Slash80 Finding Resolved", ended.getFirst().get("type"));
  }

  @Test
  void a_finding_that_was_never_sent_keeps_no_incident_open() {
    var mild = FindingCopy.of(Examples.bare("i-2")).severity(Severity.LOW).finding();
    demo.check(Severity.HIGH, List.of(Examples.bare("i-1"), mild));
    var ended = demo.check(Severity.HIGH, List.of(mild)).events();
    assertEquals(0, detail(ended.getFirst()).get("remaining"));
    assertEquals("resolve", pagerDuty(ended.getFirst()).get("event_action"));
  }

  @Test
  void an_alert_makes_at_most_ten_messages_and_the_last_counts_the_other_changes() {
    var findings = new ArrayList<Finding>();
    for (int i = 0; i < 25; i++) {
      findings.add(FindingCopy.of(Examples.open("eni-" + i)).cause("sg-" + i).finding());
    }
    var events = demo.check(Severity.LOW, findings).events();
    var messages = events.stream().filter(event -> detail(event).containsKey("slack")).toList();
    assertEquals(10, messages.size());
    assertTrue(slack(messages.getLast()).contains("And 15 more changes in the same alert"));
    assertEquals(25, events.stream().filter(event -> pagerDuty(event) != null).count());
  }

  @Test
  void a_change_that_is_sent_twice_has_the_same_id() {
    var check = demo.check(Severity.LOW, List.of(Examples.bare("i-1")));
    var later =
        JudgementFixture.judging(DEMO, demo.now.plusSeconds(900))
            .finds(List.of(Examples.bare("i-1")))
            .judgement();
    var again = FindingEvents.of(later, check.delta(), List.of(), check.before(), Severity.LOW);
    assertEquals(detail(check.events().getFirst()).get("id"), detail(again.getFirst()).get("id"));
  }

  @Test
  void thousands_of_findings_with_hostile_names_stay_within_every_limit() {
    for (long seed = 1; seed <= 4; seed++) {
      var random = new Random(seed);
      var findings = new ArrayList<Finding>();
      for (int i = 0; i < 2_000 >> seed % 4 * 3; i++) {
        findings.add(hostile(random, i));
      }
      var ended = new ArrayList<Delta.Resolved>();
      for (int i = 0; i < random.nextInt(60); i++) {
        ended.add(
            new Delta.Resolved(
                AlertLimitsTest.name(random),
                AlertLimitsTest.name(random),
                Examples.AT,
                Delta.Ending.MENDED));
      }
      var origins = new ArrayList<ChangeOrigin>();
      for (int i = 0; i < random.nextInt(200); i++) {
        origins.add(
            new ChangeOrigin(
                AlertLimitsTest.name(random),
                AlertLimitsTest.name(random),
                Examples.AT,
                Set.of(findings.getFirst().cause()),
                0,
                new CallRecord(
                    AlertLimitsTest.name(random),
                    AlertLimitsTest.name(random),
                    AlertLimitsTest.name(random)),
                new Effect.Unknown()));
      }
      var judgement =
          Examples.judgement(Examples.cluster("d_emo" + "o".repeat(95)), findings, List.of());
      var events =
          FindingEvents.of(
              judgement,
              Examples.news(findings, ended),
              origins,
              Ledger.empty("demo"),
              Severity.LOW);
      assertFalse(events.isEmpty());
      for (var event : events) {
        int size = CheckedEvents.text(event).getBytes(StandardCharsets.UTF_8).length;
        assertTrue(size <= 250_000, seed + ": " + size);
        nothingActs(event, "seed " + seed);
      }
    }
  }

  private static Finding hostile(Random random, int number) {
    var finding = AlertLimitsTest.hostileFinding(random, number);
    return FindingCopy.of(finding)
        .cause("cause " + random.nextInt(40) + AlertLimitsTest.HOSTILE[number % 20])
        .finding();
  }

  private static void nothingActs(Map<String, Object> event, String seed) {
    var message = detail(event).get("slack");
    if (message == null) {
      return;
    }
    for (var block : (List<?>) ((Map<?, ?>) message).get("blocks")) {
      var text = ((Map<?, ?>) block).get("text");
      if (text instanceof Map<?, ?> words) {
        for (String line : words.get("text").toString().split("\n")) {
          assertFalse(line.matches(".*[<>].*"), seed + ": " + line);
          AlertLimitsTest.plainOutsideCode(line, seed);
        }
      }
    }
  }
}
