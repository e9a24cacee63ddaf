package slash80.facts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import slash80.ip.Prefix;

/// The facts that one read of the account found about a cluster.
///
/// @param at the moment of judging
/// @param permissions the permissions that AWS granted or refused during the read
/// @param notes notes for the report: parts that were not read, answers that disagree
public record Facts(
    Cluster cluster,
    Instant at,
    VpcLayers layers,
    Attachments attachments,
    Balancing balancing,
    OtherEntrances otherEntrances,
    PrefixDelegation delegation,
    Permissions permissions,
    List<String> notes) {
  public Facts {
    notes = List.copyOf(notes);
  }

  /// The same facts with the prefixes that the ledger recorded for each node.
  public Facts recorded(Map<Instance.Id, List<Prefix>> prefixes) {
    return with(delegation.recorded(prefixes), permissions);
  }

  /// The same facts with the permissions that their read was granted or refused.
  public Facts heard(Permissions permissions) {
    return with(delegation, permissions);
  }

  private Facts with(PrefixDelegation delegation, Permissions permissions) {
    return new Facts(
        cluster,
        at,
        layers,
        attachments,
        balancing,
        otherEntrances,
        delegation,
        permissions,
        notes);
  }
}
