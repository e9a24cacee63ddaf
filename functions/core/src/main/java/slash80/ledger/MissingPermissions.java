package slash80.ledger;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import slash80.judge.Judgement;
import slash80.judge.Judgement.Missing;

/// The missing permissions of a ledger, compared with those of a new check.
///
/// An alert about one missing permission lists all of them and restarts the 24-hour reminder for
/// each. A permission that no rule needs is reported once, without reminders. A permission that was
/// granted is not reported by itself: the findings of its rules are.
final class MissingPermissions {
  private final SortedMap<String, Ledger.Refused> known;
  private final Judgement judgement;
  private final CheckedScope extent;
  private final List<Missing> missing;
  private final SortedMap<String, Missing> reported = new TreeMap<>();

  MissingPermissions(
      SortedMap<String, Ledger.Refused> before, Judgement judgement, CheckedScope extent) {
    this.known = new TreeMap<>(before);
    this.judgement = judgement;
    this.extent = extent;
    this.missing =
        switch (extent) {
          case CheckedScope.Whole _ -> judgement.missing();
          case CheckedScope.Part _ ->
              judgement.missing().stream().filter(Missing::blocksRules).map(this::more).toList();
        };
  }

  /// A partial check does not cover every rule: the known rules of a permission stay.
  private Missing more(Missing seen) {
    var rules = new TreeSet<>(seen.rules());
    Stream.ofNullable(known.get(seen.action()))
        .forEach(refused -> rules.addAll(refused.missing().rules()));
    return new Missing(seen.refusal(), rules);
  }

  /// Forgets permissions that were granted, and reports new missing ones. Only a check of the whole
  /// cluster can know that a permission is granted: it may hold for the resources of a part and not
  /// for others.
  void compare() {
    switch (extent) {
      case CheckedScope.Whole _ -> known.keySet().removeIf(judgement.permissions()::isGranted);
      case CheckedScope.Part _ -> {}
    }
    if (missing.stream().anyMatch(this::isNews)) {
      report();
    }
  }

  private boolean isNews(Missing seen) {
    var before = known.get(seen.action());
    return before == null || (seen.blocksRules() && !before.missing().blocksRules());
  }

  /// Reports all of them if the last alert about one that a rule needs is long ago.
  void remind(Duration reminder) {
    boolean isDue =
        missing.stream()
            .filter(Missing::blocksRules)
            .flatMap(seen -> Stream.ofNullable(known.get(seen.action())))
            .anyMatch(
                refused ->
                    Ledger.apart(refused.reported(), judgement.at()).compareTo(reminder) >= 0);
    if (isDue) {
      report();
    }
  }

  /// Reports what another check claimed and did not announce, if it is still true.
  void takeOver(Claim claim) {
    if (claim.news().refused().stream().noneMatch(known::containsKey)) {
      return;
    }
    report();
    claim.news().refused().stream()
        .flatMap(action -> Stream.ofNullable(known.get(action)))
        .forEach(refused -> reported.putIfAbsent(refused.missing().action(), refused.missing()));
  }

  private void report() {
    for (Missing seen : missing) {
      reported.put(seen.action(), seen);
      known.merge(
          seen.action(),
          Ledger.Refused.first(seen, judgement.at()),
          (before, _) -> before.reported(seen, judgement.at()));
    }
  }

  /// The permissions to report, by action.
  List<Missing> reported() {
    return List.copyOf(reported.values());
  }

  SortedMap<String, Ledger.Refused> after() {
    return Collections.unmodifiableSortedMap(known);
  }
}
