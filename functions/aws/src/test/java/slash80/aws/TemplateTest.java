package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import slash80.aws.Template.Tree;
import software.amazon.event.ruler.Ruler;

/// Compares template.yaml with the example events and its parts with each other. Patterns are
/// matched by the library that EventBridge itself uses.
class TemplateTest {
  private static final String CHANGES = "!GetAtt Changes.Arn";
  private static final String SETTLED_CHANGES = "!GetAtt SettledChanges.Arn";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Template template = Template.read();
  private final Template forward = Template.ofForward();

  @Test
  void every_event_is_sent_to_the_queue_once() {
    Map<String, List<String>> misdelivered = new TreeMap<>();
    events()
        .forEach(
            (file, event) -> {
              List<String> queues = queuesOf(event).stream().filter(CHANGES::equals).toList();
              if (queues.size() != 1) {
                misdelivered.put(file, queues);
              }
            });
    assertEquals(Map.of(), misdelivered);
  }

  @Test
  void only_events_that_settle_late_go_to_the_delay_queue_and_only_once() {
    Map<String, Long> wrong = new TreeMap<>();
    events()
        .forEach(
            (file, event) -> {
              long sent = queuesOf(event).stream().filter(SETTLED_CHANGES::equals).count();
              if (sent != (settlesLate(event) ? 1 : 0)) {
                wrong.put(file, sent);
              }
            });
    assertEquals(Map.of(), wrong);
  }

  /// Their responses say `modify-in-progress` or `associating`.
  @Test
  void calls_that_ec2_completes_later_are_looked_at_twice() {
    for (String name :
        List.of(
            "ModifyManagedPrefixList",
            "RestoreManagedPrefixListVersion",
            "AssociateSubnetCidrBlock",
            "AssociateVpcCidrBlock",
            "AssociateSecurityGroupVpc")) {
      String event =
          """
          {"source": "aws.ec2", "detail-type": "AWS API Call via CloudTrail", "detail": {"eventName": "%s"}}
          """
              .formatted(name);
      assertEquals(Set.of(CHANGES, SETTLED_CHANGES), Set.copyOf(queuesOf(tree(event))), name);
    }
  }

  @Test
  void calls_about_disks_are_not_sent() {
    for (String name : List.of("AttachVolume", "CreateSnapshots", "DeregisterImage")) {
      String event =
          """
          {"source": "aws.ec2", "detail-type": "AWS API Call via CloudTrail", "detail": {"eventName": "%s"}}
          """
              .formatted(name);
      assertEquals(List.of(), queuesOf(tree(event)), name);
    }
  }

  @Test
  void the_schedule_invokes_sweep() {
    List<String> targets = new ArrayList<>();
    rules()
        .forEach(
            (_, rule) -> {
              if (rule.has("ScheduleExpression")) {
                rule.at("Targets").items().forEach(t -> targets.add(t.at("Arn").text()));
              }
            });
    assertEquals(List.of("!If [IsNative, !GetAtt Sweep.Arn, !Ref Sweep.Alias]"), targets);
  }

  /// In any other state a rule would receive every Describe call of the account.
  @Test
  void rules_are_not_enabled_for_read_only_calls() {
    for (Template otherTemplate : List.of(template, forward)) {
      rules(otherTemplate)
          .forEach((name, rule) -> assertEquals("ENABLED", rule.at("State").text(), name));
    }
  }

  @Test
  void a_queue_admits_exactly_the_rules_that_send_to_it() {
    for (String queue : List.of("Changes", "SettledChanges", "Undelivered", "ToSecurityHub")) {
      assertEquals(template.senders(queue), template.admitted(queue), queue);
    }
  }

  @Test
  void a_message_stays_hidden_for_six_timeouts_and_the_window() {
    for (String function : List.of("Watch", "Sweep", "SecurityHub")) {
      assertHides(template.resource(function), template.mappings(function));
    }
  }

  private void assertHides(Tree function, Map<String, Tree> mappings) {
    assertFalse(mappings.isEmpty());
    mappings.forEach(
        (queue, mapping) -> {
          assertEquals(
              6 * function.at("Timeout").number()
                  + mapping.at("MaximumBatchingWindowInSeconds").number(),
              template.resource(queue).at("VisibilityTimeout").number(),
              queue);
          assertEquals(8, template.resource(queue).at("RedrivePolicy", "maxReceiveCount").number());
          assertTrue(mapping.has("FunctionResponseTypes"), queue);
        });
  }

