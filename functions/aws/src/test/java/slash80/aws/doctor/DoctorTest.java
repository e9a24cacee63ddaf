package slash80.aws.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import slash80.aws.BadInput;
import slash80.aws.doctor.Diagnosis.Status;

/// The look at a deployed stack: one line for each thing that has to be so, and the fix beside it.
class DoctorTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");
  private static final String LEDGER = "/ledgers/ledgers/111122223333/us-east-2/demo.json";

  private StackStub stub;

  @BeforeEach
  void start() throws IOException {
    stub = new StackStub();
    stub.ledgers("ledgers/111122223333/us-east-2/demo.json");
    ledger("2026-11-23T07:30:00Z", "");
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  private void ledger(String began, String more) {
    stub.on(
        LEDGER,
        ("{'schema':2,'readableFrom':2,'cluster':'demo','readingBegan':'%s','open':{},'resolved':{},"
             + "'prefixes':{},'claims':[],'packetSets':[]%s}")
            .formatted(began, more));
  }

  private static List<Diagnosis> all() {
    return Doctor.examine("us-east-2", Optional.of("slash80"), NOW, _ -> {});
  }

  /// The lines of what is not fine. The stub has no cluster, which is said each time.
  private static List<String> wrong() {
    return all().stream()
        .filter(diagnosis -> !diagnosis.isFine())
        .filter(diagnosis -> !diagnosis.subject().equals("Clusters"))
        .map(Diagnosis::line)
        .toList();
  }

  @Test
  void a_stack_in_good_health_has_a_line_for_each_thing_that_was_looked_at() {
    assertEquals(List.of(), wrong());
    assertEquals(
        """
        ok           Account: 111122223333, us-east-2, as arn:aws:iam::111122223333:user/jo
        ok           Trail: a trail logs management events of us-east-2
        ok           Stack: slash80 is in state UPDATE_COMPLETE
        ok           Rules: all 1 are on
        ok           Queue Changes: is empty
        ok           Queue DeadLetters: is empty
        ok           Function Watch: is active
        ok           Mappings: all 1 are enabled
        ok           Subscriptions: 1 confirmed: email
        ok           Topic policy: lets the stack publish, encrypted
        ok           Key: is enabled, and roles of the account may use it
        ok           Policy: the stack has none, so all rules apply
        ok           Sweep: one ended well in the hour from 2026-11-23T07:00:00Z
        ok           Ledgers: 1 cluster checked since 2026-11-23T07:30:00Z, and nothing denied to Watch
        ok           Accounts: the sweep enters all, and the way of their events is open
        WRONG        Clusters: no IPv6 cluster is shown in the region. Fix: give --region the region of your clusters
        """
            .strip(),
        String.join("\n", all().stream().map(Diagnosis::line).toList()));
  }

  @Test
  void without_a_stack_only_the_account_is_looked_at() {
    var diagnoses = Doctor.examine("us-east-2", Optional.empty(), NOW, _ -> {});
    assertEquals(
        List.of("Account", "Trail", "Clusters"),
        diagnoses.stream().map(Diagnosis::subject).toList());
  }

  private static void assertOne(String line) {
    assertEquals(List.of(line), wrong());
  }

  private static void assertBegins(String... beginnings) {
    var lines = wrong();
    assertEquals(beginnings.length, lines.size(), lines.toString());
    for (int number = 0; number < beginnings.length; number++) {
      assertTrue(lines.get(number).startsWith(beginnings[number]), lines.get(number));
    }
  }

  @Test
  void a_trail_that_is_off_is_wrong() {
    stub.on("GetTrailStatus", "{'IsLogging':false}");
    assertBegins(
        "WRONG        Trail: no trail logs management events of us-east-2: trail all is off");
  }

  @Test
  void a_trail_that_may_not_be_read_is_not_checked() {
    stub.refusing("DescribeTrails", 400, "AccessDeniedException");
    stub.on("DescribeTrails", "{}");
    assertBegins("NOT CHECKED  Trail: cloudtrail:DescribeTrails: ");
  }

  @Test
  void a_rule_that_is_off_has_the_command_that_turns_it_on() {
    stub.on("DescribeRule", "{'State':'DISABLED'}");
    assertOne(
        "WRONG        Rule Ec2Calls: is off. Fix: aws events enable-rule --region us-east-2"
            + " --event-bus-name default --name slash80-Ec2Calls-1");
  }

  @Test
  void a_rule_that_is_gone_is_wrong_and_one_that_may_not_be_read_is_not_checked() {
    stub.refusing("DescribeRule", 400, "ResourceNotFoundException");
    assertBegins(
        "WRONG        Rule Ec2Calls: is gone. Fix: put Ec2Calls back; to see what was"
            + " changed: aws cloudformation detect-stack-resource-drift --region us-east-2"
            + " --stack-name slash80 --logical-resource-id Ec2Calls");
    stub.refusing("DescribeRule", 400, "AccessDeniedException");
    assertOne(
        "NOT CHECKED  Rules: events:DescribeRule: AccessDeniedException. Fix: allow your"
            + " credentials events:DescribeRule");
  }

  @Test
  void dead_letters_and_messages_that_wait_too_long_are_wrong() {
    stub.waiting(3, 3_000);
    assertBegins(
        "WRONG        Queue Changes: 3 messages wait, the oldest 50 min old. Fix: to see why: aws"
            + " logs ",
        "WRONG        Queue DeadLetters: holds 3 messages. Fix: when the cause is gone: aws sqs"
            + " start-message-move-task --region us-east-2 --source-arn arn:queue");
  }

  @Test
  void a_queue_that_does_not_let_eventbridge_send_is_wrong() {
    stub.on("GetQueueAttributes", "{'Attributes':{'ApproximateNumberOfMessages':'0'}}");
    assertBegins(
        "WRONG        Queue Changes: its policy does not let EventBridge send. Fix: put"
            + " ChangesPolicy back");
  }

  @Test
  void a_mapping_that_is_disabled_or_gone_is_wrong() {
    stub.on("/2015-03-31/event-source-mappings/0b1c", "{'State':'Disabled'}");
    assertOne(
        "WRONG        Mapping WatchChanges: is in state Disabled. Fix: aws lambda"
            + " update-event-source-mapping --enabled --region us-east-2 --uuid 0b1c");
    stub.refusing("/2015-03-31/event-source-mappings/0b1c", 404, "ResourceNotFoundException");
    assertBegins("WRONG        Mapping WatchChanges: is gone");
    stub.without("WatchChanges");
    assertBegins("WRONG        Mappings: no function gets messages of a queue");
  }

  @Test
  void a_function_that_failed_is_wrong() {
    stub.on("/2015-03-31/functions/slash80-Watch-1/configuration", "{'State':'Failed'}");
    assertOne("WRONG        Function Watch: is in state Failed. Fix: deploy the stack again");
  }

  // ---- A function with SnapStart, which is invoked by its alias ----

  private static final String WATCH = "/2015-03-31/functions/slash80-Watch-1/configuration";

  private void published(String latest, String live) {
    stub.parameter("Runtime", "java25").on(WATCH, latest).on(WATCH + "?Qualifier=live", live);
  }

  private static String version(String state, String code, String settings, String snapshot) {
    return ("{'State':'%s','Version':'7','CodeSha256':'%s','SnapStart':{'ApplyOn':'PublishedVersions',"
                + "'OptimizationStatus':'%s'},'Environment':{'Variables':{'SLASH80_SETTINGS':'%s'}}}")
        .formatted(state, code, snapshot, settings);
  }

  @Test
  void a_version_that_is_as_the_function_is_fine_also_when_it_was_idle() {
    for (var state : List.of("Active", "Inactive")) {
      boolean isIdle = state.equals("Inactive");
      published(
          version("Active", "abc", "3", "Off"), version(state, "abc", "3", isIdle ? "Off" : "On"));
      assertEquals(List.of(), wrong());
      assertTrue(
          all().stream()
              .map(Diagnosis::line)
              .anyMatch(
                  "ok           Function Watch: is active, version 7 with a snapshot"::equals));
    }
  }

  @Test
  void a_version_of_other_code_or_settings_is_wrong() {
    var latest = version("Active", "abc", "3", "Off");
    for (var live :
        List.of(
            version("Active", "old", "3", "On"),
            version("Active", "abc", "2", "On"),
            version("Inactive", "old", "2", "On"))) {
      published(latest, live);
      assertBegins(
          "WRONG        Function Watch: runs as version 7, with other code or variables than the"
              + " function has now. Fix: put Watch back");
    }
  }

  @Test
  void a_version_without_a_snapshot_or_that_failed_or_an_alias_that_is_gone_is_wrong() {
    var latest = version("Active", "abc", "3", "Off");
    published(latest, version("Active", "abc", "3", "Off"));
    assertBegins(
        "WRONG        Function Watch: runs as version 7, which has no snapshot. Fix: put Watch"
            + " back");
    published(latest, version("Failed", "abc", "3", "On"));
    assertOne("WRONG        Function Watch: is in state Failed. Fix: deploy the stack again");
    stub.refusing(WATCH + "?Qualifier=live", 404, "ResourceNotFoundException");
    assertBegins("WRONG        Function Watch: has no alias live. Fix: put WatchAliaslive back");
    stub.on(WATCH, "{'State':'Failed'}");
    assertOne("WRONG        Function Watch: is in state Failed. Fix: deploy the stack again");
  }

  @Test
  void a_mapping_that_passes_by_the_alias_is_wrong() {
    var function = "arn:aws:lambda:us-east-2:111122223333:function:slash80-Watch-1";
    var version = version("Active", "abc", "3", "On");
    published(version, version);
    mapping(function + ":live");
    assertEquals(List.of(), wrong());
    mapping(function);
    assertBegins(
        "WRONG        Mapping WatchChanges: invokes the function itself, and not its alias live."
            + " Fix: put WatchChanges back");
    stub.parameter("Runtime", "native");
    assertEquals(List.of(), wrong());
  }

  private void mapping(String function) {
    stub.on(
        "/2015-03-31/event-source-mappings/0b1c",
        "{'State':'Enabled','FunctionArn':'%s'}".formatted(function));
  }

  /// The alias of an executable is there, and nothing invokes it.
  @Test
  void no_version_of_an_executable_is_looked_at() {
    stub.parameter("Runtime", "native").on(WATCH + "?Qualifier=live", "{'State':'Failed'}");
    assertEquals(List.of(), wrong());
    assertFalse(stub.asked.contains(WATCH + "?Qualifier=live"));
  }

  @Test
  void a_subscription_that_was_not_confirmed_is_wrong_and_nobody_hears() {
    stub.subscriber("PendingConfirmation");
    assertBegins(
        "WRONG        Subscription: email jo@example.com has not confirmed. Fix: follow the link",
        "WRONG        Subscriptions: nobody hears the alerts, so the news waits. Fix: aws sns"
            + " subscribe --region us-east-2 --topic-arn"
            + " arn:aws:sns:us-east-2:111122223333:alerts");
  }

  @Test
  void a_topic_that_denies_everyone_or_lets_everyone_publish_is_wrong() {
    for (var effect : List.of("Deny", "Allow")) {
      stub.on(
          "GetTopicAttributes",
          "<R><Result><Attributes><entry><key>Policy</key><value>{\"Statement\":{\"Effect\":\"%s\","
                  .formatted(effect)
              + "\"Principal\":{\"AWS\":\"*\"},\"Action\":\"SNS:*\"}}</value></entry></Attributes>"
              + "</Result></R>");
      assertBegins(
          effect.equals("Deny")
              ? "WRONG        Topic policy: denies everyone to publish"
              : "WRONG        Topic policy: lets everyone publish");
    }
  }

  @Test
  void a_key_that_is_disabled_or_closed_to_the_account_is_wrong() {
    stub.key("Disabled", "arn:aws:iam::111122223333:root");
    assertOne(
        "WRONG        Key: is in state Disabled, so no alert can be sent. Fix: aws kms enable-key"
            + " --region us-east-2 --key-id key-1");
    stub.key("PendingDeletion", "arn:aws:iam::111122223333:root");
    assertTrue(wrong().getFirst().contains("cancel-key-deletion"));
    stub.key("Enabled", "arn:aws:iam::111122223333:role/other");
    assertBegins("WRONG        Key: its policy does not let roles of the account use it");
  }

  @Test
  void a_policy_that_is_missing_or_has_a_mistake_is_wrong() {
    stub.parameter("PolicyParameter", "/slash80/policy");
    stub.on(
        "GetParameter", "{'Parameter':{'Name':'n','Type':'String','Value':'disable: [no-rule]'}}");
    assertBegins(
        "WRONG        Policy: all findings are reported, because of /slash80/policy:1: expected one"
            + " of the keys");
    stub.refusing("GetParameter", 400, "ParameterNotFound");
    assertBegins("WRONG        Policy: there is no parameter /slash80/policy");
    stub.refusing("GetParameter", 400, "AccessDeniedException");
    assertBegins("NOT CHECKED  Policy: ssm:GetParameter: AccessDeniedException");
  }

  @Test
  void without_a_sweep_nobody_knows_about_the_accounts() {
    stub.on("GetMetricStatistics", "<R><Datapoints/></R>");
    assertBegins(
        "WRONG        Sweep: none has ended well in the last 2 h. Fix: a new stack needs an hour;"
            + " otherwise, to see why: aws logs filter-log-events --region us-east-2"
            + " --log-group-name sweep-log",
        "NOT CHECKED  Accounts: no sweep has looked");
  }

  @Test
  void a_cluster_that_was_not_checked_for_hours_is_wrong_unless_sweeps_are_rare() {
    ledger("2026-11-23T01:00:00Z", "");
    assertBegins(
        "WRONG        Cluster demo: was last checked at 2026-11-23T01:00:00Z. Fix: to see why: aws"
            + " logs");
    stub.parameter("SweepHours", "6");
    assertEquals(List.of(), wrong());
  }

  @Test
  void what_is_denied_to_watch_is_wrong() {
    ledger(
        "2026-11-23T07:30:00Z",
        ",'refused':{'ec2:DescribeSubnets':{'code':'UnauthorizedOperation','rules':[],"
            + "'firstSeen':'2026-11-23T06:00:00Z','told':'2026-11-23T06:00:00Z'}}");
    assertBegins(
        "WRONG        Permission ec2:DescribeSubnets: is denied to Watch for cluster demo since"
            + " 2026-11-23T06:00:00Z");
  }

  @Test
  void a_member_whose_events_do_not_come_is_named() {
    stub.on(
        "/ledgers/sites.json",
        "{'schema':1,'sites':[{'account':'444455556666','region':'us-west-2','troubles':[{'kind':'RULE_OFF','because':'missing:"
            + " EksCalls','since':'2026-11-23T06:00:00Z',"
            + "'seen':'2026-11-23T06:00:00Z','told':'2026-11-23T06:00:00Z','progress':'STANDS'}]}]}");
    assertBegins(
        "WRONG        Account 444455556666, us-west-2: a rule that sends events is off or missing:"
            + " missing: EksCalls. Fix: deploy deploy/forward.yaml there, or update it");
  }

  @Test
  void a_stack_that_is_not_there_is_bad_input_and_one_that_may_not_be_read_is_said() {
    stub.refusing("DescribeStacks", 400, "ValidationError");
    assertEquals(
        "expected a stack slash80 in us-east-2, found none: aws cloudformation list-stacks --region"
            + " us-east-2 lists them",
        assertThrows(BadInput.class, DoctorTest::all).getMessage());
    stub.refusing("DescribeStacks", 403, "AccessDenied");
    assertBegins(
        "NOT CHECKED  Stack: cloudformation:DescribeStacks and cloudformation:ListStackResources:"
            + " AccessDenied");
  }

  @Test
  void a_name_from_outside_moves_no_cursor() {
    var line = new Diagnosis(Status.WRONG, "Rule \u001b[2J", "a\nb", "c\rd").line();
    assertEquals(1, line.lines().count(), line);
    assertTrue(!line.contains("\u001b"), line);
  }
}
