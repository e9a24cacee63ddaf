package slash80.facts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import slash80.ip.Prefix;

/// The facts that one read of the account found about a cluster.
///
/// @param at the moment of judging
/// @param layers the network layers of the cluster's VPC
/// @param otherVpcs the layers of each other VPC in which a node of the cluster has an interface,
///   or a load balancer stands that fronts the cluster
/// @param permissions the permissions that AWS granted or refused during the read
/// @param notes notes for the report: parts that were not read, answers that disagree
public record Facts(
    Cluster cluster,
    Instant at,
    VpcLayers layers,
    Map<Vpc.Id, VpcLayers> otherVpcs,
    Attachments attachments,
    Balancing balancing,
    OtherEntrances otherEntrances,
    PrefixDelegation delegation,
    Permissions permissions,
    List<String> notes) {
  public Facts {
    otherVpcs = Map.copyOf(otherVpcs);
    notes = List.copyOf(notes);
  }

  /// The layers of a VPC: the cluster's own or another. Unread for a VPC that was not read.
  public VpcLayers layersOf(Vpc.Id vpc) {
    if (vpc.equals(cluster.vpc())) {
      return layers;
    }
    var other = otherVpcs.get(vpc);
    return other == null ? VpcLayers.unread(vpc + " was not read") : other;
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
        otherVpcs,
        attachments,
        balancing,
        otherEntrances,
        delegation,
        permissions,
        notes);
  }
}