  @Test
  void the_delay_is_the_settling_time_and_a_minute() {
    template
        .mapping("Settling")
        .children()
        .forEach(
            (minutes, delay) ->
                assertEquals(
                    60 * Integer.parseInt(minutes) + 60, delay.at("DelaySeconds").number()));
  }

  // ---- Other regions and accounts ----

  @Test
  void elsewhere_the_same_is_sent_as_at_home() {
    assertEquals(patterns(home(), CHANGES), patterns(rules(forward), "!Ref BusArn"));
  }

  /// The sweep tells when one of these rules is missing, by its name.
  @Test
  void the_sweep_knows_every_rule_that_sends_at_once() {
    var known =
        template
            .resource("Sweep")
            .at("Environment", "Variables", "SLASH80_RULES")
            .text()
            .split(",");
    assertEquals(patterns(home(), CHANGES).keySet(), Set.of(known));
    assertEquals(patterns(rules(forward), "!Ref BusArn").keySet(), Set.of(known));
  }

  @Test
  void the_same_events_settle_late_in_every_region() {
    Tree any = template.resource("ForwardedSettledChanges").at("EventPattern", "$or");
    assertEquals(
        Set.copyOf(patterns(home(), SETTLED_CHANGES).values()),
        any.items().stream().map(Tree::value).collect(Collectors.toSet()));
  }

  @Test
  void an_event_from_elsewhere_ends_in_the_queues_that_it_would_at_home() {
    events()
        .forEach(
            (file, event) -> {
              assertEquals(List.of("!Ref BusArn"), targets(rules(forward), event), file);
              assertEquals(
                  queuesOf(event).stream().sorted().toList(),
                  targets(onBus(), event).stream().sorted().toList(),
                  file);
            });
  }

  /// Without the condition everyone who may put events on the bus could cause checks of another
  /// account.
  @Test
  void the_bus_accepts_only_events_of_aws() {
    for (String source : List.of("slash80.sweep", "mine", "aws.events")) {
      String event =
          """
          {"source": "%s", "detail-type": "Cluster Check", "detail": {"cluster": "demo"}}
          """
              .formatted(source);
      assertEquals(List.of(), targets(onBus(), tree(event)), source);
    }
  }

  /// `watch` reads account and region from the envelope.
  @Test
  void no_rule_rewrites_an_event_for_watch() {
    for (Map<String, Tree> rules : List.of(home(), onBus(), rules(forward))) {
      rules.forEach(
          (name, rule) ->
              rule.at("Targets")
                  .items()
                  .forEach(
                      target -> {
                        assertFalse(target.has("Input"), name);
                        assertFalse(target.has("InputPath"), name);
                        assertFalse(target.has("InputTransformer"), name);
                      }));
    }
  }

  @Test
  void forwarding_takes_a_role_that_may_send_to_the_bus_and_nothing_else() {
    Tree role = forward.resource("Forward");
    Tree statement = role.at("Policies").items().getFirst().at("PolicyDocument", "Statement");
    assertEquals(1, role.at("Policies").items().size());
    assertEquals(1, statement.items().size());
    assertEquals(Set.of("events:PutEvents"), forward.actions("Forward"));
    assertEquals("!Ref BusArn", statement.items().getFirst().at("Resource").text());
    assertFalse(role.has("RoleName"), "roles are global, and every region has this stack");
    rules(forward)
        .forEach(
            (name, rule) ->
                rule.at("Targets")
                    .items()
                    .forEach(
                        target ->
                            assertEquals(
                                "!GetAtt Forward.Arn", target.at("RoleArn").text(), name)));
  }

  @Test
  void events_that_cannot_be_forwarded_wait_in_a_queue_with_an_alarm() {
    var texts =
        rules(forward).keySet().stream()
            .map(name -> "!GetAtt " + name + ".Arn")
            .collect(Collectors.toSet());
    assertEquals(texts, forward.senders("Undelivered"));
    assertEquals(texts, forward.admitted("Undelivered"));
    assertEquals("true", forward.resource("Undelivered").at("SqsManagedSseEnabled").text());
  }

