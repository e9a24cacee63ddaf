package slash80.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The last delta of a cluster: every finding ends, including those of unfinished checks and those
/// that flapped.
final class ClosingDelta {
  private ClosingDelta() {}

  static Delta of(Ledger before, Instant at, Delta.Occasion occasion, Delta.Ending ending) {
    var resolved = new TreeMap<String, Delta.Resolved>();
    before.claims().stream()
        .flatMap(claim -> claim.news().resolved().stream())
        .forEach(claimed -> resolved.put(claimed.id(), claimed));
    before.resolved().forEach((id, past) -> putHeld(resolved, id, past));
    before.open().forEach((id, entry) -> resolved.put(id, Delta.Resolved.of(id, entry, ending)));
    return new Delta(
        occasion,
        Delta.Changes.of(List.of(), List.copyOf(resolved.values())),
        List.of(),
        List.of(),
        Delta.Unfinished.of(before.claims()),
        Ledger.empty(before.cluster()).began(at).outgoing(before.outgoing()));
  }

  private static void putHeld(
      Map<String, Delta.Resolved> resolved, String id, Ledger.ResolvedEntry past) {
    if (past.isHeld()) {
      resolved.put(id, Delta.Resolved.of(id, past.entry(), Delta.Ending.MENDED));
    }
  }
}
