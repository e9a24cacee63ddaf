package slash80.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.ledger.Examples.alert;
import static slash80.ledger.Examples.bare;
import static slash80.ledger.Examples.judgement;
import static slash80.ledger.Examples.open;
import static slash80.ledger.Examples.resolved;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import slash80.facts.Fact;
import slash80.fixtures.AlertSchema;
import slash80.fixtures.Fixtures;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.CheckedScope;
import slash80.ledger.Delta;
import slash80.ledger.Examples;
import slash80.ledger.Ledger;
import slash80.ledger.Observation;
import slash80.ledger.Timings;
import slash80.rule.Finding;

/// Alerts about findings: e-mail, chat card, document and attributes.
class AlertTest {
  @Test
  void a_chain_of_commands_is_broken_only_where_a_shell_reads_on() {
    assertEquals(
        List.of("GATEWAY=$(aws ec2 create-x --y z) &&", "aws ec2 replace-route --to \"$GATEWAY\""),
        TextFormat.repair(
            "GATEWAY=$(aws ec2 create-x --y z) && aws ec2 replace-route --to \"$GATEWAY\"", 20));
    assertEquals(List.of("Replace the", "node."), TextFormat.repair("Replace the node.", 12));
  }

  @Test
  void the_e_mail_can_be_read_by_somebody_who_has_never_heard_of_slash80() {
    assertEquals(
        """
        Changed   2026-11-23 08:05:00 UTC by Admin/alice with
                  AuthorizeSecurityGroupIngress on sg-2
        Fix       aws ec2 revoke-security-group-ingress --group-id sg-2 --security-group-rule-ids sgr-0123456789abcdef0
        Where     network-interface eni-1 of node i-0b2

        The network of the Amazon EKS cluster demo has changed: 2 new causes on
        2 nodes.

        Cluster   demo, account 111122223333, us-east-2
        Checked   2026-11-23 08:05:12 UTC
        Causes    1 CRITICAL, 1 HIGH

        1. CRITICAL: 2 interfaces are open to the internet over IPv6

        Also      eni-2
        Evidence  igw-1 is attached to vpc-1
                  sg-2: sgr-0123456789abcdef0 admits tcp 22 from ::/0
        Risk      Anyone on the internet can open a connection to the pods
                  behind it.
        Docs      https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
        Expected  An interface should be closed to the internet over IPv6
        Rule      interface-closed-to-ipv6-internet

        WHAT HAPPENED

        2026-11-23 08:05:00 UTC  AuthorizeSecurityGroupIngress
          by arn:aws:sts::111122223333:assumed-role/Admin/alice

        THE OTHER CAUSES

         2. HIGH: i-7 holds no prefix
            https://us-east-2.console.aws.amazon.com/ec2/home?region=us-east-2#InstanceDetails:instanceId=i-7

        IF THIS IS MEANT

        Add number 1 to the policy, with your reason and name, and likewise for
        the other one:

        exemptions:
          - rule: interface-closed-to-ipv6-internet
            subject: eni-1
            reason: why this is meant
            owner: team@example.com
            expires: 2026-12-23

        -- \n\
        Slash80 checks that every node has its own IPv6 /80 for its pods, and
        that no port of a node or pod is open to the internet, over IPv6 or
        IPv4. To see all findings of this cluster:
        ./slash80 audit --region us-east-2 --cluster demo
        """,
        alert(open("eni-1"), open("eni-2"), bare("i-7")).email());
  }

  @Test
  void the_e_mail_tells_what_is_resolved() {
    var email =
        AlertSchema.alertOf(judgement(), resolved("node-holds-pod-prefix/i-1"), List.of()).email();
    assertTrue(
        email.replaceAll("\\s+", " ").contains("demo has changed: 1 cause is resolved."), email);
    assertTrue(
        email.contains(
            """
            Ended     before 2026-11-23 08:05:12 UTC by a change that no event named
            Lasted    since 2026-11-23 08:05:12 UTC
            On        i-1
            """),
        email);
  }

