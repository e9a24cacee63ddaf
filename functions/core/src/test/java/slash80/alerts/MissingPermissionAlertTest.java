package slash80.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.ledger.Examples.alert;
import static slash80.ledger.Examples.bare;
import static slash80.ledger.Examples.judgement;
import static slash80.ledger.Examples.open;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import slash80.facts.Refusal;
import slash80.fixtures.AlertSchema;
import slash80.fixtures.FindingCopy;
import slash80.judge.Judgement;
import slash80.ledger.Examples;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// Alerts about permissions that are missing.
class MissingPermissionAlertTest {
  private static final String WHO =
      "arn:aws:sts::111122223333:assumed-role/slash80-WatchRole-1ABCD/slash80";

  private static Judgement.Missing denied(String action, String... rules) {
    return new Judgement.Missing(
        new Refusal(action, "UnauthorizedOperation", Optional.of(WHO)),
        new TreeSet<>(List.of(rules)));
  }

  private static Alert missing(List<Finding> findings, Judgement.Missing... refused) {
    return AlertSchema.alertOf(
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
    return FindingCopy.of(known).severity(Severity.LOW).finding();
  }

  @Test
  void the_subject_says_what_is_denied_and_how_many_rules_are_blind() {
    assertEquals(
        "[HIGH] demo: cannot check 2 rules: ec2:DescribeRouteTables is denied (us-east-2)",
        missing(List.of(), TABLES).subject());
    assertEquals(
        "[HIGH] demo: cannot check 3 rules: ec2:DescribeRouteTables and 1 more are denied"
            + " (us-east-2)",
        missing(List.of(), TABLES, denied("eks:DescribeAddon", "vpc-cni-delegates-prefixes"))
            .subject());
    assertEquals(
        "[HIGH] demo: cannot check 2 rules: ec2:DescribeRouteTables is denied; 1 cause found"
            + " (us-east-2)",
        missing(List.of(low("i-7")), TABLES).subject());
    assertEquals(
        "[CRITICAL] demo: eni-1 is open to the internet over IPv6; 2 rules not checked (us-east-2)",
        missing(List.of(open("eni-1")), TABLES).subject());
    assertEquals(
        "[LOW] demo: cannot check 1 rule: a permission is missing (us-east-2)",
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
    assertTrue(
        alert.email().contains("A permission is missing. No\nrule needs it at the moment."),
        alert.email());
    assertTrue(alert.email().contains("there will be no reminders"), alert.email());
    assertTrue(
        content(alert).get("description").toString().contains("No rule needs it at the moment"),
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
        Denied    ec2:DescribeRouteTables
        To        slash80-WatchRole-1ABCD/slash80
        Fix       aws iam put-role-policy --role-name slash80-WatchRole-1ABCD --policy-name slash80-ec2-DescribeRouteTables --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"ec2:DescribeRouteTables","Resource":"*"}]}'

        Slash80 cannot read the whole network of the Amazon EKS cluster demo:
        ec2:DescribeRouteTables is denied. 2 rules cannot be checked because a
        permission is missing.

        Cluster   demo, account 111122223333, us-east-2
        Checked   2026-11-23 08:05:12 UTC
        Unchecked 2 rules

        MISSING PERMISSIONS

        Rules that need them cannot be checked, so new findings of these rules
        are not reported and known ones stay open. You get a reminder every day
        until the permissions are there.

        HIGH: ec2:DescribeRouteTables is denied

        Denied to arn:aws:sts::111122223333:assumed-role/
                  slash80-WatchRole-1ABCD/slash80
        Error     UnauthorizedOperation
        Unchecked ingress-passes-inspection, interface-closed-to-ipv6-internet
        Fix       The command above. It is better to update the stack that made
                  the role. If the role already has the permission, a service
                  control policy or a permissions boundary denies it.
        Docs      https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html

        -- \n\
        Slash80 checks that every node has its own IPv6 /80 for its pods, and
        that no port of a node or pod is open to the internet, over IPv6 or
        IPv4. To see all findings of this cluster:
        ./slash80 audit --region us-east-2 --cluster demo
        """,
        missing(List.of(), TABLES).email());
  }

  @Test
  void only_the_permission_that_the_e_mail_begins_with_has_its_command_above() {
    var email = missing(List.of(), TABLES, denied("eks:DescribeAddon", "a-rule")).email();
    assertEquals(2, email.split("--policy-name slash80-ec2-DescribeRouteTables", -1).length, email);
    assertEquals(2, email.split("--policy-name slash80-eks-DescribeAddon", -1).length, email);
    assertEquals(2, email.split("The command above", -1).length, email);
    var behind = missing(List.of(open("eni-1")), TABLES).email();
    assertTrue(behind.contains("--policy-name slash80-ec2-DescribeRouteTables"), behind);
    assertFalse(behind.contains("The command above"), behind);
  }

  @Test
  void the_chat_card_names_the_permission_and_the_command_too() {
    var card = content(missing(List.of(), TABLES));
    assertEquals(
        """
        Account 111122223333, region us-east-2

        *HIGH* Missing permission `ec2:DescribeRouteTables` (`UnauthorizedOperation`)
        Not checked: `ingress-passes-inspection`, `interface-closed-to-ipv6-internet`
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
    assertTrue(alert.email().contains("ROLE is the role with which Slash80"), alert.email());
    String description = content(alert).get("description").toString();
    assertTrue(description.contains("(`Denied\\u001b[2J´&lt;!channel&gt;`)"), description);
  }

  private static Map<?, ?> content(Alert alert) {
    return (Map<?, ?>) alert.card().get("content");
  }
}
