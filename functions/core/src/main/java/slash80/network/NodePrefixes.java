package slash80.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import slash80.facts.Fact;
import slash80.facts.InstanceType;
import slash80.facts.NetworkInterface;
import slash80.facts.Node;
import slash80.facts.PrefixDelegation;
import slash80.facts.Subnet;
import slash80.facts.SubnetReservation;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;

/// The /80 prefixes that EC2 delegates to nodes for their pods: those held, those lost since an
/// earlier check, and the room for more.
final class NodePrefixes {
  private final ClusterVpcs vpcs;
  private final Membership membership;
  private final PrefixDelegation delegation;
  private final Map<Subnet.Id, List<NetworkInterface>> bySubnet;

  NodePrefixes(ClusterVpcs vpcs, Membership membership, PrefixDelegation delegation) {
    this.vpcs = vpcs;
    this.membership = membership;
    this.delegation = delegation;
    this.bySubnet =
        vpcs.interfaces().asKnown().orElse(List.of()).stream()
            .collect(Collectors.groupingBy(NetworkInterface::subnet));
  }

  /// The IPv6 prefixes of a node's primary and pod interfaces.
  Fact<List<Prefix>> of(Node node) {
    return membership
        .podInterfacesOf(node)
        .map(
            holders ->
                holders.size() == 1
                    ? holders.getFirst().ipv6Prefixes()
                    : holders.stream().flatMap(holder -> holder.ipv6Prefixes().stream()).toList());
  }

  /// The recorded prefixes of a node that it no longer holds. A prefix that was never recorded
  /// cannot be lost.
  Fact<List<Prefix>> lostOf(Node node) {
    var recorded = delegation.recordedPrefixes().getOrDefault(node.id(), List.of());
    return of(node)
        .map(held -> recorded.stream().filter(prefix -> !held.contains(prefix)).toList());
  }

  Optional<NetworkInterface> interfaceFor(Prefix prefix, Node node) {
    return membership.podInterfacesOf(node).asKnown().orElse(List.of()).stream()
        .filter(
            candidate ->
                vpcs.subnetOf(candidate)
                    .flatMap(subnet -> subnet.holds(prefix))
                    .equals(Fact.known(true)))
        .findFirst();
  }

  Fact<InstanceType> typeOf(Node node) {
    var name = node.instance().instanceType();
    return Optional.ofNullable(delegation.instanceTypes().get(name))
        .orElseGet(() -> Fact.missing("instance type " + name));
  }

  Fact<PrefixCapacity> roomIn(Subnet subnet) {
    return vpcs.interfaces()
        .flatMap(_ -> reservationsOf(subnet.id()))
        .flatMap(
            reservations ->
                subnet
                    .rangesInUse(IpFamily.IPV6)
                    .map(ranges -> PrefixCapacity.of(ranges, reservations, heldIn(subnet))));
  }

  private Fact<List<SubnetReservation>> reservationsOf(Subnet.Id subnet) {
    return Optional.ofNullable(delegation.reservations().get(subnet))
        .orElseGet(() -> Fact.missing("the reservations of " + subnet));
  }

  private List<Prefix> heldIn(Subnet subnet) {
    return bySubnet.getOrDefault(subnet.id(), List.of()).stream()
        .flatMap(holder -> holder.held(IpFamily.IPV6).stream())
        .toList();
  }
}
