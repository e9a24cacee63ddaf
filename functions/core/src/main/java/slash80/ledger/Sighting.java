package slash80.ledger;

import java.util.Optional;
import slash80.ip.PacketSet;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// A finding as a check saw it, to notice growth.
///
/// @param subjectType the type of its subject; empty in documents of the first schema
/// @param node the node of its subject
/// @param cause what has to be changed, such as a security group; empty in older documents
/// @param open the packets that the internet could send
/// @param latent the packets that were one change from open
public record Sighting(
    Severity severity,
    String subjectType,
    Optional<String> node,
    String cause,
    Optional<PacketSet> open,
    Optional<PacketSet> latent) {
  static Sighting of(Finding finding) {
    return new Sighting(
        finding.severity(),
        finding.subjectType(),
        finding.node(),
        finding.cause(),
        finding.open(),
        finding.latent());
  }

  /// The same with the severity that people know, where that is worse.
  Sighting known(Optional<Severity> sent) {
    return sent.filter(worse -> worse.compareTo(severity) > 0)
        .map(worse -> new Sighting(worse, subjectType, node, cause, open, latent))
        .orElse(this);
  }
}
