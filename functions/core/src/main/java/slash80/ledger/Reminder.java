package slash80.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.judge.Judgement;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// Repeats what was reported long ago: all CRITICAL and HIGH findings that are open, if one of them
/// was, and all missing permissions likewise.
///
/// @param interval the time after which people are reminded
record Reminder(Judgement judgement, Duration interval) {

  Delta of(Delta delta) {
    return refusals(findings(delta));
  }

  private Delta refusals(Delta delta) {
    var refusals = new MissingPermissions(delta.after().refused(), judgement, CheckedScope.whole());
    refusals.remind(interval);
    return refusals.reported().isEmpty()
        ? delta
        : new Delta(
            delta.occasion(),
            delta.changes(),
            delta.reminded(),
            refusals.reported(),
            delta.unfinished(),
            delta.after().began(judgement.at()).refused(refusals.after()));
  }

  private Delta findings(Delta delta) {
    var news = delta.opened().stream().map(Finding::id).collect(Collectors.toSet());
    var severe =
        standing(delta.after())
            .filter(finding -> finding.severity().compareTo(Severity.HIGH) >= 0)
            .filter(finding -> !news.contains(finding.id()))
            .toList();
    boolean isDue =
        severe.stream()
            .flatMap(finding -> Stream.ofNullable(delta.after().open().get(finding.id())))
            .map(entry -> entry.history().reported())
            .anyMatch(reported -> isLongAgo(reported, delta.after()));
    return isDue ? with(delta, severe) : delta;
  }

  /// The open findings: as they were found now, or, if they could not be checked, as last seen.
  private Stream<Finding> standing(Ledger after) {
    var found = judgement.findings().stream().map(Finding::id).collect(Collectors.toSet());
    var judged =
        judgement.findings().stream().filter(finding -> after.open().containsKey(finding.id()));
    var unjudged =
        after.open().entrySet().stream()
            .filter(entry -> !found.contains(entry.getKey()))
            .map(entry -> entry.getValue().finding(entry.getKey()));
    return Stream.concat(judged, unjudged);
  }

  /// Whether the last alert and the last reminder are that long ago. A time further ahead than a
  /// reminder comes from a wrong clock and is ignored.
  private boolean isLongAgo(Instant reported, Ledger after) {
    return Stream.of(reported, after.reminded())
        .filter(moment -> moment.isBefore(judgement.at().plus(interval)))
        .allMatch(moment -> Ledger.apart(moment, judgement.at()).compareTo(interval) >= 0);
  }

  private Delta with(Delta delta, List<Finding> severe) {
    var both = Stream.concat(delta.reminded().stream(), severe.stream()).distinct().toList();
    return new Delta(
        delta.occasion(),
        delta.changes(),
        both,
        delta.refused(),
        delta.unfinished(),
        delta.after().began(judgement.at()).reminded(judgement.at()));
  }
}
