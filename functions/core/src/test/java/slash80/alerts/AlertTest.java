package slash80.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.alerts.Examples.alert;
import static slash80.alerts.Examples.bare;
import static slash80.alerts.Examples.judgement;
import static slash80.alerts.Examples.open;
import static slash80.alerts.Examples.resolved;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import slash80.facts.Refusal;
import slash80.rules.Family;
import slash80.rules.Finding;
import slash80.rules.Judgement;
import slash80.rules.Severity;

class AlertTest {

  @Test
  void the_subject_says_how_bad_it_is_and_what_and_where() {
    assertEquals(
        "[CRITICAL] demo: eni-1 is open to the internet over IPv6 (us-east-2)",
        alert(open("eni-1")).subject());
    assertEquals(
        "[CRITICAL] demo: eni-1 is open to the internet over IPv6; 2 more like it (us-east-2)",
        alert(open("eni-1"), open("eni-2"), open("eni-3")).subject());
    assertEquals(
        "[CRITICAL] demo: eni-1 is open to the internet over IPv6; 1 more (us-east-2)",
        alert(bare("i-7"), open("eni-1")).subject());
    assertEquals(
        "[RESOLVED] demo: 2 findings resolved (us-east-2)",
        Alert.of(judgement(), resolved("a/1", "a/2"), List.of()).subject());
  }

  @Test
  void a_subject_without_room_for_the_name_says_the_kind_and_is_cut_at_a_word() {
    var finding = open("eni-0123456789abcdef0");
    assertEquals(
        "[CRITICAL] demo: an interface is open to the whole internet on tcp 22 and at least..."
            + " (us-east-2)",
        alert(
                saying(
                    finding,
                    "eni-0123456789abcdef0 of i-0b2 is open to the whole internet on tcp 22 and"
                        + " at least half of it on udp 53"))
            .subject());
  }

  private static Finding saying(Finding finding, String detail) {
    return new Finding(
        finding.rule(),
        finding.family(),
        finding.severity(),
        finding.subjectType(),
        finding.subject(),
        finding.node(),
        finding.title(),
        detail,
        finding.risk(),
        finding.remedy(),
        finding.see(),
        finding.cause(),
        finding.evidence(),
        finding.open(),
        finding.latent());
  }

  /// The first schema of the ledger kept neither what a finding said nor what it is about.
  @Test
  void a_finding_of_an_old_ledger_is_told_though_little_is_left_of_it() {
    var longName = "k8s-default-something-that-is-rather-long-0123456789";
    var finding =
        new Finding(
            "load-balancer-guarded-by-security-group",
            Family.INGRESS,
            Severity.CRITICAL,
            "",
            longName,
            Optional.empty(),
            "A load balancer is guarded by a security group",
            "load-balancer-guarded-by-security-group/" + longName,
            "",
            "",
            "",
            "",
            List.of(),
            Optional.empty(),
            Optional.empty());

    assertEquals(
        "[CRITICAL] demo: load-balancer-guarded-by-security-group/something (us-east-2)",
        alert(finding).subject());
  }

  @Test
  void a_chain_of_commands_is_broken_only_where_a_shell_reads_on() {
    assertEquals(
        List.of("GATEWAY=$(aws ec2 create-x --y z) &&", "aws ec2 replace-route --to \"$GATEWAY\""),
        Plain.repair(
            "GATEWAY=$(aws ec2 create-x --y z) && aws ec2 replace-route --to \"$GATEWAY\"", 20));
    assertEquals(List.of("Replace the", "node."), Plain.repair("Replace the node.", 12));
  }

