package slash80.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;

/// What a check has written into the ledger, and announces next. It goes when it is announced. One
/// that stays belongs to a check that did not come to its end: another announces it.
///
/// @param check who claims it
/// @param at since when; [Instant#EPOCH] when the check gave it up
/// @param opened ids of findings that are new or worse
/// @param worse those of them that people know as less than they are
/// @param returned those of them that were resolved a short time ago, and when
/// @param resolved what is not wrong any more
/// @param reminded ids of findings that people are reminded of
/// @param refused the actions whose permission is missing
/// @param origins what led to the check, oldest first
/// @param unknown keys that this version does not know
public record Claim(
    String check,
    Instant at,
    SortedSet<String> opened,
    SortedSet<String> worse,
    SortedMap<String, Instant> returned,
    List<Delta.Resolved> resolved,
    SortedSet<String> reminded,
    SortedSet<String> refused,
    List<Origin> origins,
    Map<String, Object> unknown) {
  public Claim {
    resolved = List.copyOf(resolved);
    origins = List.copyOf(origins);
    unknown = Map.copyOf(unknown);
  }

  Claim released() {
    return new Claim(
        check,
        Instant.EPOCH,
        opened,
        worse,
        returned,
        resolved,
        reminded,
        refused,
        origins,
        unknown);
  }

  /// Whether its check must be dead by now. A claim from far in the future, by a clock that was
  /// wrong, has lapsed too, or it would stand for ever.
  public boolean hasLapsed(Instant now, Duration lapse) {
    return Ledger.apart(at, now).compareTo(lapse) > 0;
  }
}
