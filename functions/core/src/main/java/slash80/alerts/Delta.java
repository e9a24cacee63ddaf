package slash80.alerts;

import java.util.List;
import slash80.rules.Finding;
import slash80.rules.Judgement;

/// What a judgement changes against the ledger, and the ledger that would stand after it.
///
/// @param opened findings that were not in the ledger, or are worse than what it says
/// @param resolved ids that were in it, were judged, and are not wrong any more; what could not be
///   judged stays in the ledger
public record Delta(List<Finding> opened, List<Resolved> resolved, Ledger after) {
  public Delta {
    opened = List.copyOf(opened);
    resolved = List.copyOf(resolved);
  }

  public record Resolved(String id, String title, java.time.Instant firstSeen) {}

  /// Whether there is nothing to tell.
  public boolean isEmpty() {
    return opened.isEmpty() && resolved.isEmpty();
  }

  public static Delta between(Ledger before, Judgement judgement) {
    throw new UnsupportedOperationException();
  }
}
