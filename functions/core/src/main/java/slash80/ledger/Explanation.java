package slash80.ledger;

import java.util.List;
import java.util.TreeSet;

/// A delta that knows which changes led to its check. A finding of a changed rule is theirs if one
/// of them stands behind it. A finding of a rule that is new is never theirs: it may have been
/// there for long.
record Explanation(Delta found, List<ChangeOrigin> led, Ledger before, Authors authors) {
  Delta delta() {
    var byRules = new TreeSet<>(found.byRules());
    for (var finding : found.opened()) {
      if (!before.state().rules().lack(finding.rule()) && !authors.behind(finding, led).isEmpty()) {
        byRules.remove(finding.id());
      }
    }
    var ended =
        found.resolved().stream()
            .map(
                resolved ->
                    resolved.ending() == Delta.Ending.RULES_CHANGED
                            && !authors.behind(resolved, led).isEmpty()
                        ? resolved.ending(Delta.Ending.MENDED)
                        : resolved)
            .toList();
    return found.with(
        new Delta.Changes(
            found.opened(),
            found.worse(),
            found.returned(),
            found.shrunk(),
            ended,
            byRules,
            found.silenced()),
        authors);
  }
}