  @Test
  void the_e_mail_can_be_read_by_somebody_who_has_never_heard_of_slash80() {
    assertEquals(
        """
        The network of the Amazon EKS cluster demo has changed: 3 new findings.

        Cluster     demo
        Account     111122223333
        Region      us-east-2
        Checked     2026-11-23 08:05:12 UTC
        Wrong       2 CRITICAL, 1 HIGH

        WHAT HAPPENED

        2026-11-23 08:05:00 UTC  AuthorizeSecurityGroupIngress
                                 by arn:aws:sts::111122223333:assumed-role/Admin/alice

        1. CRITICAL: eni-1 is open to the internet over IPv6

        Where       network-interface eni-1 of node i-0b2
        Also        eni-2
        Changed by  AuthorizeSecurityGroupIngress by
                    arn:aws:sts::111122223333:assumed-role/Admin/alice at 2026-11-23
                    08:05:00 UTC
        Seen        igw-1 is attached to vpc-1
                    sg-2: sgr-0123456789abcdef0 admits tcp 22 from ::/0
        Risk        Anyone on the internet can open a connection to the pods behind
                    it.
        Repair      aws ec2 revoke-security-group-ingress --group-id sg-2 --security-group-rule-ids sgr-0123456789abcdef0
        Read        https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html
        Rule        An interface is closed to the IPv6 internet
                    (interface-closed-to-ipv6-internet)

        2. HIGH: i-7 holds no prefix

        Where       instance i-7
        Risk        Its pods get no address and stay pending.
        Repair      aws ec2 assign-ipv6-addresses --network-interface-id eni-9 --ipv6-prefix-count 1
        Read        https://docs.aws.amazon.com/eks/latest/userguide/cni-ipv6.html
        Rule        A node holds an IPv6 prefix for its pods (node-holds-pod-prefix)

        -- \n\
        Slash80 checks that every node holds its own IPv6 /80 for its pods, that no
        pod is exposed over IPv4, and that nothing from the internet gets round the
        security groups. Everything that it finds in this cluster:
        ./slash80 audit --region us-east-2 --cluster demo
        """,
        alert(open("eni-1"), open("eni-2"), bare("i-7")).email());
  }

