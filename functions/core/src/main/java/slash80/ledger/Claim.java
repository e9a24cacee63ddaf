package slash80.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;

/// The changes that a check has written into the ledger and announces next. The claim is removed
/// once they are announced. A claim that stays belongs to a check that did not finish; the next
/// check announces its changes.
///
/// @param check the id of the check
/// @param at when it was written; [Instant#EPOCH] once the check has given it up
/// @param news the changes to announce
/// @param unknown keys that this version does not know
public record Claim(String check, Instant at, News news, Map<String, Object> unknown) {
  public Claim {
    unknown = Map.copyOf(unknown);
  }

  /// The changes that a claim announces.
  ///
  /// @param opened ids of findings that are new or worse
  /// @param worse the ones already reported at a lower severity or as less open
  /// @param returned the ones that were resolved a short time ago, and when
  /// @param resolved the findings that are gone
  /// @param reminded ids of findings that people are reminded of
  /// @param refused the actions whose permission is missing
  /// @param origins the changes that led to the check, oldest first
  public record News(
      SortedSet<String> opened,
      SortedSet<String> worse,
      SortedMap<String, Instant> returned,
      List<Delta.Resolved> resolved,
      SortedSet<String> reminded,
      SortedSet<String> refused,
      List<ChangeOrigin> origins) {
    public News {
      resolved = List.copyOf(resolved);
      origins = List.copyOf(origins);
    }
  }

  Claim released() {
    return new Claim(check, Instant.EPOCH, news, unknown);
  }

  /// Whether its check cannot be running any more. A claim from far in the future, made by a wrong
  /// clock, has expired too, or it would stay forever.
  public boolean hasLapsed(Instant now, Duration lapse) {
    return Ledger.apart(at, now).compareTo(lapse) > 0;
  }
}
