package slash80.facts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.ip.Prefix;

/// The facts that decide whether EC2 and the VPC CNI can delegate a /80 prefix to each node
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html).
///
/// @param reservations the CIDR reservations of each subnet that nodes stand in
/// @param instanceTypes the instance types of the nodes, by name
/// @param vpcCni the managed add-on; empty when EKS does not manage it, as with a self-managed CNI
/// @param nodeGroups the managed node groups of the cluster
/// @param recordedPrefixes the prefixes that each node held at the last check, from the ledger;
///   empty without a ledger
public record PrefixDelegation(
    Map<Subnet.Id, Fact<List<SubnetReservation>>> reservations,
    Map<String, Fact<InstanceType>> instanceTypes,
    Fact<Optional<VpcCni>> vpcCni,
    Fact<List<NodeGroup>> nodeGroups,
    Map<Instance.Id, List<Prefix>> recordedPrefixes) {
  public PrefixDelegation {
    reservations = Map.copyOf(reservations);
    instanceTypes = Map.copyOf(instanceTypes);
    recordedPrefixes = HeldPrefixes.copyOf(recordedPrefixes);
  }

  /// The same facts with the prefixes that the ledger recorded for each node.
  public PrefixDelegation recorded(Map<Instance.Id, List<Prefix>> prefixes) {
    return new PrefixDelegation(reservations, instanceTypes, vpcCni, nodeGroups, prefixes);
  }
}
