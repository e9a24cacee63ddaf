package slash80.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.CidrAssociation;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.facts.Vpc;
import slash80.facts.VpcIndex;
import slash80.facts.VpcLayers;
import slash80.ip.AddressSet;
import slash80.ip.Internet;
import slash80.ip.IpFamily;
import slash80.reach.Reachability;

/// The VPCs that matter to a cluster: its own, and each other one in which a node has an interface
/// or a load balancer of the cluster stands. An interface is judged by the network of its own VPC.
final class ClusterVpcs {
  private final Facts facts;
  private final Map<Vpc.Id, List<NetworkInterface>> interfaces;
  private final Map<Vpc.Id, VpcIndex> indexes = new LinkedHashMap<>();
  private final Map<Vpc.Id, Reachability> reachability = new HashMap<>();
  private final Map<SecurityGroup.Id, Fact<SecurityGroup>> groups = new HashMap<>();
  private final Map<IpFamily, Internet> internet;

  ClusterVpcs(Facts facts) {
    this.facts = facts;
    this.interfaces =
        facts.attachments().interfaces().asKnown().orElse(List.of()).stream()
            .collect(Collectors.groupingBy(NetworkInterface::vpc));
    of(facts.cluster().vpc());
    facts.otherVpcs().keySet().stream().sorted(Vpc.Id.BY_VALUE).forEach(this::of);
    this.internet =
        Stream.of(IpFamily.values())
            .collect(Collectors.toMap(family -> family, this::outsideOfAll));
  }

  /// The cluster's own VPC.
  VpcIndex own() {
    return of(facts.cluster().vpc());
  }

  /// A VPC; everything about it is unread when it was not read.
  VpcIndex of(Vpc.Id vpc) {
    return indexes.computeIfAbsent(
        vpc,
        id ->
            new VpcIndex(
                id,
                facts.cluster().account(),
                facts.layersOf(id),
                facts.attachments().interfaces().map(_ -> interfaces.getOrDefault(id, List.of()))));
  }

  /// The VPC that a subnet is in; the cluster's own when no VPC is known to have the subnet.
  VpcIndex of(Subnet.Id subnet) {
    return indexes.values().stream()
        .filter(vpc -> vpc.subnet(subnet) instanceof Fact.Known)
        .findFirst()
        .orElseGet(this::own);
  }

  /// Whether another account shares the cluster's VPC or a subnet, by its id.
  boolean isShared(String resource) {
    var subnet = new Subnet.Id(resource);
    return own().id().value().equals(resource)
        ? own().sharedBy().isPresent()
        : of(subnet).subnet(subnet).asKnown().flatMap(of(subnet)::sharedBy).isPresent();
  }

  /// Every known interface of these VPCs, those of other services among them.
  Fact<List<NetworkInterface>> interfaces() {
    return facts.attachments().interfaces();
  }

  Fact<Subnet> subnetOf(NetworkInterface networkInterface) {
    return of(networkInterface.vpc()).subnetOf(networkInterface);
  }

  Fact<SecurityGroup> group(SecurityGroup.Id id) {
    return groups.computeIfAbsent(id, this::found);
  }

  private Fact<SecurityGroup> found(SecurityGroup.Id id) {
    return indexes.values().stream()
        .map(vpc -> vpc.group(id))
        .filter(Fact.Known.class::isInstance)
        .findFirst()
        .orElseGet(() -> own().group(id));
  }

  /// What can reach what in the VPC of an interface, a subnet or a load balancer.
  Reachability reachability(Vpc.Id vpc) {
    return reachability.computeIfAbsent(vpc, id -> new Reachability(of(id)));
  }

  Reachability reachability(Subnet.Id subnet) {
    return reachability(of(subnet).id());
  }

  /// Notes for the report about layers that were not read.
  ///
  /// @param judged the judged interfaces
  List<String> notes(Fact<List<NetworkInterface>> judged) {
    var byVpc =
        judged.asKnown().orElse(List.of()).stream()
            .collect(
                Collectors.groupingBy(
                    NetworkInterface::vpc, LinkedHashMap::new, Collectors.toList()));
    var notes = new ArrayList<String>();
    byVpc.forEach((vpc, own) -> notes.addAll(reachability(vpc).notes(Fact.known(own))));
    return notes.stream().distinct().toList();
  }

  /// The internet of each family, without the ranges of any of these VPCs. Sets of sources are
  /// measured and written against it, whichever VPC their interface stands in: the hole that the
  /// ranges of one VPC leave must not break the whole internet in pieces.
  Map<IpFamily, Internet> internet() {
    return internet;
  }

  private Internet outsideOfAll(IpFamily family) {
    var ranges =
        indexes.keySet().stream()
            .map(facts::layersOf)
            .map(VpcLayers::vpc)
            .flatMap(vpc -> vpc.asKnown().stream())
            .flatMap(vpc -> vpc.ranges().stream())
            .filter(range -> range.associated().equals(Fact.known(true)))
            .map(CidrAssociation::cidr)
            .filter(cidr -> cidr.family() == family)
            .toList();
    return Internet.without(AddressSet.of(family, ranges));
  }
}
