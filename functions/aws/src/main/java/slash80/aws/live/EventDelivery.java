package slash80.aws.live;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
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
/// @param route the way that is expected; empty if no events are expected
record EventDelivery(
    AccountRegion site, JsonService cloudTrail, JsonService events, Optional<EventRoute> route) {

  static EventDelivery of(AccountRegion site, AwsClients clients, Optional<EventRoute> route) {
    return new EventDelivery(site, clients.cloudTrail(), clients.events(), route);
  }

  /// What keeps events from arriving, by kind. What may not be read is said, and is no trouble of
  /// the account.
  Examination examination() {
    var troubles = new EnumMap<Kind, String>(Kind.class);
    var covered =
        EnumSet.of(Kind.WITHOUT_TRAIL, Kind.RULE_OFF, Kind.WITHOUT_RULES, Kind.UNEXAMINED);
    if (route.isPresent()) {
      var trails = trails();
      note(troubles, Kind.WITHOUT_TRAIL, trails);
      if (trails.asKnown().isEmpty()) {
        covered.remove(Kind.WITHOUT_TRAIL);
      }
      if (!route.get().target().isEmpty()) {
        covered.removeAll(rules(route.get(), troubles));
      }
    }
    return new Examination(covered, troubles);
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

  /// The reason why management events that write are not all logged; empty if the trails together
  /// log them.
  private Fact<Optional<String>> trails() {
    return call(
            Action.DESCRIBE_TRAILS,
            () ->
                cloudTrail
                    .call("DescribeTrails", Map.of("includeShadowTrails", true))
                    .list("trailList"))
        .flatMap(this::together);
  }

  /// The sources that a trail logs, and the reason why not all.
  private record Logged(Set<String> sources, String because) {
    static Logged nothing(String because) {
      return new Logged(Set.of(), because);
    }
  }

  /// Trails may share the sources among them. One that cannot be read may log what is missing.
  private Fact<Optional<String>> together(List<JsonAnswer> trails) {
    var failures = new ArrayList<String>();
    var reasons = new ArrayList<String>();
    var sources = new HashSet<String>();
    for (var trail : trails) {
      switch (logged(trail)) {
        case Fact.Known<Logged>(var logged) -> {
          sources.addAll(logged.sources());
          reasons.add(logged.because());
        }
        case Fact.Unread<Logged>(var why) -> failures.add(why);
      }
      if (sources.containsAll(TrailSelectors.SOURCES)) {
        return Fact.known(Optional.empty());
      }
    }
    if (!failures.isEmpty()) {
      return Fact.unread(String.join("; ", failures.stream().distinct().toList()));
    }
    return Fact.known(
        Optional.of(reasons.isEmpty() ? "there is no trail" : String.join("; ", reasons)));
  }

  private Fact<Logged> logged(JsonAnswer trail) {
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
                        Logged.nothing("trail %s logs another region".formatted(found.name()))));
  }

  /// @param isHere whether it logs the region
  private record Trail(String name, String arn, boolean isHere) {}

  private Fact<Logged> status(Trail trail) {
    return call(
            Action.GET_TRAIL_STATUS,
            () -> cloudTrail.call("GetTrailStatus", Map.of("Name", trail.arn())).flag("IsLogging"))
        .flatMap(
            isOn ->
                isOn
                    ? selectors(trail)
                    : Fact.known(Logged.nothing("trail %s is off".formatted(trail.name()))));
  }

  private Fact<Logged> selectors(Trail trail) {
    return call(
            Action.GET_EVENT_SELECTORS,
            () ->
                TrailSelectors.logged(
                    cloudTrail.call("GetEventSelectors", Map.of("TrailName", trail.arn()))))
        .map(
            sources ->
                new Logged(
                    sources,
                    "trail %s does not log management events that write".formatted(trail.name())));
  }

  // ---- Rules ----

  /// Notes what is wrong with the rules. The answer is the kinds about which nothing is known.
  private Set<Kind> rules(EventRoute route, Map<Kind, String> troubles) {
    return switch (names(route.target())) {
      case Fact.Unread<List<String>>(var why) -> {
        note(troubles, Kind.UNEXAMINED, Fact.unread(why));
        yield Set.of(Kind.RULE_OFF, Kind.WITHOUT_RULES);
      }
      case Fact.Known<List<String>>(var rules) when rules.isEmpty() -> {
        troubles.put(Kind.WITHOUT_RULES, "no rule sends to " + route.target());
        yield Set.of();
      }
      case Fact.Known<List<String>>(var rules) -> {
        var missing = words("missing", route.missing(rules));
        yield switch (off(rules)) {
          case Fact.Known<List<String>>(var off) -> {
            note(troubles, Kind.RULE_OFF, Fact.known(joined(words("off", off), missing)));
            yield Set.of();
          }
          case Fact.Unread<List<String>>(var why) -> {
            note(troubles, Kind.UNEXAMINED, Fact.unread(why));
            note(troubles, Kind.RULE_OFF, Fact.known(missing));
            yield Set.of(Kind.RULE_OFF);
          }
        };
      }
    };
  }

  private static Optional<String> words(String what, List<String> names) {
    return names.isEmpty() ? Optional.empty() : Optional.of(what + ": " + String.join(", ", names));
  }

  private static Optional<String> joined(Optional<String> first, Optional<String> second) {
    var words = Stream.of(first, second).flatMap(Optional::stream).toList();
    return words.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", words));
  }

  private Fact<List<String>> names(String arn) {
    return call(
        Action.LIST_RULE_NAMES_BY_TARGET,
        () ->
            events.pages("ListRuleNamesByTarget", Map.of("TargetArn", arn), "NextToken").stream()
                .flatMap(page -> page.texts("RuleNames").stream())
                .toList());
  }

  /// The rules that are off; unread if one cannot be described.
  private Fact<List<String>> off(List<String> rules) {
    Fact<List<String>> off = Fact.known(List.of());
    for (var rule : rules) {
      off = off.flatMap(known -> state(rule).map(on -> on ? known : joined(known, rule)));
    }
    return off;
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
}
