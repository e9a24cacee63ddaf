package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.aws.TemplateTest.targets;
import static slash80.aws.TemplateTest.tree;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import slash80.aws.Template.Tree;

/// The part of template.yaml that sends events about findings on.
class FindingsBusTest {
  private final Template template = Template.read();

  /// @param bus empty for the default bus
  private Map<String, Tree> rulesOn(String bus) {
    var rules = template.resources("AWS::Events::Rule");
    rules
        .values()
        .removeIf(
            rule -> !(rule.has("EventBusName") ? rule.at("EventBusName").text() : "").equals(bus));
    return rules;
  }

  /// Whatever bus they are on, its own events lead to no check.
  @Test
  void an_event_about_a_finding_goes_to_people_only_and_with_a_ready_body() {
    var event =
        tree(
            """
            {"source": "slash80.watch", "detail-type": "Slash80 Finding Opened", "detail": {
              "severity": "HIGH", "slack": {"text": "x"}, "pagerduty": {"event_action": "trigger"}}}
            """);
    assertEquals(List.of(), targets(rulesOn(""), event));
    assertEquals(List.of(), targets(rulesOn("!Ref Forwarded"), event));
    assertEquals(
        List.of("!GetAtt PagerDuty.Arn", "!GetAtt Slack.Arn"),
        targets(template.resources("AWS::Events::Rule"), event).stream().sorted().toList());
    assertEquals(
        List.of(),
        targets(
            template.resources("AWS::Events::Rule"),
            tree("{\"source\": \"slash80.watch\", \"detail\": {\"severity\": \"HIGH\"}}")));
    Map.of("FindingsToSlack", "slack", "FindingsToPagerDuty", "pagerduty")
        .forEach(
            (rule, body) ->
                template
                    .resource(rule)
                    .at("Targets")
                    .items()
                    .forEach(
                        target -> {
                          assertEquals("$.detail." + body, target.at("InputPath").text());
                          assertTrue(target.has("DeadLetterConfig"), rule);
                        }));
    assertEquals(
        List.of("!GetAtt ToSecurityHub.Arn"),
        targets(
            template.resources("AWS::Events::Rule"),
            tree(
                """
                {"source": "slash80.watch", "detail": {"schema": "slash80.finding/1"}}
                """)));
    assertEquals(
        Set.of(
            "!GetAtt FindingsToSlack.Arn",
            "!GetAtt FindingsToPagerDuty.Arn",
            "!GetAtt FindingsToSecurityHub.Arn"),
        template.senders("UndeliveredFindings"));
    assertEquals(template.senders("UndeliveredFindings"), template.admitted("UndeliveredFindings"));
    for (String secret : List.of("SlackWebhook", "PagerDutyKey")) {
      assertEquals("true", template.parameter(secret).at("NoEcho").text());
    }
  }

  /// All of it, and only where it is asked for.
  @Test
  void security_hub_has_a_function_with_a_role_that_may_import_findings_of_the_account_alone() {
    assertEquals("false", template.parameter("ImportToSecurityHub").at("Default").text());
    for (String part :
        List.of(
            "FindingsToSecurityHub",
            "ToSecurityHub",
            "ToSecurityHubPolicy",
            "SecurityHub",
            "SecurityHubLog",
            "SecurityHubRole")) {
      assertEquals("HasSecurityHub", template.attribute(part, "Condition"), part);
    }
    var function = template.resource("SecurityHub");
    assertEquals("!GetAtt SecurityHubRole.Arn", function.at("Role").text());
    assertEquals(
        "security-hub", function.at("Environment", "Variables", "QUARKUS_LAMBDA_HANDLER").text());
    assertEquals(
        Set.of(
            "securityhub:BatchImportFindings",
            "sqs:DeleteMessage",
            "sqs:GetQueueAttributes",
            "sqs:ReceiveMessage",
            "logs:CreateLogStream",
            "logs:PutLogEvents"),
        template.actions("SecurityHubRole"));
    assertTrue(
        template.actions("WatchRole").stream().noneMatch(may -> may.startsWith("securityhub:")));
    for (Tree statement :
        template
            .resource("SecurityHubRole")
            .at("Policies")
            .items()
            .getFirst()
            .at("PolicyDocument", "Statement")
            .items()) {
      if (statement.at("Action").text().startsWith("securityhub:")) {
        assertEquals(
            function.at("Environment", "Variables", "SLASH80_PRODUCT_ARN").text(),
            statement.at("Resource").text());
      }
      assertTrue(!statement.at("Resource").text().equals("*"), statement.text());
    }
  }
}