  @Test
  void the_bus_admits_accounts_by_name_or_an_organization_and_only_their_events() {
    Tree statement = template.resource("ForwardedPolicy").at("Statement");
    assertEquals("events:PutEvents", statement.at("Action").text());
    assertEquals("!GetAtt Forwarded.Arn", statement.at("Resource").text());
    assertEquals(Set.of("StringEquals"), statement.at("Condition").children().keySet());
    String whom = statement.at("Condition", "StringEquals").text();
    assertTrue(whom.startsWith("!If [IsBusOfAccounts, {aws:PrincipalAccount="), whom);
    assertTrue(whom.endsWith("{aws:PrincipalOrgID=!Ref ForwardedEvents}]"), whom);
  }

  private Map<String, Tree> rules() {
    return rules(template);
  }

  private static Map<String, Tree> rules(Template of) {
    return of.resources("AWS::Events::Rule");
  }

  /// The rules on the bus that AWS itself sends to.
  private Map<String, Tree> home() {
    Map<String, Tree> home = rules();
    home.values().removeIf(rule -> rule.has("EventBusName"));
    return home;
  }

  /// The rules on the bus that other regions and accounts send to.
  private Map<String, Tree> onBus() {
    Map<String, Tree> onBus = rules();
    onBus
        .values()
        .removeIf(
            rule ->
                !rule.has("EventBusName")
                    || !rule.at("EventBusName").text().equals("!Ref Forwarded"));
    return onBus;
  }

  /// The patterns of those rules that send to a target, by name.
  private static Map<String, Object> patterns(Map<String, Tree> rules, String target) {
    Map<String, Object> patterns = new TreeMap<>();
    rules.forEach(
        (name, rule) -> {
          if (rule.at("Targets").items().stream()
              .anyMatch(t -> t.at("Arn").text().equals(target))) {
            patterns.put(name, rule.at("EventPattern").value());
          }
        });
    return patterns;
  }

  private List<String> queuesOf(JsonNode event) {
    return targets(home(), event);
  }

  /// The targets to which EventBridge sends an event, one for each rule that matches.
  static List<String> targets(Map<String, Tree> rules, JsonNode event) {
    List<String> targets = new ArrayList<>();
    rules.forEach(
        (_, rule) -> {
          if (rule.has("EventPattern") && matches(event, rule.at("EventPattern"))) {
            rule.at("Targets").items().forEach(t -> targets.add(t.at("Arn").text()));
          }
        });
    return targets;
  }

  private static boolean matches(JsonNode event, Tree pattern) {
    try {
      return Ruler.matchesRule(
          JSON.writeValueAsString(event), JSON.writeValueAsString(pattern.value()));
    } catch (Exception e) {
      throw new AssertionError("a pattern that EventBridge does not accept: " + pattern, e);
    }
  }

  private static boolean settlesLate(JsonNode event) {
    return switch (event.path("source").asText()) {
      case "aws.elasticloadbalancing" -> true;
      case "aws.autoscaling" -> true;
      case "aws.ec2" ->
          event.at("/detail/state").asText().matches("pending|running")
              || event
                  .at("/detail/eventName")
                  .asText()
                  .matches(
                      "RunInstances|CreateFleet|.*VpcBlockPublicAccess.*|ModifyManagedPrefixList");
      default -> false;
    };
  }

  /// The files of events/ that EventBridge sends by pattern. The schedule, the messages of sweep
  /// and the batches of Lambda are left out.
  private static Map<String, JsonNode> events() {
    Map<String, JsonNode> events = new TreeMap<>();
    try (Stream<Path> files = Files.list(Template.PROJECT.resolve("events"))) {
      files
          .filter(file -> file.toString().endsWith(".json"))
          .forEach(file -> events.put(file.getFileName().toString(), tree(text(file))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    events
        .values()
        .removeIf(
            event ->
                !event.path("source").asText().startsWith("aws.")
                    || event.path("source").asText().equals("aws.events"));
    assertFalse(events.isEmpty());
    return events;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
