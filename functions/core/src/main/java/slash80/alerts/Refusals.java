package slash80.alerts;

import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import slash80.facts.Permissions;
import slash80.rules.Judgement;
import slash80.rules.Judgement.Missing;

/// What becomes of the permissions that a ledger knows to be missing.
///
/// Whenever people are told of one they are told of all that are missing, so that one alert names
/// what has to be granted, and the day begins anew for all of them. That one is granted is told by
/// what its rules say then, and not by itself.
final class Refusals {
  private final SortedMap<String, Ledger.Refused> known;
  private final SortedMap<String, Missing> told = new TreeMap<>();

  Refusals(SortedMap<String, Ledger.Refused> before) {
    this.known = new TreeMap<>(before);
  }

  /// Forgets what is granted. Only a check of the whole cluster can tell: a permission can hold for
  /// the things that a part asks of, and not for others.
  void compare(Judgement judgement, Extent extent) {
    switch (extent) {
      case Extent.Whole _ -> forget(judgement.permissions());
      case Extent.Part _ -> {}
    }
    boolean isNews =
        judgement.missing().stream().anyMatch(missing -> !known.containsKey(missing.action()));
    if (isNews) {
      tell(judgement.missing(), judgement.at());
    }
  }

  private void forget(Permissions permissions) {
    known.keySet().removeIf(permissions::isGranted);
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
