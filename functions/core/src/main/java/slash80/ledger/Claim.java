package slash80.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/// The changes that a check has written into the ledger and announces next. The claim is removed
/// once they are announced. A claim that stays belongs to a check that did not finish; the next
/// check announces its changes.
///
/// @param check the id of the check
/// @param at when it was written; [Instant#EPOCH] once the check has given it up
/// @param news the changes to announce
/// @param refusal why the topic refused its alert, if it did
/// @param unknown keys that this version does not know
public record Claim(
    String check, Instant at, News news, Optional<Refusal> refusal, Map<String, Object> unknown) {
  public Claim {
    unknown = Map.copyOf(unknown);
  }

  /// The refusal of an alert by the topic. It goes with the changes from claim to claim, until an
  /// alert about them is accepted.
  ///
  /// @param reason of the last refusal
  /// @param times how often in a row it was refused for a reason that lies in the alert. All such
  ///   reasons count together: one that names a changing number would never come twice
  public record Refusal(String reason, int times) {
    private static final int LONGEST = 300;

    /// From this time on, an alert is sent in its barest form: something in its words may be the
    /// reason, and an alert that is refused for ever silences its cluster.
    private static final int PATIENCE = 2;

    public Refusal {
      reason = reason.substring(0, Math.min(reason.length(), LONGEST));
    }

    /// Whether the next alert leaves out everything that the topic may refuse.
    public boolean isLasting() {
      return times >= PATIENCE;
    }
  }

  /// The changes that a claim announces.
  ///
  /// @param opened ids of findings that are new or worse
  /// @param worse the ones already reported at a lower severity or as less open
  /// @param returned the ones that were resolved a short time ago, and when
  /// @param resolved the findings that are gone
  /// @param reminded ids of findings that people are reminded of
  /// @param refused the actions whose permission is missing
  /// @param byRules the opened ones that only new or changed rules found
  /// @param origins the changes that led to the check, oldest first
  public record News(
      SortedSet<String> opened,
      SortedSet<String> worse,
      SortedMap<String, Instant> returned,
      List<Delta.Resolved> resolved,
      SortedSet<String> reminded,
      SortedSet<String> refused,
      SortedSet<String> byRules,
      List<ChangeOrigin> origins) {
    public News {
      resolved = List.copyOf(resolved);
      origins = List.copyOf(origins);
    }

    /// Whether it announces only that the cluster is checked from now on, and that all is well.
    boolean isEmpty() {
      return opened.isEmpty() && resolved.isEmpty() && reminded.isEmpty() && refused.isEmpty();
    }
  }

  Claim released() {
    return new Claim(check, Instant.EPOCH, news, refusal, unknown);
  }

  /// The same claim, given up because the topic refused its alert.
  Claim refused(String reason) {
    int before = refusal.map(Refusal::times).orElse(0);
    return new Claim(
        check, Instant.EPOCH, news, Optional.of(new Refusal(reason, before + 1)), unknown);
  }

  /// Whether its check cannot be running any more. A claim from far in the future, made by a wrong
  /// clock, has expired too, or it would stay forever.
  public boolean hasLapsed(Instant now, Duration lapse) {
    return Ledger.apart(at, now).compareTo(lapse) > 0;
  }
}
