package slash80.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The words of each kind of alert: subject, first lines, card and document.
class AlertKindsTest {
  private static final int SCREEN = 40;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "BASELINE | [CRITICAL] demo: first check: tcp 22 is open to the internet on 300 nodes;"
            + " 2 more (us-east-2)",
        "CHANGE | [CRITICAL] demo: tcp 22 is open to the internet on 300 nodes; 2 more causes"
            + " (us-east-2)",
        "RESOLVED | [RESOLVED] demo: tcp 22 is closed again on 300 nodes after 10 min (us-east-2)",
        "REMINDER | [CRITICAL] demo: still: tcp 22 is open to the internet on 3 nodes (us-east-2)",
        "PERMISSION | [HIGH] demo: cannot check 1 rule: ec2:DescribeSubnets is denied (us-east-2)",
        "HELLO | [OK] demo: the first check found nothing wrong on 2 nodes (us-east-2)",
        "GONE | [RESOLVED] demo: the cluster is gone (us-east-2)",
        "RULES_CHANGED | [CRITICAL] demo: rules changed: tcp 22 is open to the internet on 2 nodes"
            + " (us-east-2)",
      })
  void the_subject_says_what_is_so_on_how_many_nodes_and_where(Kind kind, String subject) {
    assertEquals(subject, AlertKinds.of(kind).subject());
  }

  @Test
  void a_change_begins_with_who_opened_it_how_it_is_closed_and_the_way_to_the_prefix() {
    assertBegins(
        """
        Opened    2026-11-23 08:05:00 UTC by platform-admin/jo.doe with
                  AuthorizeSecurityGroupIngress on sg-0b2 (web)
        Fix       aws ec2 revoke-security-group-ingress --group-id sg-0b2 --security-group-rule-ids sgr-06 sgr-04
        Path      igw-01 > rtb-02 > acl-03 > sg-0b2 (web) > eni-001 >
                  2600:1f16:11e6:86d0:a001::/80

        The network of the Amazon EKS cluster demo has changed: 3 new causes on
        301 nodes.
        """,
        Kind.CHANGE);
  }

  @Test
  void the_evidence_has_the_description_of_a_security_group() {
    assertHas("sg-0b2 (web, Public web servers): ", Kind.CHANGE);
  }

  @Test
  void a_first_check_says_that_only_changes_follow_and_lists_the_causes_worst_first() {
    assertBegins(
        """
        First check of demo: 303 findings of 3 causes on 301 nodes. From now on
        you hear of changes only.
        """,
        Kind.BASELINE);
    assertHas(
        """
         1. CRITICAL: tcp 22 is open to the internet on 300 nodes
            https://us-east-2.console.aws.amazon.com/ec2/home?region=us-east-2#SecurityGroup:groupId=sg-0b2
         2. HIGH: i-7 holds no prefix
            https://us-east-2.console.aws.amazon.com/ec2/home?region=us-east-2#InstanceDetails:instanceId=i-7
         3. MEDIUM: k8s-shop-web-5f0c3a9b1e has address type ipv4
            https://us-east-2.console.aws.amazon.com/eks/home?region=us-east-2#/clusters/demo
        """,
        Kind.BASELINE);
  }

  @Test
  void what_is_resolved_begins_with_who_closed_it_what_was_open_and_for_how_long() {
    assertBegins(
        """
        Closed    2026-11-23 08:05:00 UTC by on-call/sam with
                  RevokeSecurityGroupIngress on sg-0b2 (web)
        Was       tcp 22 from ::/0 (all of the internet)
        Open      for 10 min, since 2026-11-23 07:55:12 UTC
        On        network-interface eni-001 of node i-001 (worker-1, node group
                  system, us-east-2a) and 299 more
        """,
        Kind.RESOLVED);
  }

  @Test
  void a_reminder_begins_with_how_long_it_is_open() {
    assertBegins("Open      for 3 days, since 2026-11-20 08:05:12 UTC\nFix", Kind.REMINDER);
  }

  @Test
  void a_missing_permission_begins_with_the_command_that_grants_it() {
    assertBegins(
        """
        Denied    ec2:DescribeSubnets
        To        slash80-watch/check
        Fix       aws iam put-role-policy --role-name slash80-watch\
        """,
        Kind.PERMISSION);
  }

  @Test
  void a_well_cluster_is_greeted_once() {
    assertBegins(
        """
        First check of demo: nothing is wrong. 13 rules were checked on 2 nodes.
        From now on you hear of changes only.
        """,
        Kind.HELLO);
    assertEquals("RESOLVED", AlertKinds.of(Kind.HELLO).attributes().get("severity"));
  }

  @Test
  void what_a_deleted_cluster_had_open_is_not_called_closed() {
    assertBegins("The Amazon EKS cluster demo is gone. This is the last", Kind.GONE);
    assertHas("- tcp 22 was open on 2 nodes\n", Kind.GONE);
  }

  @Test
  void what_a_new_rule_found_was_opened_by_nobody() {
    assertBegins(
        "Found     2026-11-23 08:05:12 UTC by a rule that is new or has changed\n",
        Kind.RULES_CHANGED);
  }

  @Test
  void a_policy_that_accepts_the_worst_is_ready_to_be_copied() {
    assertHas(
        """
        exemptions:
          - rule: interface-closed-to-ipv6-internet
            subject: eni-001
            reason: why this is meant
            owner: team@example.com
            expires: 2026-12-23
        """,
        Kind.CHANGE);
  }

  @Test
  void two_findings_with_one_cause_are_one_item_with_one_fix() {
    assertEquals(
        List.of("sg-0b2: 301 on 300", ": 1 on 1", ": 1 on 1"),
        causes(AlertKinds.of(Kind.CHANGE)).stream()
            .map(
                cause ->
                    "%s: %s on %s"
                        .formatted(cause.get("cause"), cause.get("findings"), cause.get("places")))
            .toList());
    assertEquals(
        List.of("interface-closed-to-ipv6-internet", "security-groups-closed-to-ipv4-internet"),
        causes(AlertKinds.of(Kind.CHANGE)).getFirst().get("rules"));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void the_kind_is_in_the_document_and_in_the_attributes(Kind kind) {
    var alert = AlertKinds.of(kind);
    assertEquals(kind.toString(), alert.document().get("kind"));
    assertEquals(kind.toString(), alert.attributes().get("kind"));
    assertTrue(alert.attributes().size() <= 10, "SNS passes on ten attributes");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void a_mail_is_72_columns_wide_and_begins_on_one_screen(Kind kind) {
    var lines = AlertKinds.of(kind).email().lines().toList();
    assertEquals(List.of(), lines.stream().filter(AlertKindsTest::isTooWide).toList());
    int happened = lines.indexOf("WHAT HAPPENED");
    int first = happened < 0 ? lines.indexOf("IF THIS IS MEANT") : happened;
    assertTrue((first < 0 ? lines.size() : first) <= SCREEN, kind + ": " + lines);
  }

  /// Commands and links stay whole, to be copied.
  static boolean isTooWide(String line) {
    return line.length() > EmailLines.COLUMNS
        && !line.matches("(\\w[\\w ]{0,9} | *)(aws |https://|\\./slash80 |\\w+=\\$\\(aws ).*");
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void the_names_of_what_is_told_are_in_every_form(Kind kind) {
    var alert = AlertKinds.of(kind);
    if (kind == Kind.CHANGE || kind == Kind.REMINDER || kind == Kind.RULES_CHANGED) {
      assertTrue(alert.email().contains("worker-1, node group"), alert.email());
      assertTrue(alert.email().contains("sg-0b2 (web, Public web"), alert.email());
      assertTrue(alert.card().toString().contains("sg-0b2 (web, Public web"));
      var names = (Map<?, ?>) alert.document().get("names");
      assertEquals("{name=web, description=Public web servers}", names.get("sg-0b2").toString());
      assertEquals(
          "{name=worker-1, nodeGroup=system, zone=us-east-2a}", names.get("i-001").toString());
    }
  }

  @Test
  void a_card_tells_the_worst_in_full_and_the_rest_by_number() {
    var description = content(AlertKinds.of(Kind.CHANGE)).get("description").toString();
    assertTrue(
        description.contains(
            """

            2. *HIGH* `i-7 holds no prefix`

            3. *MEDIUM* `k8s-shop-web-5f0c3a9b1e has address type ipv4`
            """),
        description);
    assertTrue(
        description.contains(
            "Changed `by platform-admin/jo.doe with AuthorizeSecurityGroupIngress on sg-0b2"
                + " (web)` at 2026-11-23 08:05:00 UTC\n"),
        description);
  }

  private static void assertBegins(String words, Kind kind) {
    var email = AlertKinds.of(kind).email();
    assertTrue(email.startsWith(words), email);
  }

  private static void assertHas(String words, Kind kind) {
    var email = AlertKinds.of(kind).email();
    assertTrue(email.contains(words), email);
  }

  private static List<Map<?, ?>> causes(Alert alert) {
    return ((List<?>) alert.document().get("causes"))
        .stream().map(cause -> (Map<?, ?>) cause).collect(Collectors.toList());
  }

  private static Map<?, ?> content(Alert alert) {
    return (Map<?, ?>) alert.card().get("content");
  }
}
