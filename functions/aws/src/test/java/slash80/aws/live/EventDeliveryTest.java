package slash80.aws.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.aws.AccountRegion;
import slash80.aws.AwsClients;
import slash80.aws.JsonStub;
import slash80.aws.JsonStub.Answer;
import slash80.ledger.SiteTrouble.Kind;

/// Tests of what keeps events of an account and region from arriving.
final class EventDeliveryTest {
  private static final AccountRegion SITE = new AccountRegion("111122223333", "us-east-2");
  private static final String BUS = "arn:aws:events:us-east-2:999988887777:event-bus/slash80";
  private static final String OWN =
      "{'Name':'own','TrailARN':'arn:own','HomeRegion':'us-east-2','IsMultiRegionTrail':false}";
  private static final String MANAGEMENT = "{'Field':'eventCategory','Equals':['Management']}";
  private static final String LOGS =
      "{'EventSelectors':[{'ReadWriteType':'All','IncludeManagementEvents':true}]}";

  /// Each row is the list of trails, whether they are on, their selectors, and what is wrong.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          OWN | true | {'EventSelectors':[{'ReadWriteType':'All','IncludeManagementEvents':true}]} | ``
          OWN | true | {'EventSelectors':[{'ReadWriteType':'WriteOnly','IncludeManagementEvents':true}]} | ``
          OWN | true | {'EventSelectors':[{'ReadWriteType':'ReadOnly','IncludeManagementEvents':true}]} | trail own does not log management events that write
          OWN | true | {'EventSelectors':[{'ReadWriteType':'All','IncludeManagementEvents':false}]} | trail own does not log management events that write
          OWN | true | {'AdvancedEventSelectors':[{'FieldSelectors':[{'Field':'eventCategory','Equals':['Management']}]}]} | ``
          OWN | true | {'AdvancedEventSelectors':[{'FieldSelectors':[{'Field':'eventCategory','Equals':['Management']},{'Field':'readOnly','Equals':['false']}]}]} | ``
          OWN | true | {'AdvancedEventSelectors':[{'FieldSelectors':[{'Field':'eventCategory','Equals':['Management']},{'Field':'readOnly','Equals':['true']}]}]} | trail own does not log management events that write
          OWN | true | {'AdvancedEventSelectors':[{'FieldSelectors':[{'Field':'eventCategory','Equals':['Data']}]}]} | trail own does not log management events that write
          OWN | true | {'AdvancedEventSelectors':[{'FieldSelectors':[MANAGEMENT,{'Field':'eventSource','NotEquals':['kms.amazonaws.com','rdsdata.amazonaws.com']}]}]} | ``
          OWN | true | {'AdvancedEventSelectors':[{'FieldSelectors':[MANAGEMENT,{'Field':'eventSource','Equals':['s3.amazonaws.com']}]}]} | trail own does not log management events that write
          OWN | true | {'AdvancedEventSelectors':[{'FieldSelectors':[MANAGEMENT,{'Field':'eventSource','NotEquals':['eks.amazonaws.com']}]}]} | trail own does not log management events that write
          OWN | true | {'AdvancedEventSelectors':[{'FieldSelectors':[MANAGEMENT,{'Field':'eventSource','NotStartsWith':['ec2.']}]}]} | trail own does not log management events that write
          OWN | true | {'AdvancedEventSelectors':[{'FieldSelectors':[MANAGEMENT,{'Field':'eventSource','StartsWith':['e'],'EndsWith':['.amazonaws.com']}]}]} | ``
          OWN | true | {'AdvancedEventSelectors':[{'FieldSelectors':[MANAGEMENT,{'Field':'eventSource','Equals':['ec2.amazonaws.com','eks.amazonaws.com']}]},{'FieldSelectors':[MANAGEMENT,{'Field':'eventSource','NotStartsWith':['e']}]}]} | trail own does not log management events that write
          OWN | true | {'AdvancedEventSelectors':[{'FieldSelectors':[MANAGEMENT,{'Field':'eventSource','Equals':['ec2.amazonaws.com','eks.amazonaws.com']}]},{'FieldSelectors':[MANAGEMENT,{'Field':'eventSource','NotEquals':['ec2.amazonaws.com']}]}]} | ``
          OWN | true | {'AdvancedEventSelectors':[{'FieldSelectors':[MANAGEMENT,{'Field':'readOnly','NotEquals':['false']}]}]} | trail own does not log management events that write
          OWN | true | {'AdvancedEventSelectors':[{'FieldSelectors':[MANAGEMENT,{'Field':'eventName','Equals':['PutObject']}]}]} | trail own does not log management events that write
          OWN | true | {'AdvancedEventSelectors':[{'FieldSelectors':[{'Field':'readOnly','Equals':['false']}]}]} | trail own does not log management events that write
          OWN | true | {'EventSelectors':[{'ReadWriteType':'All','IncludeManagementEvents':true,'ExcludeManagementEventSources':['kms.amazonaws.com']}]} | ``
          OWN | true | {'AdvancedEventSelectors':null,'EventSelectors':[{'ReadWriteType':'All','IncludeManagementEvents':true}]} | ``
          OWN | false | {} | trail own is off
          {'Name':'far','TrailARN':'arn:far','HomeRegion':'eu-west-1','IsMultiRegionTrail':false} | true | {} | trail far logs another region
          {'Name':'org','TrailARN':'arn:org','HomeRegion':'eu-west-1','IsMultiRegionTrail':true,'IsOrganizationTrail':true} | true | {'EventSelectors':[{'ReadWriteType':'All','IncludeManagementEvents':true}]} | ``
          `` | true | {} | there is no trail
          """)
  void a_trail_that_logs_calls_that_write_is_enough(
      String trails, boolean isOn, String selectors, String trouble) {
    try (var aws =
            rules("ENABLED")
                .on("DescribeTrails", "{'trailList':[%s]}".formatted(trails.replace("OWN", OWN)))
                .on("GetTrailStatus", "{'IsLogging':%s}".formatted(isOn))
                .on("GetEventSelectors", selectors.replace("MANAGEMENT", MANAGEMENT));
        var _ = aws.settings()) {
      assertEquals(trouble.isEmpty() ? Map.of() : Map.of(Kind.WITHOUT_TRAIL, trouble), troubles());
    }
  }

  @Test
  void one_good_trail_among_bad_and_hidden_ones_is_enough() {
    try (var aws =
            rules("ENABLED")
                .on(
                    "DescribeTrails",
                    "{'trailList':[%s,%s,%s]}"
                        .formatted(OWN, OWN.replace("own", "hidden"), OWN.replace("own", "good")))
                .on(
                    "GetTrailStatus",
                    request ->
                        switch (request.path("Name").asText()) {
                          case "arn:own" -> Answer.of("{'IsLogging':false}");
                          case "arn:good" -> Answer.of("{'IsLogging':true}");
                          default -> Answer.refused("AccessDeniedException");
                        })
                .on("GetEventSelectors", LOGS);
        var _ = aws.settings()) {
      assertEquals(Map.of(), troubles());
    }
  }

  /// Each row is the sources that two trails log, and what is wrong.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'ec2.amazonaws.com' | 'eks.amazonaws.com','elasticloadbalancing.amazonaws.com' | ``
          'ec2.amazonaws.com','eks.amazonaws.com' | 'eks.amazonaws.com','elasticloadbalancing.amazonaws.com' | ``
          'ec2.amazonaws.com' | 'eks.amazonaws.com' | trail own does not log management events that write; trail other does not log management events that write
          """)
  void trails_that_log_everything_together_are_enough(String own, String other, String trouble) {
    var selectors =
        "{'AdvancedEventSelectors':[{'FieldSelectors':[%s,{'Field':'eventSource','Equals':[%s]}]}]}";
    try (var aws =
            rules("ENABLED")
                .on(
                    "DescribeTrails",
                    "{'trailList':[%s,%s]}".formatted(OWN, OWN.replace("own", "other")))
                .on("GetTrailStatus", "{'IsLogging':true}")
                .on(
                    "GetEventSelectors",
                    request ->
                        Answer.of(
                            selectors.formatted(
                                MANAGEMENT,
                                request.path("TrailName").asText().equals("arn:own")
                                    ? own
                                    : other)));
        var _ = aws.settings()) {
      assertEquals(trouble.isEmpty() ? Map.of() : Map.of(Kind.WITHOUT_TRAIL, trouble), troubles());
    }
  }

  /// It may be the trail that logs.
  @Test
  void a_trail_that_must_not_be_read_is_unknown_and_not_off() {
    try (var aws =
            rules("ENABLED")
                .on("DescribeTrails", "{'trailList':[%s]}".formatted(OWN))
                .on("GetTrailStatus", "{'IsLogging':true}");
        var _ = aws.settings()) {
      assertEquals(
          Map.of(Kind.UNEXAMINED, "cloudtrail:GetEventSelectors: AccessDeniedException"),
          troubles());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ENABLED | false
          ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS | false
          DISABLED | true
          """)
  void a_rule_that_is_off_is_named(String state, boolean isOff) {
    try (var aws = trail(rules(state));
        var _ = aws.settings()) {
      assertEquals(isOff ? Map.of(Kind.RULE_OFF, "off: Ec2Calls, EksCalls") : Map.of(), troubles());
    }
  }

  /// CloudFormation writes the stack before the name of a rule. A stack may have such a name too.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'slash80-Ec2Calls-1ABC','slash80-EksCalls-2DEF'                          | ``
          'StackSet-slash80-0a1b-2c3d-Ec2Calls-1ABC','EksCalls'                    | ``
          'slash80-Ec2Calls-1ABC','slash80-EksCalls-2DEF','own-copy'               | ``
          'slash80-Ec2Calls-1ABC'                                                  | missing: EksCalls
          'slash80-Ec2CallsSettled-1ABC','slash80-EksCalls-2DEF'                   | missing: Ec2Calls
          'EksCalls-Ec2Calls-1ABC'                                                 | missing: EksCalls
          'own-copy','another'                                                     | missing: Ec2Calls, EksCalls
          """)
  void a_rule_that_is_missing_is_named(String names, String trouble) {
    try (var aws =
            trail(rules("ENABLED"))
                .on("ListRuleNamesByTarget", "{'RuleNames':[%s]}".formatted(names));
        var _ = aws.settings()) {
      assertEquals(trouble.isEmpty() ? Map.of() : Map.of(Kind.RULE_OFF, trouble), troubles());
    }
  }

  @Test
  void rules_that_are_off_and_missing_are_told_together() {
    try (var aws =
            trail(rules("DISABLED")).on("ListRuleNamesByTarget", "{'RuleNames':['Ec2Calls']}");
        var _ = aws.settings()) {
      assertEquals(Map.of(Kind.RULE_OFF, "off: Ec2Calls; missing: EksCalls"), troubles());
    }
  }

  @Test
  void a_missing_rule_is_told_though_the_others_must_not_be_described() {
    try (var aws = trail(new JsonStub().on("ListRuleNamesByTarget", "{'RuleNames':['Ec2Calls']}"));
        var _ = aws.settings()) {
      assertEquals(
          Map.of(
              Kind.UNEXAMINED,
              "events:DescribeRule: AccessDeniedException",
              Kind.RULE_OFF,
              "missing: EksCalls"),
          troubles());
    }
  }

  @Test
  void a_region_without_rules_is_named() {
    try (var aws = trail(new JsonStub().on("ListRuleNamesByTarget", "{'RuleNames':[]}"));
        var _ = aws.settings()) {
      assertEquals(Map.of(Kind.WITHOUT_RULES, "no rule sends to " + BUS), troubles());
    }
  }

  @Test
  void without_any_of_these_permissions_nothing_is_claimed() {
    try (var aws = new JsonStub();
        var _ = aws.settings()) {
      assertEquals(
          Map.of(
              Kind.UNEXAMINED,
              "cloudtrail:DescribeTrails: AccessDeniedException;"
                  + " events:ListRuleNamesByTarget: AccessDeniedException"),
          troubles());
    }
  }

  /// What another than AWS answers says nothing about trails and rules.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          DescribeTrails | <html>log in</html> | cloudtrail:DescribeTrails: the response is not a JSON object
          DescribeTrails | {'trailList':[{'Na | cloudtrail:DescribeTrails: the response is not a JSON object
          DescribeTrails | {} | cloudtrail:DescribeTrails: the response has no list trailList
          DescribeTrails | {'trailList':null} | cloudtrail:DescribeTrails: the response has no list trailList
          DescribeTrails | {'trailList':{}} | cloudtrail:DescribeTrails: the response has no list trailList
          DescribeTrails | {'trailList':['own']} | cloudtrail:DescribeTrails: the response has a wrong element in trailList
          DescribeTrails | {'trailList':[{}]} | cloudtrail:DescribeTrails: the response has no text Name
          GetTrailStatus | {} | cloudtrail:GetTrailStatus: the response has no true or false IsLogging
          GetTrailStatus | {'IsLogging':'true'} | cloudtrail:GetTrailStatus: the response has no true or false IsLogging
          GetEventSelectors | {} | cloudtrail:GetEventSelectors: the response has no list EventSelectors
          GetEventSelectors | {'EventSelectors':[{}]} | cloudtrail:GetEventSelectors: the response has no true or false IncludeManagementEvents
          ListRuleNamesByTarget | <html> | events:ListRuleNamesByTarget: the response is not a JSON object
          ListRuleNamesByTarget | {} | events:ListRuleNamesByTarget: the response has no list RuleNames
          ListRuleNamesByTarget | {'RuleNames':[1]} | events:ListRuleNamesByTarget: the response has a wrong element in RuleNames
          ListRuleNamesByTarget | {'RuleNames':['Ec2Calls'],'NextToken':1} | events:ListRuleNamesByTarget: the response has no text NextToken
          DescribeRule | {} | events:DescribeRule: the response has no text State
          """)
  void an_answer_without_what_was_asked_for_is_unknown(
      String operation, String body, String sentence) {
    try (var aws = trail(rules("ENABLED")).on(operation, body);
        var _ = aws.settings()) {
      assertEquals(Map.of(Kind.UNEXAMINED, sentence), troubles());
    }
  }

  /// An earlier trouble of a kind that could not be looked for stands.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          DescribeEverything    | WITHOUT_TRAIL, RULE_OFF, WITHOUT_RULES, UNEXAMINED
          DescribeTrails        | RULE_OFF, WITHOUT_RULES, UNEXAMINED
          GetEventSelectors     | RULE_OFF, WITHOUT_RULES, UNEXAMINED
          ListRuleNamesByTarget | WITHOUT_TRAIL, UNEXAMINED
          DescribeRule          | WITHOUT_TRAIL, WITHOUT_RULES, UNEXAMINED
          """)
  void a_kind_of_trouble_without_an_answer_is_not_covered(String refused, String covered) {
    try (var aws =
            trail(rules("ENABLED")).on(refused, _ -> Answer.refused("AccessDeniedException"));
        var _ = aws.settings()) {
      assertEquals(
          Stream.of(covered.split(", ")).map(Kind::valueOf).collect(Collectors.toSet()),
          examination().covered());
    }
  }

  /// A rule on the second page may be the one that is off.
  @Test
  void all_pages_of_rules_are_read() {
    try (var aws =
            trail(rules("ENABLED"))
                .on(
                    "ListRuleNamesByTarget",
                    request ->
                        Answer.of(
                            request.has("NextToken")
                                ? "{'RuleNames':['EksCalls']}"
                                : "{'RuleNames':['Ec2Calls'],'NextToken':'2'}"))
                .on(
                    "DescribeRule",
                    request ->
                        Answer.of(
                            request.path("Name").asText().equals("EksCalls")
                                ? "{'State':'DISABLED'}"
                                : "{'State':'ENABLED'}"));
        var _ = aws.settings()) {
      assertEquals(Map.of(Kind.RULE_OFF, "off: EksCalls"), troubles());
    }
  }

  @Test
  void where_no_events_are_expected_nothing_is_asked() {
    try (var aws = new JsonStub();
        var _ = aws.settings()) {
      assertEquals(
          Map.of(),
          EventDelivery.of(SITE, AwsClients.in(SITE.region()), Optional.empty())
              .examination()
              .troubles());
      assertEquals(0, aws.called.size());
    }
  }

  private static JsonStub rules(String state) {
    return new JsonStub()
        .on(
            "ListRuleNamesByTarget",
            request ->
                request.path("TargetArn").asText().equals(BUS)
                    ? Answer.of("{'RuleNames':['Ec2Calls','EksCalls']}")
                    : Answer.of("{'RuleNames':[]}"))
        .on("DescribeRule", "{'State':'%s'}".formatted(state));
  }

  private static JsonStub trail(JsonStub aws) {
    return aws.on("DescribeTrails", "{'trailList':[%s]}".formatted(OWN))
        .on("GetTrailStatus", "{'IsLogging':true}")
        .on("GetEventSelectors", LOGS);
  }

  private static Map<Kind, String> troubles() {
    return examination().troubles();
  }

  private static Examination examination() {
    return EventDelivery.of(
            SITE,
            AwsClients.in(SITE.region()),
            Optional.of(new EventRoute(BUS, Set.of("Ec2Calls", "EksCalls"))))
        .examination();
  }
}
