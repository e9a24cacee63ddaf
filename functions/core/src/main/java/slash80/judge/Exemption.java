package slash80.judge;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// A finding that an owner has accepted until a date.
///
/// @param rule the id of a rule
/// @param traffic the packets of an openness rule that are exempted; the whole finding when left
///   out
/// @param expires the last day, in UTC, on which it holds
public record Exemption(
    String rule,
    ResourceSelector subject,
    Optional<Traffic> traffic,
    String reason,
    String owner,
    LocalDate expires) {
  public Exemption {
    if (traffic.isPresent() && Policy.familiesOfPackets(rule).isEmpty()) {
      throw new IllegalArgumentException(rule + " finds no packets that could be exempted");
    }
  }

  private static final Duration WARNING = Duration.ofDays(7);

  public boolean isInForce(Instant at) {
    return at.isBefore(end());
  }

  /// Whether it is in force now and ends within seven days.
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
