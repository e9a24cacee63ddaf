package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.aws.TemplateTest.targets;
import static slash80.aws.TemplateTest.tree;

import java.util.List;
import java.util.Map;
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
    assertEquals(template.senders("UndeliveredFindings"), template.admitted("UndeliveredFindings"));
    for (String secret : List.of("SlackWebhook", "PagerDutyKey")) {
      assertEquals("true", template.parameter(secret).at("NoEcho").text());
    }
  }
}
