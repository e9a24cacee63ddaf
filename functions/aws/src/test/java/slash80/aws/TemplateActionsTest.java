package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import slash80.alerts.FindingEvents;

/// Compares the permissions of the functions with the calls that they make. The emulator checks no
/// permissions, so a missing permission would only be found in production.
class TemplateActionsTest {
  private static final Set<String> READ_SERVICES =
      Set.of("ec2", "eks", "elasticloadbalancing", "globalaccelerator");

  private final Template template = Template.read();

  @Test
  void watch_may_make_exactly_the_calls_of_the_readers() {
    assertEquals(new TreeSet<>(Actions.READING), readingActions("WatchRole"));
  }

  @Test
  void watch_may_send_to_no_queue() {
    assertFalse(template.actions("WatchRole").contains("sqs:SendMessage"));
    assertFalse(template.actions("WatchRole").contains("events:PutEvents"));
  }

  /// And with its own source only, for which no rule has a check made: there is no loop.
  @Test
  void watch_may_put_its_own_events_on_the_bus_that_is_named_and_only_if_one_is() {
    assertEquals("HasFindingsBus", template.attribute("WatchPutsEvents", "Condition"));
    var statement =
        template.resource("WatchPutsEvents").at("PolicyDocument", "Statement").items().getFirst();
    assertEquals("events:PutEvents", statement.at("Action").text());
    assertTrue(
        statement.at("Resource").text().endsWith(":event-bus/${FindingsBus}"),
        statement.at("Resource").text());
    assertEquals(
        FindingEvents.SOURCE,
        statement.at("Condition", "ForAllValues:StringEquals", "events:source").text());
  }

  @Test
  void watch_may_publish_to_the_topic_and_list_its_subscriptions() {
    var topic = new TreeSet<>(template.actions("WatchRole"));
    topic.removeIf(action -> !action.startsWith("sns:"));
    assertEquals(Set.of("sns:ListSubscriptionsByTopic", "sns:Publish"), topic);
  }

  @Test
  void an_alert_that_an_address_refuses_is_kept_in_a_queue_that_the_topic_may_send_to() {
    assertEquals(
        "!GetAtt UndeliveredAlerts.Arn",
        template.resource("AlertsByEmail").at("RedrivePolicy", "deadLetterTargetArn").text());
    var statement =
        template
            .resource("UndeliveredAlertsPolicy")
            .at("PolicyDocument", "Statement")
            .items()
            .getFirst();
    assertEquals("sns.amazonaws.com", statement.at("Principal", "Service").text());
    assertEquals("sqs:SendMessage", statement.at("Action").text());
    assertEquals("!Ref Alerts", statement.at("Condition", "ArnEquals", "aws:SourceArn").text());
  }

  @Test
  void amazon_q_shows_alerts_only_where_it_is_asked_for_and_may_do_nothing_else() {
    var chat = template.resource("AlertsByAmazonQ");
    assertEquals("HasAmazonQ", template.attribute("AlertsByAmazonQ", "Condition"));
    assertEquals("HasAmazonQ", template.attribute("AmazonQRole", "Condition"));
    assertEquals("[!Ref Alerts]", chat.at("SnsTopicArns").text());
    assertEquals("!Ref AmazonQWorkspace", chat.at("SlackWorkspaceId").text());
    assertEquals("!Ref AmazonQChannel", chat.at("SlackChannelId").text());
    assertEquals("!GetAtt AmazonQRole.Arn", chat.at("IamRoleArn").text());
    assertTrue(
        chat.at("GuardrailPolicies").text().endsWith(":iam::aws:policy/AWSDenyAll]"), chat + "");
    var role = template.resource("AmazonQRole");
    assertFalse(role.has("Policies") || role.has("ManagedPolicyArns"));
    for (String parameter : Set.of("AmazonQWorkspace", "AmazonQChannel")) {
      assertEquals("", template.parameter(parameter).at("Default").text());
    }
    assertEquals(
        "!If [SendsCard, card, document]",
        template.resource("Watch").at("Environment", "Variables", "SLASH80_HTTPS_BODY").text());
  }

  @Test
  void watch_may_read_the_parameter_that_is_named_and_no_other() {
    var statement =
        template.resource("WatchReadsPolicy").at("PolicyDocument", "Statement").items().getFirst();
    assertEquals("ssm:GetParameter", statement.at("Action").text());
    assertTrue(
        statement.at("Resource").text().endsWith(":parameter${PolicyParameter}"),
        statement.at("Resource").text());
  }

  @Test
  void sweep_may_list_clusters_and_look_for_trails_and_rules() {
    assertEquals(Set.of("eks:ListClusters"), readingActions("SweepRole"));
    assertEquals(
        new TreeSet<>(Actions.EXAMINING),
        template.actions("SweepRole").stream()
            .filter(action -> action.matches("(cloudtrail|events):.*"))
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  /// Of the bucket with the ledgers it may touch what it keeps there itself, and no ledger.
  @Test
  void sweep_may_write_two_documents() {
    var keep =
        template
            .resource("SweepRole")
            .at("Policies")
            .items()
            .getFirst()
            .at("PolicyDocument", "Statement")
            .items()
            .stream()
            .filter(statement -> statement.at("Sid").text().equals("KeepSites"))
            .findFirst()
            .orElseThrow();
    assertEquals(
        "[!Sub ${Ledger.Arn}/accounts.json, !Sub ${Ledger.Arn}/sites.json]",
        keep.at("Resource").text());
    assertFalse(template.actions("SweepRole").contains("s3:DeleteObject"));
  }

  @Test
  void a_member_may_be_read_and_nothing_else() {
    var expected = new TreeSet<>(Actions.READING);
    expected.addAll(Actions.EXAMINING);
    assertEquals(expected, Template.ofMember().actions("Member"));
  }

  @Test
  void a_member_admits_the_two_functions_and_no_account() {
    var statement =
        Template.ofMember().resource("Member").at("AssumeRolePolicyDocument", "Statement").items();
    assertEquals(1, statement.size());
    assertEquals(
        "[!Ref WatchRoleArn, !Ref SweepRoleArn]",
        statement.getFirst().at("Principal", "AWS").text());
  }

  @Test
  void both_may_enter_the_role_that_is_named_in_the_accounts_that_are_named() {
    var enter = template.resource("EnterMembers");
    var statement = enter.at("PolicyDocument", "Statement").items().getFirst();
    assertEquals("[!Ref WatchRole, !Ref SweepRole]", enter.at("Roles").text());
    assertEquals("sts:AssumeRole", statement.at("Action").text());
    assertEquals(
        "!Sub arn:${AWS::Partition}:iam::*:role/${MemberRole}", statement.at("Resource").text());
    assertEquals(
        "!If [HasOrganization, {StringEquals={aws:ResourceOrgID=!Ref Organization}},"
            + " !If [ListsAccounts, !Ref AWS::NoValue,"
            + " {StringEquals={aws:ResourceAccount=!Ref MemberAccounts}}]]",
        statement.at("Condition").text());
  }

  @Test
  void nothing_is_allowed_by_a_wildcard_but_data_keys() {
    for (String role : Set.of("WatchRole", "SweepRole", "SecurityHubRole")) {
      for (String action : template.actions(role)) {
        assertTrue(!action.contains("*") || action.equals("kms:GenerateDataKey*"), action);
      }
    }
  }

  private SortedSet<String> readingActions(String role) {
    return template.actions(role).stream()
        .filter(action -> READ_SERVICES.contains(action.substring(0, action.indexOf(':'))))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
