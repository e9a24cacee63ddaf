package slash80.aws.live;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import slash80.aws.AccountRegion;
import slash80.aws.Actions.Action;
import slash80.aws.AwsClients;
import slash80.aws.JsonAnswer;
import slash80.aws.JsonService;
import slash80.aws.ReadInterrupted;
import slash80.facts.Fact;
import slash80.ledger.SiteTrouble.Kind;

/// The way of events from an account and region to the queues: a trail that logs calls, and the
/// rules that send them. Nothing else notices when it ends, because then nothing comes
/// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html).
///
/// @param target the ARN that the rules send to; empty if no events are expected
record EventDelivery(
    AccountRegion site, JsonService cloudTrail, JsonService events, Optional<String> target) {

  static EventDelivery of(AccountRegion site, AwsClients clients, Optional<String> target) {
    return new EventDelivery(site, clients.cloudTrail(), clients.events(), target);
  }

  /// What keeps events from arriving, by kind. What may not be read is said, and is no trouble of
  /// the account.
  Map<Kind, String> troubles() {
    var troubles = new EnumMap<Kind, String>(Kind.class);
    if (target.isPresent()) {
      note(troubles, Kind.WITHOUT_TRAIL, trails());
      rules(target.get(), troubles);
    }
    return troubles;
  }

  private static void note(Map<Kind, String> troubles, Kind kind, Fact<Optional<String>> trouble) {
    switch (trouble) {
      case Fact.Known<Optional<String>>(var because) ->
          because.ifPresent(words -> troubles.put(kind, words));
      case Fact.Unread<Optional<String>>(var why) ->
          troubles.merge(Kind.UNEXAMINED, why, (first, second) -> first + "; " + second);
    }
  }

  // ---- Trails ----

  /// The reason why no trail logs management events that write; empty if one does.
  private Fact<Optional<String>> trails() {
    return call(
            Action.DESCRIBE_TRAILS,
            () ->
                cloudTrail
                    .call("DescribeTrails", Map.of("includeShadowTrails", true))
                    .list("trailList"))
        .flatMap(this::firstThatLogs);
  }

  /// A trail that cannot be read may be the one that logs.
  private Fact<Optional<String>> firstThatLogs(List<JsonAnswer> trails) {
    var failures = new ArrayList<String>();
    var reasons = new ArrayList<String>();
    for (var trail : trails) {
      switch (trouble(trail)) {
        case Fact.Known<Optional<String>>(var because) when because.isEmpty() -> {
          return Fact.known(Optional.empty());
        }
        case Fact.Known<Optional<String>>(var because) -> reasons.add(because.orElseThrow());
        case Fact.Unread<Optional<String>>(var why) -> failures.add(why);
      }
    }
    if (!failures.isEmpty()) {
      return Fact.unread(String.join("; ", failures.stream().distinct().toList()));
    }
    return Fact.known(
        Optional.of(reasons.isEmpty() ? "there is no trail" : String.join("; ", reasons)));
  }

  private Fact<Optional<String>> trouble(JsonAnswer trail) {
    return call(
            Action.DESCRIBE_TRAILS,
            () ->
                new Trail(
                    trail.text("Name"),
                    trail.text("TrailARN"),
                    trail.flag("IsMultiRegionTrail")
                        || trail.text("HomeRegion").equals(site.region())))
        .flatMap(
            found ->
                found.isHere()
                    ? status(found)
                    : Fact.known(
                        Optional.of("trail %s logs another region".formatted(found.name()))));
  }

  /// @param isHere whether it logs the region
  private record Trail(String name, String arn, boolean isHere) {}

  private Fact<Optional<String>> status(Trail trail) {
    return call(
            Action.GET_TRAIL_STATUS,
            () -> cloudTrail.call("GetTrailStatus", Map.of("Name", trail.arn())).flag("IsLogging"))
        .flatMap(
            isOn ->
                isOn
                    ? selectors(trail)
                    : Fact.known(Optional.of("trail %s is off".formatted(trail.name()))));
  }

  private Fact<Optional<String>> selectors(Trail trail) {
    return call(
            Action.GET_EVENT_SELECTORS,
            () ->
                logsWrites(cloudTrail.call("GetEventSelectors", Map.of("TrailName", trail.arn()))))
        .map(
            isLogged ->
                isLogged
                    ? Optional.<String>empty()
                    : Optional.of(
                        "trail %s does not log management events that write"
                            .formatted(trail.name())));
  }

  /// A trail has selectors of one of the two kinds.
  private static boolean logsWrites(JsonAnswer answer) {
    return answer.has("AdvancedEventSelectors")
        ? answer.list("AdvancedEventSelectors").stream()
            .anyMatch(selector -> selectsWrites(selector.members()))
        : answer.list("EventSelectors").stream()
            .anyMatch(
                selector ->
                    selector.flag("IncludeManagementEvents")
                        && !selector.text("ReadWriteType").equals("ReadOnly"));
  }

  /// An advanced selector of management events. One that names sources or calls to leave out may
  /// still log what is needed; one that logs reads only does not
  /// (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html).
  private static boolean selectsWrites(JsonNode selector) {
    boolean isOfManagement = false;
    boolean readsOnly = false;
    for (var field : selector.path("FieldSelectors")) {
      var values = elements(field.path("Equals")).stream().map(JsonNode::asText).toList();
      switch (field.path("Field").asText("")) {
        case "eventCategory" -> isOfManagement = values.contains("Management");
        case "readOnly" -> readsOnly = values.equals(List.of("true"));
        default -> {}
      }
    }
    return isOfManagement && !readsOnly;
  }

  // ---- Rules ----

  private void rules(String arn, Map<Kind, String> troubles) {
    switch (names(arn)) {
      case Fact.Unread<List<String>>(var why) -> note(troubles, Kind.UNEXAMINED, Fact.unread(why));
      case Fact.Known<List<String>>(var rules) -> {
        if (rules.isEmpty()) {
          troubles.put(Kind.WITHOUT_RULES, "no rule sends to " + arn);
        }
        note(troubles, Kind.RULE_OFF, off(rules));
      }
    }
  }

  private Fact<List<String>> names(String arn) {
    return call(
        Action.LIST_RULE_NAMES_BY_TARGET,
        () -> {
          var names = new ArrayList<String>();
          var token = "";
          do {
            var about = new TreeMap<String, Object>(Map.of("TargetArn", arn));
            if (!token.isEmpty()) {
              about.put("NextToken", token);
            }
            var page = events.call("ListRuleNamesByTarget", about);
            names.addAll(page.texts("RuleNames"));
            token = page.nextToken("NextToken", token);
          } while (!token.isEmpty());
          return names;
        });
  }

  /// The rules that are off; unread if one cannot be described.
  private Fact<Optional<String>> off(List<String> rules) {
    Fact<List<String>> off = Fact.known(List.of());
    for (var rule : rules) {
      off = off.flatMap(known -> state(rule).map(on -> on ? known : joined(known, rule)));
    }
    return off.map(
        names ->
            names.isEmpty()
                ? Optional.<String>empty()
                : Optional.of("off: " + String.join(", ", names)));
  }

  private Fact<Boolean> state(String rule) {
    return call(
        Action.DESCRIBE_RULE,
        () ->
            events.call("DescribeRule", Map.of("Name", rule)).text("State").startsWith("ENABLED"));
  }

  private static List<String> joined(List<String> names, String name) {
    var all = new ArrayList<>(names);
    all.add(name);
    return all;
  }

  /// A call that fails leaves open what it asked for, and nothing else.
  private static <T> Fact<T> call(Action action, Supplier<T> call) {
    try {
      return CallRunner.of(action, call);
    } catch (ReadInterrupted failed) {
      return Fact.unread(String.valueOf(failed.getMessage()));
    }
  }

  private static List<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).toList();
  }
}
