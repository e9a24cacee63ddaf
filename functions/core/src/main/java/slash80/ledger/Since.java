package slash80.ledger;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.rule.Finding;

/// The moments at which findings were first seen, by the ids of the findings.
///
/// @param moments empty where no ledger tells
public record Since(Map<String, Instant> moments) {
  /// Without a ledger nobody knows.
  public static final Since UNKNOWN = new Since(Map.of());

  public Since {
    moments = Map.copyOf(moments);
  }

  public static Since of(Ledger ledger) {
    var moments = new HashMap<String, Instant>();
    ledger.open().forEach((id, entry) -> moments.put(id, entry.firstSeen()));
    return new Since(moments);
  }

  /// The first of these moments.
  public Optional<Instant> of(List<Finding> findings) {
    return findings.stream()
        .flatMap(finding -> Optional.ofNullable(moments.get(finding.id())).stream())
        .min(Comparator.naturalOrder());
  }
}
