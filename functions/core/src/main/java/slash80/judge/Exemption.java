package slash80.judge;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// What somebody has agreed to live with, and until when.
///
/// @param rule the id of a rule
/// @param traffic the part of an openness rule's packets that is meant; all of the finding when
///   left out
/// @param expires the last day, in UTC, on which it holds
public record Exemption(
    String rule,
    Selector subject,
    Optional<Traffic> traffic,
    String reason,
    String owner,
    LocalDate expires) {
  public Exemption {
    if (traffic.isPresent() && Policy.familyOfPackets(rule).isEmpty()) {
      throw new IllegalArgumentException(rule + " finds no packets that could be exempted");
    }
  }

  private static final Duration WARNING = Duration.ofDays(7);

  public boolean isInForce(Instant at) {
    return at.isBefore(end());
  }

  /// Whether it holds still, and in seven days will not.
  public boolean lapsesSoon(Instant at) {
    return isInForce(at) && !end().isAfter(at.plus(WARNING));
  }

  private Instant end() {
    return expires.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /// `node-has-no-public-ipv4 of eni-1 until 2026-11-30 (platform@example.com: until the move)`
  @Override
  public String toString() {
    return "%s of %s until %s (%s: %s)".formatted(rule, subject, expires, owner, reason);
  }
}
