package slash80.alerts;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import slash80.rules.Judgement;
import slash80.rules.Judgement.Missing;

/// What becomes of the permissions that a ledger knows to be missing.
///
/// Whenever people are told of one they are told of all that are missing, so that one alert names
/// what has to be granted, and the day begins anew for all of them. What no rule misses is told
/// once and not reminded of. That a permission is granted is told by what its rules say then, and
/// not by itself.
final class Refusals {
  private final SortedMap<String, Ledger.Refused> known;
  private final Judgement judgement;
  private final Extent extent;
  private final List<Missing> missing;
  private final SortedMap<String, Missing> told = new TreeMap<>();

  Refusals(SortedMap<String, Ledger.Refused> before, Judgement judgement, Extent extent) {
    this.known = new TreeMap<>(before);
    this.judgement = judgement;
    this.extent = extent;
    this.missing =
        switch (extent) {
          case Extent.Whole _ -> judgement.missing();
          case Extent.Part _ ->
              judgement.missing().stream().filter(Missing::blinds).map(this::more).toList();
        };
  }

  /// A part says nothing of the rules that it did not ask: what was known of them stands.
  private Missing more(Missing seen) {
    var rules = new TreeSet<>(seen.rules());
    Stream.ofNullable(known.get(seen.action())).forEach(one -> rules.addAll(one.missing().rules()));
    return new Missing(seen.refusal(), rules);
  }

  /// Forgets what is granted, and tells what is news. That a permission is granted only a check of
  /// the whole cluster can know: it can hold for the things that a part asks of, and not for
  /// others.
  void compare() {
    switch (extent) {
      case Extent.Whole _ -> known.keySet().removeIf(judgement.permissions()::isGranted);
      case Extent.Part _ -> {}
    }
    if (missing.stream().anyMatch(this::isNews)) {
      tell();
    }
  }

  private boolean isNews(Missing seen) {
    var before = known.get(seen.action());
    return before == null || seen.blinds() && !before.missing().blinds();
  }

  /// Tells all, when people were told so long ago of one that a rule misses.
  void remind(Duration reminder) {
    boolean isDue =
        missing.stream()
            .filter(Missing::blinds)
            .flatMap(seen -> Stream.ofNullable(known.get(seen.action())))
            .anyMatch(one -> Ledger.apart(one.told(), judgement.at()).compareTo(reminder) >= 0);
    if (isDue) {
      tell();
    }
  }

  /// Tells what another check claimed and did not announce, as far as it is still so.
  void takeOver(Claim claim) {
    if (claim.refused().stream().noneMatch(known::containsKey)) {
      return;
    }
    tell();
    claim.refused().stream()
        .flatMap(action -> Stream.ofNullable(known.get(action)))
        .forEach(one -> told.putIfAbsent(one.missing().action(), one.missing()));
  }

  private void tell() {
    for (Missing seen : missing) {
      told.put(seen.action(), seen);
      known.merge(
          seen.action(),
          Ledger.Refused.first(seen, judgement.at()),
          (before, _) -> before.told(seen, judgement.at()));
    }
  }

  /// What people are told of, by action.
  List<Missing> told() {
    return List.copyOf(told.values());
  }

  SortedMap<String, Ledger.Refused> after() {
    return Collections.unmodifiableSortedMap(known);
  }
}
