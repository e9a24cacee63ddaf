package slash80.rule;

import java.util.List;
import java.util.Optional;
import slash80.ip.PacketSet;

/// A violation as it is reported and kept in the ledger.
///
/// @param rule the rule's id
/// @param subjectType the word of [slash80.facts.Subject#subjectType]
/// @param node the id of the node that the subject belongs to
/// @param cause the shared cause of several findings; see [Verdict.Violated]
public record Finding(
    String rule,
    Family family,
    Severity severity,
    String subjectType,
    String subject,
    Optional<String> node,
    String title,
    String detail,
    String risk,
    String remedy,
    String see,
    String cause,
    List<Verdict.Evidence> evidence,
    Optional<PacketSet> open,
    Optional<PacketSet> latent) {
  public Finding {
    evidence = List.copyOf(evidence);
  }

  /// `<rule>/<subject>`: the same for the same violation over all runs.
  public String id() {
    return rule + "/" + subject;
  }
}