  @Test
  void the_chat_card_has_the_same_news() {
    assertEquals(
        """
        Account 111122223333, region us-east-2
        `AuthorizeSecurityGroupIngress` by `arn:aws:sts::111122223333:assumed-role/Admin/alice` at 2026-11-23 08:05:00 UTC

        *CRITICAL* `eni-1 is open to the internet over IPv6`
        On `network-interface eni-1 of node i-0b2`
        Changed `by Admin/alice with AuthorizeSecurityGroupIngress on sg-2` at 2026-11-23 08:05:00 UTC
        Risk: Anyone on the internet can open a connection to the pods behind it.
        Expected: An interface should be closed to the internet over IPv6
        Rule: `interface-closed-to-ipv6-internet` (<https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html|AWS documentation>)
        """,
        content(alert(open("eni-1"))).get("description"));
    assertEquals(
        ":warning: [CRITICAL] demo: eni-1 is open to the internet over IPv6 (us-east-2)",
        content(alert(open("eni-1"))).get("title"));
    assertEquals(
        List.of(
            "`aws ec2 revoke-security-group-ingress --group-id sg-2 --security-group-rule-ids"
                + " sgr-0123456789abcdef0`"),
        content(alert(open("eni-1"))).get("nextSteps"));
  }

  @Test
  void the_chat_card_has_the_form_that_amazon_q_asks_for() {
    var card = alert(open("eni-1")).card();
    assertEquals(
        List.of("version", "source", "id", "content", "metadata"), List.copyOf(card.keySet()));
    assertEquals("1.0", card.get("version"));
    assertEquals("custom", card.get("source"));
    assertEquals("client-markdown", content(alert(open("eni-1"))).get("textType"));
    assertEquals(
        "{threadId=cluster/arn:aws:eks:us-east-2:111122223333:cluster/demo,"
            + " summary=[CRITICAL] demo: eni-1 is open to the internet over IPv6 (us-east-2),"
            + " eventType=Slash80,"
            + " relatedResources=[arn:aws:eks:us-east-2:111122223333:cluster/demo],"
            + " additionalContext={cluster=demo, account=111122223333, region=us-east-2,"
            + " opened=1, resolved=0}, enableCustomActions=false}",
        card.get("metadata").toString());
  }

  @Test
  void many_findings_with_one_cause_are_one_matter_that_counts_them() {
    var many = IntStream.range(0, 312).mapToObj(i -> open("eni-%03d".formatted(i))).toList();
    var alert = alert(many.toArray(Finding[]::new));
    assertEquals(
        "[CRITICAL] demo: 312 interfaces are open to the internet over IPv6 (us-east-2)",
        alert.subject());
    assertTrue(
        alert.email().replaceAll("\\s+", " ").contains("eni-006 and 305 more Evidence"),
        alert.email());
    assertTrue(
        content(alert).get("description").toString().contains("`eni-004` and 307 more\n"),
        content(alert).toString());
    assertEquals(312, ((List<?>) alert.document().get("opened")).size());
  }

  @Test
  void findings_that_stand_for_themselves_are_told_together_when_they_are_alike() {
    assertEquals(1, FindingGroup.of(List.of(bare("i-1"), bare("i-2"))).size());
    assertEquals(2, FindingGroup.of(List.of(bare("i-1"), open("eni-1"))).size());
    assertEquals(
        open("eni-1"), FindingGroup.of(List.of(bare("i-1"), open("eni-1"))).getFirst().first());
  }

  @Test
  void attributes_serve_filter_policies() {
    assertEquals(
        "{kind=change, severity=CRITICAL, cluster=demo, account=111122223333, region=us-east-2,"
            + " families=[delegation, ingress], opened=2, resolved=0,"
            + " reminded=0, refused=0}",
        alert(open("eni-1"), bare("i-1")).attributes().toString());
    assertEquals(
        "RESOLVED",
        AlertSchema.alertOf(judgement(), resolved("a/1"), List.of()).attributes().get("severity"));
  }

