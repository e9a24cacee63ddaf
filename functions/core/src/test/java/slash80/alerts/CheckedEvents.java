package slash80.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.fixtures.JudgementFixture;
import slash80.fixtures.PublishedSchema;
import slash80.judge.Exempted;
import slash80.ledger.CheckedScope;
import slash80.ledger.Delta;
import slash80.ledger.Examples;
import slash80.ledger.Ledger;
import slash80.ledger.Observation;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// Checks of one cluster in a row, each an hour after the one before, with the events about their
/// findings. Each event fits its schema.
final class CheckedEvents {
  static final Cluster.Id DEMO = Examples.cluster("demo");
  private static final PublishedSchema SCHEMA = PublishedSchema.of("event.schema.json");

  Instant now = Examples.AT;
  Ledger ledger = Ledger.empty("demo");

  /// A check of the whole cluster.
  record Check(Ledger before, Delta delta, List<Map<String, Object>> events) {}

  List<Map<String, Object>> events(Finding... findings) {
    return check(Severity.LOW, List.of(findings)).events;
  }

  Check check(Severity least, List<Finding> findings) {
    return check(least, findings, List.of());
  }

  Check check(Severity least, List<Finding> findings, List<Exempted> exempted) {
    now = now.plus(Duration.ofHours(1));
    var before = ledger;
    var judgement =
        JudgementFixture.judging(DEMO, now).finds(findings).exempts(exempted).judgement();
    var reading = new Observation(CheckedScope.whole(), Fact.known(Set.of()), Map.of());
    var delta =
        Delta.between(before, judgement, reading, Duration.ofMinutes(4)).sending(least, before);
    ledger = delta.after();
    var events =
        Stream.concat(
                FindingEvents.of(judgement, delta, List.of(Examples.ORIGIN), before, least)
                    .stream(),
                FindingEvents.ofSilenced(judgement, delta, before, least).stream())
            .map(CheckedEvents::fitting)
            .toList();
    return new Check(before, delta, events);
  }

  static Map<String, Object> fitting(Map<String, Object> event) {
    text(event);
    return event;
  }

  /// The event as it is sent.
  static String text(Map<String, Object> event) {
    return SCHEMA.assertFits(event.get("detail"));
  }

  static Map<?, ?> detail(Map<String, Object> event) {
    return (Map<?, ?>) event.get("detail");
  }

  static Map<?, ?> pagerDuty(Map<String, Object> event) {
    return (Map<?, ?>) detail(event).get("pagerduty");
  }
}