  @Test
  void the_e_mail_tells_what_is_resolved() {
    var email = Alert.of(judgement(), resolved("node-holds-pod-prefix/i-1"), List.of()).email();
    assertTrue(email.contains("demo has changed: 1 resolved."), email);
    assertTrue(
        email.contains(
            """
            RESOLVED

            - node-holds-pod-prefix/i-1
              A node holds an IPv6 prefix for its pods (since 2026-11-23 08:05:12 UTC):
              it is mended
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
        On network-interface `eni-1` of node `i-0b2`
        Changed by `AuthorizeSecurityGroupIngress` by `arn:aws:sts::111122223333:assumed-role/Admin/alice` at 2026-11-23 08:05:00 UTC
        Seen: `igw-1 is attached to vpc-1`, `sg-2: sgr-0123456789abcdef0 admits tcp 22 from ::/0`
        Risk: Anyone on the internet can open a connection to the pods behind it.
        Rule: An interface is closed to the IPv6 internet (<https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html|AWS documentation>)
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
        "[CRITICAL] demo: eni-000 is open to the internet over IPv6; 311 more like it (us-east-2)",
        alert.subject());
    assertTrue(alert.email().contains("eni-010 and 301 more\n"), alert.email());
    assertTrue(
        content(alert).get("description").toString().contains("`eni-004` and 307 more\n"),
        content(alert).toString());
    assertEquals(312, ((List<?>) alert.document().get("opened")).size());
  }

  @Test
  void findings_that_stand_for_themselves_are_told_together_when_they_are_alike() {
    assertEquals(1, Matter.of(List.of(bare("i-1"), bare("i-2"))).size());
    assertEquals(2, Matter.of(List.of(bare("i-1"), open("eni-1"))).size());
    assertEquals(open("eni-1"), Matter.of(List.of(bare("i-1"), open("eni-1"))).getFirst().first());
  }

  @Test
  void attributes_serve_filter_policies() {
    assertEquals(
        "{severity=CRITICAL, cluster=demo, account=111122223333, region=us-east-2,"
            + " families=[delegation, ingress], opened=2, resolved=0,"
            + " reminded=0, refused=0}",
        alert(open("eni-1"), bare("i-1")).attributes().toString());
    assertEquals(
        "RESOLVED", Alert.of(judgement(), resolved("a/1"), List.of()).attributes().get("severity"));
  }

  @Test
  void the_document_is_what_machines_read() {
    var document = alert(open("eni-1")).document();
    assertEquals(
        List.of(
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
            + " at=2026-11-23T08:05:00Z}]}]",
        brief.get("causes").toString());
  }

  @Test
  void a_call_is_named_beside_what_it_changed_and_not_beside_the_rest() {
    var email = alert(open("eni-1"), bare("i-7")).email();
    assertEquals(1, email.split("Changed by").length - 1, email);
  }

  @Test
  void the_call_behind_the_news_is_told_however_many_came_before_it() {
    var origins = new ArrayList<Origin>();
    for (int number = 0; number < 50; number++) {
      var at = Examples.AT.minusSeconds(1000 - number);
      origins.add(new Origin("CreateTags", "arn:aws:iam::1:user/bob", at, Set.of("i-" + number)));
    }
    origins.add(Examples.ORIGIN);
    var finding = open("eni-1");
    var alert = Alert.of(judgement(finding), Examples.opened(List.of(finding)), origins);

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

  /// Whoever filters on CRITICAL hears of it again a day later only.
  @Test
  void a_reminder_that_is_worse_than_the_news_leads_and_both_are_told() {
    var delta =
        Examples.delta(
            Delta.Occasion.CHECK,
            List.of(bare("i-7")),
            List.of(),
            List.of(open("eni-1"), open("eni-2")));

    var alert = Alert.of(judgement(bare("i-7"), open("eni-1"), open("eni-2")), delta, List.of());

    assertEquals("CRITICAL", alert.attributes().get("severity"));
    assertEquals("CRITICAL", alert.document().get("severity"));
    assertEquals(
        "[CRITICAL] demo: still: eni-1 is open to the internet over IPv6; 1 more like it; 1 new"
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

    var alert = Alert.of(judgement(open("eni-1"), open("eni-2")), delta, List.of());

    assertEquals(
        "[CRITICAL] demo: eni-1 is open to the internet over IPv6 (us-east-2)", alert.subject());
  }

  @Test
  void a_reminder_says_what_is_still_open() {
    var finding = open("eni-1");
    var alert =
        Alert.of(
            judgement(finding),
            Examples.delta(Delta.Occasion.CHECK, List.of(), List.of(), List.of(finding)),
            List.of());

    assertEquals(
        "[CRITICAL] demo: still: eni-1 is open to the internet over IPv6 (us-east-2)",
        alert.subject());
    assertTrue(alert.email().startsWith("The network of the Amazon EKS cluster demo still has"));
    assertTrue(alert.email().contains("STILL OPEN"), alert.email());
    assertTrue(alert.email().contains("Repair      aws ec2 revoke"), alert.email());
    assertTrue(content(alert).get("description").toString().contains("Still open"));
    assertEquals("CRITICAL", alert.attributes().get("severity"));
    assertEquals(1, alert.attributes().get("reminded"));
  }

  @Test
  void the_end_of_a_cluster_is_told_even_where_nothing_was_wrong() {
    var alert =
        Alert.of(
            judgement(),
            Examples.delta(Delta.Occasion.CLUSTER_GONE, List.of(), List.of(), List.of()),
            List.of());

    assertEquals("[RESOLVED] demo: the cluster is gone (us-east-2)", alert.subject());
    assertTrue(alert.email().startsWith("The Amazon EKS cluster demo is gone."), alert.email());
    assertEquals("cluster-gone", alert.document().get("occasion"));
    assertEquals(
        "Account 111122223333, region us-east-2\n"
            + "The cluster is gone. This is the last alert about it.\n",
        content(alert).get("description"));
  }

  private static Map<?, ?> content(Alert alert) {
    return (Map<?, ?>) alert.card().get("content");
  }

  // ---- Missing permissions ----

  private static final String WHO =
      "arn:aws:sts::111122223333:assumed-role/slash80-WatchRole-1ABCD/slash80";

  private static Judgement.Missing denied(String action, String... rules) {
    return new Judgement.Missing(
        new Refusal(action, "UnauthorizedOperation", Optional.of(WHO)),
        new TreeSet<>(List.of(rules)));
  }

  private static Alert missing(List<Finding> findings, Judgement.Missing... refused) {
    return Alert.of(
        judgement(findings.toArray(Finding[]::new)),
        Examples.refused(findings, refused),
        List.of());
  }

  private static final Judgement.Missing TABLES =
      denied(
          "ec2:DescribeRouteTables",
          "interface-closed-to-ipv6-internet",
          "ingress-passes-inspection");

  private static Finding low(String node) {
    var known = bare(node);
    return new Finding(
        known.rule(),
        known.family(),
        Severity.LOW,
        known.subjectType(),
        known.subject(),
        known.node(),
        known.title(),
        known.detail(),
        known.risk(),
        known.remedy(),
        known.see(),
        known.cause(),
        known.evidence(),
        known.open(),
        known.latent());
  }

  @Test
  void the_subject_says_what_is_denied_and_how_many_rules_are_blind() {
    assertEquals(
        "[HIGH] demo: cannot judge 2 rules: ec2:DescribeRouteTables is denied (us-east-2)",
        missing(List.of(), TABLES).subject());
    assertEquals(
        "[HIGH] demo: cannot judge 3 rules: ec2:DescribeRouteTables and 1 more are denied"
            + " (us-east-2)",
        missing(List.of(), TABLES, denied("eks:DescribeAddon", "vpc-cni-delegates-prefixes"))
            .subject());
    assertEquals(
        "[HIGH] demo: cannot judge 2 rules: ec2:DescribeRouteTables is denied; 1 finding"
            + " (us-east-2)",
        missing(List.of(low("i-7")), TABLES).subject());
    assertEquals(
        "[CRITICAL] demo: eni-1 is open to the internet over IPv6; 2 rules not judged (us-east-2)",
        missing(List.of(open("eni-1")), TABLES).subject());
    assertEquals(
        "[LOW] demo: cannot judge 1 rule: a permission is missing (us-east-2)",
        missing(
                List.of(),
                denied(
                    "elasticloadbalancing:DescribeLoadBalancerAttributes",
                    "load-balancer-keeps-client-address"))
            .subject());
  }

  @Test
  void what_no_rule_misses_is_low_and_says_so() {
    var alert = missing(List.of(), denied("elasticloadbalancing:DescribeTags"));
    assertEquals(
        "[LOW] demo: elasticloadbalancing:DescribeTags is denied (us-east-2)", alert.subject());
    assertTrue(alert.email().contains("which\nno rule misses now."), alert.email());
    assertTrue(alert.email().contains("you are not reminded"), alert.email());
    assertTrue(
        content(alert).get("description").toString().contains("No rule misses it now"),
        content(alert).toString());
  }

  @Test
  void a_missing_permission_is_as_severe_as_the_worst_rule_that_misses_it() {
    assertEquals("HIGH", missing(List.of(), TABLES).attributes().get("severity"));
    assertEquals(
        "[delegation]",
        missing(List.of(), denied("eks:DescribeAddon", "vpc-cni-delegates-prefixes"))
            .attributes()
            .get("families")
            .toString());
    assertEquals("HIGH", missing(List.of(low("i-7")), TABLES).attributes().get("severity"));
  }

  @Test
  void the_e_mail_names_the_permission_the_rules_and_the_command_that_grants_it() {
    assertEquals(
        """
        The network of the Amazon EKS cluster demo is not read as a whole:
        ec2:DescribeRouteTables is denied. 2 rules cannot be judged for want of a
        permission.

        Cluster     demo
        Account     111122223333
        Region      us-east-2
        Checked     2026-11-23 08:05:12 UTC
        Not judged  2 rules

        WHAT HAPPENED

        No change is known that led to this check.

        MISSING PERMISSIONS

        What is wrong is not told while the rules that would find it cannot be
        judged. What was told before stays open. You are reminded for as long as it
        lasts.

        HIGH: ec2:DescribeRouteTables is denied

        Denied to   arn:aws:sts::111122223333:assumed-role/slash80-WatchRole-1ABCD/slash80
        Answer      UnauthorizedOperation
        Not judged  ingress-passes-inspection, interface-closed-to-ipv6-internet
        Repair      aws iam put-role-policy --role-name slash80-WatchRole-1ABCD --policy-name slash80-ec2-DescribeRouteTables --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:DescribeRouteTables","Resource":"*"}]}'
                    Better, bring the stack that made the role up to date. Where the
                    role has the permission, a service control policy or a
                    permissions boundary takes it away.
        Read        https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html

        -- \n\
        Slash80 checks that every node holds its own IPv6 /80 for its pods, that no
        pod is exposed over IPv4, and that nothing from the internet gets round the
        security groups. Everything that it finds in this cluster:
        ./slash80 audit --region us-east-2 --cluster demo
        """,
        missing(List.of(), TABLES).email());
  }

  @Test
  void the_chat_card_names_the_permission_and_the_command_too() {
    var card = content(missing(List.of(), TABLES));
    assertEquals(
        """
        Account 111122223333, region us-east-2

        *HIGH* Missing permission `ec2:DescribeRouteTables` (`UnauthorizedOperation`)
        Cannot be judged: `ingress-passes-inspection`, `interface-closed-to-ipv6-internet`
        """,
        card.get("description"));
    assertEquals(
        List.of(
            "`aws iam put-role-policy --role-name slash80-WatchRole-1ABCD --policy-name"
                + " slash80-ec2-DescribeRouteTables --policy-document"
                + " '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                + "\"Action\":\"ec2:DescribeRouteTables\",\"Resource\":\"*\"}]}'`"),
        card.get("nextSteps"));
  }

  @Test
  void machines_read_the_statement_that_grants_it() {
    var document = missing(List.of(), TABLES).document();
    assertEquals(
        "[{action=ec2:DescribeRouteTables, code=UnauthorizedOperation, principal=%s,".formatted(WHO)
            + " severity=HIGH,"
            + " rules=[ingress-passes-inspection, interface-closed-to-ipv6-internet],"
            + " statement={Effect=Allow, Action=ec2:DescribeRouteTables, Resource=*}}]",
        document.get("refused").toString());
    assertEquals(
        document.get("refused"), missing(List.of(), TABLES).brief("s3://x").get("refused"));
    assertFalse(alert(open("eni-1")).document().containsKey("refused"));
  }

  @Test
  void what_aws_answers_moves_no_cursor_and_leaves_no_code_span() {
    var refusal =
        new Refusal(
            "ec2:DescribeSubnets",
            "Denied\u001b[2J`<!channel>",
            Optional.of("arn:aws:sts::1:assumed-role/x;rm -rf/\nBcc"));
    var alert =
        missing(List.of(), new Judgement.Missing(refusal, new TreeSet<>(List.of("a-rule"))));

    assertFalse(alert.email().contains("\u001b"), alert.email());
    assertTrue(alert.email().contains("\\nBcc"), alert.email());
    assertTrue(alert.email().contains("--role-name ROLE "), alert.email());
    assertTrue(alert.email().contains("ROLE is the role that Slash80"), alert.email());
    String description = content(alert).get("description").toString();
    assertTrue(description.contains("(`Denied\\u001b[2J´&lt;!channel&gt;`)"), description);
  }
}