  @Test
  void the_document_is_what_machines_read() {
    var document = alert(open("eni-1")).document();
    assertEquals(
        List.of(
            "schema",
            "kind",
            "cluster",
            "account",
            "region",
            "at",
            "severity",
            "origins",
            "opened",
            "resolved",
            "undecided",
            "causes",
            "worse",
            "flapping",
            "shrunk",
            "reminded",
            "occasion"),
        List.copyOf(document.keySet()));
    assertEquals(
        "[{what=AuthorizeSecurityGroupIngress,"
            + " who=arn:aws:sts::111122223333:assumed-role/Admin/alice, at=2026-11-23T08:05:00Z}]",
        document.get("origins").toString());
  }

  @Test
  void the_brief_document_counts_and_says_where_the_whole_is() {
    var brief = alert(open("eni-1"), open("eni-2")).brief("s3://ledger/demo/digest.json");
    assertEquals(2, ((Map<?, ?>) brief.get("counts")).get("opened"));
    assertEquals("s3://ledger/demo/digest.json", brief.get("whole"));
    assertEquals(
        "[{rule=interface-closed-to-ipv6-internet, severity=CRITICAL, cause=sg-2, findings=2,"
            + " first=eni-1, changedBy=[{what=AuthorizeSecurityGroupIngress,"
            + " who=arn:aws:sts::111122223333:assumed-role/Admin/alice,"
            + " at=2026-11-23T08:05:00Z}], rules=[interface-closed-to-ipv6-internet], places=1,"
            + " fix=aws ec2 revoke-security-group-ingress --group-id sg-2"
            + " --security-group-rule-ids sgr-0123456789abcdef0}]",
        brief.get("causes").toString());
  }

  @Test
  void a_call_is_named_beside_what_it_changed_and_not_beside_the_rest() {
    var email = alert(open("eni-1"), bare("i-7")).email();
    assertEquals(1, email.split("by Admin/alice with").length - 1, email);
  }

  @Test
  void the_call_behind_the_news_is_told_however_many_came_before_it() {
    var origins = new ArrayList<ChangeOrigin>();
    for (int number = 0; number < 50; number++) {
      var at = Examples.AT.minusSeconds(1000 - number);
      origins.add(
          new ChangeOrigin("CreateTags", "arn:aws:iam::1:user/bob", at, Set.of("i-" + number)));
    }
    origins.add(Examples.ORIGIN);
    var finding = open("eni-1");
    var alert = AlertSchema.alertOf(judgement(finding), Examples.opened(List.of(finding)), origins);

    assertTrue(
        alert.email().contains("WHAT HAPPENED\n\n2026-11-23 08:05:00 UTC  Authorize"),
        alert.email());
    assertTrue(
        content(alert)
            .get("description")
            .toString()
            .lines()
            .toList()
            .get(1)
            .startsWith("`AuthorizeSecurityGroupIngress`"));
  }

  /// A subscriber who filters on CRITICAL would otherwise get the next reminder a day later.
  @Test
  void a_reminder_that_is_worse_than_the_news_leads_and_both_are_told() {
    var delta =
        Examples.delta(
            Delta.Occasion.CHECK,
            List.of(bare("i-7")),
            List.of(),
            List.of(open("eni-1"), open("eni-2")));

    var alert =
        AlertSchema.alertOf(judgement(bare("i-7"), open("eni-1"), open("eni-2")), delta, List.of());

    assertEquals("CRITICAL", alert.attributes().get("severity"));
    assertEquals("CRITICAL", alert.document().get("severity"));
    assertEquals(
        "[CRITICAL] demo: still: 2 interfaces are open to the internet over IPv6; 1 new"
            + " (us-east-2)",
        alert.subject());
    String card = alert.card().toString();
    assertTrue(card.contains("i-7 holds no prefix"), card);
    assertEquals(1, card.split("Still open", -1).length - 1, card);
    assertFalse(card.contains("more severe open"), card);
  }

