package slash80.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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
  private final SortedMap<String, Missing> told = new TreeMap<>();

  Refusals(SortedMap<String, Ledger.Refused> before) {
    this.known = new TreeMap<>(before);
  }

  /// Forgets what is granted, and tells what is news. That it is granted, or that no rule misses
  /// it, only a check of the whole cluster can know: a permission can hold for the things that a
  /// part asks of, and not for others.
  void compare(Judgement judgement, Extent extent) {
    var missing =
        switch (extent) {
          case Extent.Whole _ -> {
            known.keySet().removeIf(judgement.permissions()::isGranted);
            yield judgement.missing();
          }
          case Extent.Part _ -> judgement.missing().stream().filter(Missing::blinds).toList();
        };
    if (missing.stream().anyMatch(this::isNews)) {
      tell(missing, judgement.at());
    }
  }

  private boolean isNews(Missing missing) {
    var before = known.get(missing.action());
    return before == null || missing.blinds() && !before.missing().blinds();
  }

  /// Whether people were told so long ago of one that a rule misses.
  boolean isDue(Judgement judgement, Duration reminder) {
    return judgement.missing().stream()
        .filter(Missing::blinds)
        .flatMap(missing -> Stream.ofNullable(known.get(missing.action())))
        .anyMatch(one -> Ledger.apart(one.told(), judgement.at()).compareTo(reminder) >= 0);
  }

  /// What another check claimed and did not announce, as far as it is still so.
  void takeOver(Claim claim, Judgement judgement) {
    boolean isStill = claim.refused().stream().anyMatch(known::containsKey);
    if (isStill) {
      tell(judgement.missing(), judgement.at());
    }
    for (String action : claim.refused()) {
      if (known.containsKey(action)) {
        told.putIfAbsent(action, known.get(action).missing());
      }
    }
  }

  void tell(Collection<Missing> all, Instant at) {
    for (Missing missing : all) {
      told.put(missing.action(), missing);
      known.merge(
          missing.action(),
          Ledger.Refused.first(missing, at),
          (before, _) -> before.told(missing, at));
    }
  }

  /// What people are told of, these among it, by their actions.
  List<Missing> told(Collection<Missing> others) {
    Map<String, Missing> all = new TreeMap<>(told);
    others.forEach(missing -> all.putIfAbsent(missing.action(), missing));
    return List.copyOf(all.values());
  }

  SortedMap<String, Ledger.Refused> after() {
    return Collections.unmodifiableSortedMap(known);
  }
}
