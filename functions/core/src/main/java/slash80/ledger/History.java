package slash80.ledger;

import java.time.Instant;
import java.util.Optional;
import slash80.rule.Severity;

/// The life of a finding in the ledger: its moments, and the severity that people know.
///
/// @param reported when an alert last said that it is new, worse or back
/// @param returned when it last came back soon after it was resolved
/// @param sent the worst severity that it was sent with; empty where all was below the least
///   severity that is sent, and in older documents
public record History(
    Instant firstSeen, Instant reported, Optional<Instant> returned, Optional<Severity> sent) {
  History reported(Instant at) {
    return new History(firstSeen, at, returned, sent);
  }

  History returned(Optional<Instant> at) {
    return new History(firstSeen, reported, at, sent);
  }

  History sent(Severity severity) {
    return sent.filter(worst -> worst.compareTo(severity) >= 0).isPresent()
        ? this
        : new History(firstSeen, reported, returned, Optional.of(severity));
  }

  History unsent() {
    return new History(firstSeen, reported, returned, Optional.empty());
  }
}