  @Test
  void news_that_are_as_bad_as_the_reminder_lead() {
    var delta =
        Examples.delta(
            Delta.Occasion.CHECK, List.of(open("eni-1")), List.of(), List.of(open("eni-2")));

    var alert = AlertSchema.alertOf(judgement(open("eni-1"), open("eni-2")), delta, List.of());

    assertEquals(
        "[CRITICAL] demo: eni-1 is open to the internet over IPv6 (us-east-2)", alert.subject());
  }

  @Test
  void a_reminder_says_what_is_still_open() {
    var finding = open("eni-1");
    var alert =
        AlertSchema.alertOf(
            judgement(finding),
            Examples.delta(Delta.Occasion.CHECK, List.of(), List.of(), List.of(finding)),
            List.of());

    assertEquals(
        "[CRITICAL] demo: still: eni-1 is open to the internet over IPv6 (us-east-2)",
        alert.subject());
    assertTrue(alert.email().startsWith("So        since 2026-11-23"), alert.email());
    assertTrue(alert.email().contains("demo still has"), alert.email());
    assertTrue(alert.email().contains("Fix       aws ec2 revoke"), alert.email());
    assertTrue(content(alert).get("description").toString().contains("Still open"));
    assertEquals("CRITICAL", alert.attributes().get("severity"));
    assertEquals(1, alert.attributes().get("reminded"));
  }

  @Test
  void the_end_of_a_cluster_is_told_even_where_nothing_was_wrong() {
    var alert =
        AlertSchema.alertOf(
            judgement(),
            Examples.delta(Delta.Occasion.CLUSTER_GONE, List.of(), List.of(), List.of()),
            List.of());

    assertEquals("[RESOLVED] demo: the cluster is gone (us-east-2)", alert.subject());
    assertTrue(alert.email().startsWith("The Amazon EKS cluster demo is gone."), alert.email());
    assertEquals("cluster-gone", alert.document().get("occasion"));
    assertEquals(
        "Account 111122223333, region us-east-2\n"
            + "The Amazon EKS cluster demo is gone. This is the last alert about it.\n",
        content(alert).get("description"));
  }

  @Test
  void the_end_of_the_checks_of_a_cluster_is_not_told_as_its_end() {
    var delta = Delta.leaving(check(Ledger.empty("demo"), open("eni-1")).after(), Fixtures.NOW);
    var alert = AlertSchema.alertOf(judgement(), delta, List.of());

    assertEquals("[RESOLVED] demo: the cluster is no longer checked (us-east-2)", alert.subject());
    assertTrue(alert.email().contains("no longer checked"), alert.email());
    assertFalse(alert.email().contains("is gone"), alert.email());
    assertEquals("no-longer-checked", alert.document().get("occasion"));
    assertEquals("gone", alert.document().get("kind"));
  }

  @Test
  void new_findings_of_a_first_check_are_a_baseline_and_those_of_a_later_check_a_change() {
    var finding = open("eni-1");
    var first = check(Ledger.empty("demo"), finding);
    assertEquals(Delta.Occasion.FIRST_CHECK, first.occasion());
    assertEquals("baseline", document(first).get("kind"));
    assertEquals("check", document(first).get("occasion"));

    var later = check(first.after(), finding, bare("i-7"));
    assertEquals(Delta.Occasion.CHECK, later.occasion());
    assertEquals("change", document(later).get("kind"));
  }

  private static Delta check(Ledger before, Finding... findings) {
    var seen = new Observation(CheckedScope.whole(), Fact.known(Set.of()), Map.of());
    return Delta.between(before, judgement(findings), seen, Timings.DEFAULTS.lapse());
  }

  private static Map<String, Object> document(Delta delta) {
    return AlertSchema.alertOf(judgement(), delta, List.of()).document();
  }

  private static Map<?, ?> content(Alert alert) {
    return (Map<?, ?>) alert.card().get("content");
  }
}
